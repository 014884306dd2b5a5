import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { workflowAlarm } from '../workflow/workflow-alarm';

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
  const alarmDescription = `${scope.node.path} failed: ${help}`;
  return workflowAlarm(scope, 'Failed', { metric, alarmDescription, notifications });
}

/** Goes off when an event could not start the workflow. */
export function undeliveredAlarm(scope: Construct, queue: sqs.Queue, notifications: sns.ITopic) {
  const metric = queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD });
  const alarmDescription = `${scope.node.path} could not be started by an event`;
  return workflowAlarm(scope, 'NotStarted', { metric, alarmDescription, notifications });
}
