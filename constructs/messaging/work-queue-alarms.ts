import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** One alarm on a queue. */
interface QueueAlarm {
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly alarmDescription: string;
}

/** An alarm that tells a topic; a queue without data is idle, not broken. */
export function addQueueAlarm(
  scope: Construct,
  id: string,
  alarm: QueueAlarm,
  notifications: sns.ITopic,
): cloudwatch.Alarm {
  const made = new cloudwatch.Alarm(scope, id, {
    ...alarm,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  made.addAlarmAction(new SnsAction(notifications));
  return made;
}
