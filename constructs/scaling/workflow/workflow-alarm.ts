import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Something that a workflow cannot tell itself, and who is told. */
export interface WorkflowAlarmProps {
  /** Counts what must not happen even once. */
  readonly metric: cloudwatch.IMetric;
  /** What happened, and what to do. */
  readonly alarmDescription: string;
  /** Told at the first time. */
  readonly notifications: sns.ITopic;
}

/** Goes off at the first time. No data is no news: nothing ran. */
export function workflowAlarm(scope: Construct, id: string, props: WorkflowAlarmProps): cloudwatch.Alarm {
  const { metric, alarmDescription, notifications } = props;
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription,
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}
