import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

const PERIOD = Duration.minutes(1);

/** Goes off when the workflow could not do its work. */
export function failureAlarm(scope: Construct, machine: sfn.StateMachine, notifications: sns.ITopic) {
  const metric = new cloudwatch.MathExpression({
    expression: 'FILL(failed, 0) + FILL(late, 0)',
    usingMetrics: {
      failed: machine.metricFailed({ period: PERIOD }),
      late: machine.metricTimedOut({ period: PERIOD }),
    },
    period: PERIOD,
    label: 'executions that failed',
  });
  const help = 'the level may not fit. Read the execution, and set the mode to a level to take over';
  return alarm(scope, 'Failed', metric, `${scope.node.path} failed: ${help}`, notifications);
}

/** Goes off when an event could not start the workflow. */
export function undeliveredAlarm(scope: Construct, queue: sqs.Queue, notifications: sns.ITopic) {
  const metric = queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD });
  return alarm(scope, 'NotStarted', metric, `${scope.node.path} could not be started by an event`, notifications);
}

function alarm(
  scope: Construct,
  id: string,
  metric: cloudwatch.IMetric,
  alarmDescription: string,
  notifications: sns.ITopic,
): cloudwatch.Alarm {
  const made = new cloudwatch.Alarm(scope, id, {
    alarmDescription,
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  made.addAlarmAction(new SnsAction(notifications));
  return made;
}
