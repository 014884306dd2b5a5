import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue for events that a function failed to process. */
export function createDeadLetters(
  scope: Construct,
  encryptionMasterKey: kms.IKey,
  retentionPeriod: Duration,
  removalPolicy?: RemovalPolicy,
): sqs.Queue {
  const queue = new sqs.Queue(scope, 'DeadLetter', {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey,
    enforceSSL: true,
    retentionPeriod,
    // Lambda sends to it; no queue has to.
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
    removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  Validations.of(queue).acknowledge({
    id: 'Serverless::Serverless-SQSRedrivePolicy',
    reason:
      'A dead-letter queue ends the chain; its messages are kept, watched with `notifications`, and sent again by hand.',
  });
  return queue;
}

/** Tells a topic about the first event that was put aside. */
export function watchDeadLetters(scope: Construct, queue: sqs.IQueue, notifications: sns.ITopic): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, 'DeadLetterAlarm', {
    alarmDescription: `Events of ${scope.node.path} could not be processed and were put aside`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(1) }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}
