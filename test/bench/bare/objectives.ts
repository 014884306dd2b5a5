import { Duration, type Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { brokenShare, type Indicator } from './indicators';
import { alarm } from './pieces';

/** Whom alarms tell: who has to act at once, and who on the next working day. */
export interface Topics {
  readonly page: sns.ITopic;
  readonly ticket: sns.ITopic;
}

/** How fast which part of the budget may be used up: long window, short window, burn rate, share in percent. */
export const WINDOWS = [
  { id: 'Page1h', long: Duration.hours(1), short: Duration.minutes(5), rate: 14.4, percent: 2 },
  { id: 'Page6h', long: Duration.hours(6), short: Duration.minutes(30), rate: 6, percent: 5 },
  { id: 'Ticket3d', long: Duration.days(3), short: Duration.hours(6), rate: 1, percent: 10 },
];

/** In which a promise counts. */
export const BUDGET = Duration.days(30);

/** Alarms on the promises of one entry. */
export interface Objective {
  readonly title: string;
  readonly indicators: Indicator[];
  /** Ring when a budget is used up too fast. */
  readonly alarms: cloudwatch.CompositeAlarm[];
  /** Ring soonest: nothing goes on while they do. */
  readonly stop: cloudwatch.Alarm[];
}

export function watchObjective(stack: Stack, title: string, topics: Topics, indicators: Indicator[]): Objective {
  const watched = indicators.flatMap((indicator) =>
    WINDOWS.map((window) => watchWindow(stack, title, topics, indicator, window)),
  );
  const stop = watched.flatMap(({ short }, index) => (index % WINDOWS.length === 0 ? [short] : []));
  return { title, indicators, alarms: watched.map(({ both }) => both), stop };
}

function watchWindow(
  stack: Stack,
  title: string,
  { page, ticket }: Topics,
  indicator: Indicator,
  { id, long, short, rate, percent }: (typeof WINDOWS)[number],
) {
  const prefix = `${title.replace(' ', '')}${indicator.name}${id}`;
  const says = `${stack.stackName}: ${title}: ${indicator.promise}`;
  const part = (name: string, period: Duration) => {
    const made = alarm(stack, `${prefix}${name}`, undefined, {
      alarmDescription: `${says}, judged by the last ${period.toHumanString()} for ${id}`,
      metric: brokenShare(indicator, period),
      threshold: Number((rate * indicator.allowed).toPrecision(12)),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
    });
    made.addInsufficientDataAction(new SnsAction(ticket));
    return made;
  };
  const parts = [part('Long', long), part('Short', short)];
  const both = new cloudwatch.CompositeAlarm(stack, prefix, {
    alarmDescription:
      `${says}. ${percent} percent of the error budget are used up within ${long.toHumanString()} or faster: ` +
      `burn rate ${rate}, a whole budget lasts ${Math.round(BUDGET.toHours() / rate)} hours.`,
    alarmRule: cloudwatch.AlarmRule.allOf(...parts),
  });
  both.addAlarmAction(new SnsAction(id.startsWith('Page') ? page : ticket));
  return { both, short: parts[1] };
}
