import type { Duration } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import type { BurnRateAlert } from './burn-rate-alert';

/**
 * Period times periods of an alarm: a day for periods of less than an hour, else 7 days. One period per window fits both.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const LONGEST_SECONDS = 604_800;

export function alertChecks({ budgetPercent, within, confirmedWithin }: BurnRateAlert): Check[] {
  return [
    {
      code: 'BudgetShareOutOfRange',
      property: 'budgetPercent',
      when: !(budgetPercent > 0 && budgetPercent <= 100),
      value: budgetPercent,
      allowed: 'above 0 and at most 100 percent',
      action: 'State the share of the error budget that is gone when the alert goes off, for example 2',
    },
    periodCheck('AlertWindowInvalid', 'within', within),
    periodCheck('AlertWindowInvalid', 'confirmedWithin', confirmedWithin),
    {
      code: 'AlertWindowsReversed',
      property: 'confirmedWithin',
      when: confirmedWithin.toMilliseconds() > within.toMilliseconds(),
      value: confirmedWithin.toString(),
      allowed: `at most ${within.toString()}`,
      action: 'Confirm over a shorter time than the one in which the budget goes',
    },
  ];
}

/** What an alarm accepts as its only period. */
export function periodCheck(code: string, property: string, period: Duration): Check {
  const seconds = period.toSeconds({ integral: false });
  return {
    code,
    property,
    when: !(seconds > 0 && seconds % 60 === 0 && seconds <= LONGEST_SECONDS),
    value: period.toString(),
    allowed: 'whole minutes, at most 7 days: the longest range that an alarm evaluates',
    action: 'Choose a time that alarms can look back over',
  };
}

export function alertListChecks(alerts: BurnRateAlert[]): Check[] {
  const names = alerts.map((alert) => alert.name);
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  return [
    {
      code: 'NoAlerts',
      property: 'alerts',
      when: alerts.length === 0,
      value: [],
      allowed: 'at least one alert',
      action: 'Use BurnRateAlerts.standard(), or leave the alarms out',
    },
    {
      code: 'DuplicateAlert',
      property: 'alerts',
      when: repeated.length > 0,
      value: repeated,
      allowed: 'one alert per severity and time',
      action: 'Remove the repetition: the smaller share of the budget goes off first',
    },
  ];
}
