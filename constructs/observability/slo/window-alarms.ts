import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { secondsToExhaustion } from './burn-rate';
import { AlertSeverity, type BurnRateAlert } from './burn-rate-alert';
import { longName } from './duration-name';
import type { SloIndicator } from './slo-indicator';

/** Who is told. */
export interface AlertTopics {
  readonly page: sns.ITopic;
  readonly ticket: sns.ITopic;
}

/** An alert with the two alarms that it needs. */
export interface BurnRateAlarm {
  readonly alarm: cloudwatch.CompositeAlarm;
  readonly windows: cloudwatch.Alarm[];
}

/** The alert on a burn that is seen over the long window and, so that it ends with the failure, over the short one. */
export function burnRateAlarm(
  scope: Construct,
  indicator: SloIndicator,
  alert: BurnRateAlert,
  topics: AlertTopics,
): BurnRateAlarm {
  const id = `${indicator.name}${alert.name}`;
  const windows = [
    windowAlarm(scope, `${id}Long`, indicator, alert, alert.within, topics),
    windowAlarm(scope, `${id}Short`, indicator, alert, alert.confirmedWithin, topics),
  ];
  const burning = windows.map((window) => cloudwatch.AlarmRule.fromAlarm(window, cloudwatch.AlarmState.ALARM));
  const alarm = new cloudwatch.CompositeAlarm(scope, id, {
    alarmDescription: describe(scope, indicator, alert),
    alarmRule: cloudwatch.AlarmRule.allOf(...burning),
  });
  alarm.addAlarmAction(new SnsAction(alert.severity === AlertSeverity.PAGE ? topics.page : topics.ticket));
  return { alarm, windows };
}

/**
 * One period that is as long as the window. Half of the evidence, so it tells nobody that it is reached; it tells that it
 * cannot be evaluated any more, because then the alert is blind.
 */
function windowAlarm(
  scope: Construct,
  id: string,
  indicator: SloIndicator,
  alert: BurnRateAlert,
  window: Duration,
  { ticket }: AlertTopics,
): cloudwatch.Alarm {
  const made = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `${scope.node.path}, the last ${longName(window)} for ${indicator.name}${alert.name}: ${indicator.promise}`,
    metric: indicator.errorRatio(window),
    threshold: indicator.errorRatioAt(alert),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  made.addInsufficientDataAction(new SnsAction(ticket));
  return made;
}

/** Told to somebody who was asleep: what is promised, how bad it is and how much time is left. */
function describe(scope: Construct, indicator: SloIndicator, alert: BurnRateAlert): string {
  const factor = indicator.burnRateAt(alert);
  const hours = Number((secondsToExhaustion(factor, indicator.window.toSeconds()) / 3600).toPrecision(3));
  const rate = `${alert.budgetPercent} percent of the error budget within ${longName(alert.within)} or faster`;
  return [
    `${scope.node.path}: ${indicator.promise}.`,
    `The service uses up ${rate}: burn rate ${factor}, a whole budget lasts ${hours} hours.`,
  ].join(' ');
}

/** The alert that there is nothing to judge. */
export function noTrafficAlarm(
  scope: Construct,
  total: cloudwatch.IMetric,
  period: Duration,
  { page }: AlertTopics,
): cloudwatch.Alarm {
  const made = new cloudwatch.Alarm(scope, 'NoTraffic', {
    alarmDescription: `${scope.node.path}: no request in ${longName(period)}`,
    metric: new cloudwatch.MathExpression({ expression: 'sloTotal', usingMetrics: { sloTotal: total }, period }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  made.addAlarmAction(new SnsAction(page));
  return made;
}
