import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { createPublisher } from './derived-function';
import { derivedRequest, NAMESPACE, worker } from './derived-request';
import { family, MINUTE } from './ops-metrics';
import type { OpsStack } from './ops-stack';
import { alarm, allow, role, undelivered } from './pieces';

const { MAXIMUM, MINIMUM } = cloudwatch.Stats;
/** Metrics that CloudWatch does not have, and a function that publishes them every minute. */
export function createDerivedMetrics(stack: OpsStack): cloudwatch.Metric[] {
  const { app, data } = stack;
  const deadLetterQueue = undelivered(stack, 'DerivedDeadLetter', stack.foundation.key);
  const publisher = createPublisher(stack, deadLetterQueue);
  createSchedule(stack, publisher, deadLetterQueue);
  watch(stack, publisher, deadLetterQueue);
  const { QueueName, ClusterName, ServiceName } = worker(stack);
  const derived = family(NAMESPACE, { DBInstanceIdentifier: data.writer.instanceIdentifier });
  return [
    family(NAMESPACE, { QueueName, ClusterName, ServiceName })('BacklogPerMember', MAXIMUM),
    derived('ReplicaLagOfObjective', MAXIMUM),
    derived('PoolHeadroom', MINIMUM),
  ].map((metric) => metric.attachTo(app));
}

function createSchedule(stack: OpsStack, publisher: lambda.Function, { queueArn }: sqs.Queue): void {
  const invoker = role(stack, 'DerivedScheduler', 'scheduler', [
    allow(['lambda:InvokeFunction'], publisher.functionArn),
    allow(['sqs:SendMessage'], queueArn),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], stack.foundation.key.keyArn),
  ]);
  new scheduler.CfnSchedule(stack, 'DerivedSchedule', {
    description: 'Publishes derived metrics',
    scheduleExpression: 'rate(1 minute)',
    scheduleExpressionTimezone: 'Etc/UTC',
    flexibleTimeWindow: { mode: 'OFF' },
    state: 'ENABLED',
    target: {
      arn: publisher.functionArn,
      roleArn: invoker.roleArn,
      deadLetterConfig: { arn: queueArn },
      input: stack.toJsonString(derivedRequest(stack)),
      retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
    },
  });
}

function watch(stack: OpsStack, publisher: lambda.Function, deadLetterQueue: sqs.Queue): void {
  const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
  const period = MINUTE;
  alarm(stack, 'DerivedUndelivered', stack.topics.ticket, {
    alarmDescription: `${stack.stackName}: events of the derived metrics could not be processed and were put aside`,
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period }),
    threshold: 1,
    comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
  });
  alarm(stack, 'DerivedFailure', stack.topics.ticket, {
    alarmDescription: `${stack.stackName}: some derived metrics cannot be read or published`,
    metric: publisher.metricErrors({ period }),
    threshold: 1,
    comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 5,
    datapointsToAlarm: 2,
  });
  alarm(stack, 'DerivedSilence', stack.topics.ticket, {
    alarmDescription: `${stack.stackName}: nothing has run for five minutes, so derived metrics have stopped`,
    metric: publisher.metricInvocations({ period }),
    threshold: 1,
    comparisonOperator: LESS_THAN_THRESHOLD,
    evaluationPeriods: 5,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
}
