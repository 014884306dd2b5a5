import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;
const minute = { statistic: cloudwatch.Stats.SUM, period: Duration.minutes(1) };

/** Goes off when two runs of five minutes fail: one may be a hiccup of CloudWatch, and is tried again. */
export function failureAlarm(scope: Construct, handler: lambda.IFunction, notifications: sns.ITopic): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, 'FailureAlarm', {
    alarmDescription: `${scope.node.path} cannot read or publish some of its metrics`,
    metric: handler.metricErrors(minute),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 5,
    datapointsToAlarm: 2,
    treatMissingData: NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}

/** Goes off when nothing runs any more: whoever scales or alarms on these metrics is blind. */
export function silenceAlarm(scope: Construct, handler: lambda.IFunction, notifications: sns.ITopic): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, 'SilenceAlarm', {
    alarmDescription: `${scope.node.path} has not run for five minutes, so its metrics have stopped`,
    metric: handler.metricInvocations(minute),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 5,
    treatMissingData: BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}
