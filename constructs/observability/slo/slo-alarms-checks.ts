import { Stack, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ServiceLevelObjective } from '../../core';
import type { Check } from '../../core/errors';
import { lowestObjective } from './burn-rate';
import type { BurnRateAlert } from './burn-rate-alert';
import { periodCheck } from './burn-rate-alert-checks';
import { longName } from './duration-name';
import type { SloAlarmsProps } from './slo-alarms-props';
import type { SloIndicator } from './slo-indicator';

export function sloAlarmsChecks(props: SloAlarmsProps): Check[] {
  const { minimumRequestsPerMinute: requests = 1, minimumFailures: failures = 2, noTrafficFor } = props;
  return [
    ...latencyChecks(props),
    guardCheck('minimumRequestsPerMinute', requests, requests >= 0, '0 or more'),
    guardCheck('minimumFailures', failures, Number.isInteger(failures) && failures >= 1, 'a whole number, 1 or more'),
    ...(noTrafficFor ? [periodCheck('NoTrafficPeriodInvalid', 'noTrafficFor', noTrafficFor)] : []),
  ];
}

function latencyChecks({ objective, source }: SloAlarmsProps): Check[] {
  const percentiles = objective.latency.map(({ percentile }) => percentile);
  return [
    {
      code: 'LatencyNotMeasured',
      property: 'source',
      when: percentiles.length > 0 && source._latency === undefined,
      value: percentiles.map((percentile) => `p${percentile}`),
      allowed: 'a source that measures latency, or an objective without latency goals',
      action: 'Watch the latency where it is measured: at the load balancer, the API or by a metric of your own',
    },
    {
      code: 'DuplicateLatencyGoal',
      property: 'objective.latency',
      when: new Set(percentiles).size < percentiles.length,
      value: percentiles,
      allowed: 'each percentile once',
      action: 'Keep the stricter goal of a percentile',
    },
  ];
}

function guardCheck(property: string, value: number, isGood: boolean, allowed: string): Check {
  const action = 'State how much traffic it takes to judge a window';
  return { code: 'TrafficGuardOutOfRange', property, when: !isGood, value, allowed, action };
}

/** What an alert can never do for an indicator. */
export function indicatorChecks(indicator: SloIndicator, objective: ServiceLevelObjective): Check[] {
  return indicator._spec.alerts.alerts.flatMap((alert) => [
    longerThanObjectiveCheck(alert, objective),
    neverReachedCheck(alert, indicator),
  ]);
}

function longerThanObjectiveCheck({ name, within }: BurnRateAlert, { window }: ServiceLevelObjective): Check {
  return {
    code: 'AlertLongerThanObjective',
    property: `alerts.${name}`,
    when: within.toMilliseconds() > window.toMilliseconds(),
    value: longName(within),
    allowed: `at most the window of the objective, ${longName(window)}`,
    action: 'Shorten the alert, or measure the objective over a longer window',
  };
}

/** Not even the failure of all requests is that many times the budget. */
function neverReachedCheck(alert: BurnRateAlert, indicator: SloIndicator): Check {
  const factor = indicator.burnRateAt(alert);
  const threshold = indicator.errorRatioAt(alert);
  const lowest = Number(lowestObjective(factor).toPrecision(6));
  return {
    code: 'BurnRateNeverReached',
    property: `alerts.${alert.name}`,
    when: threshold >= 1,
    value: `${Number((threshold * 100).toPrecision(6))} percent failed requests (burn rate ${factor})`,
    allowed: `an objective above ${lowest} percent for this alert; here ${indicator.promise}`,
    action: `Let ${alert.name} go off at a smaller share of the budget than ${alert.budgetPercent} percent, or over a longer time`,
  };
}

/** Alarms see only metrics of their own region. */
export function regionCheck(scope: Construct, metrics: cloudwatch.IMetric[], property = 'source'): Check {
  const { region } = Stack.of(scope);
  const elsewhere = metrics.flatMap(regionsOf).filter((found) => !Token.isUnresolved(found) && found !== region);
  return {
    code: 'MetricInOtherRegion',
    property,
    when: elsewhere.length > 0,
    value: [...new Set(elsewhere)].join(),
    allowed: `metrics of ${Token.isUnresolved(region) ? 'a stack with a literal region' : region}`,
    action: 'Put the alarms into a stack of the region where the metrics are; those of CloudFront are in us-east-1',
  };
}

function regionsOf(metric: cloudwatch.IMetric): string[] {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (metricStat) return metricStat.region === undefined ? [] : [metricStat.region];
  return Object.values(mathExpression?.usingMetrics ?? {}).flatMap(regionsOf);
}
