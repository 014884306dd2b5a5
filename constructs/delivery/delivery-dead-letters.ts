import { Duration, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Where events go that could not be delivered. */
export function undelivered(scope: Construct, key: kms.IKey): sqs.Queue {
  const queue = new sqs.Queue(scope, 'Undelivered', {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
  });
  for (const id of ['Serverless::Serverless-SQSRedrivePolicy', 'AwsSolutions::AwsSolutions-SQS3']) {
    Validations.of(queue).acknowledge({
      id,
      reason:
        'It is the dead-letter queue of EventBridge rules and ends the chain; the pipeline can be started by hand.',
    });
  }
  return queue;
}

/** Without it, an upload that started nothing would look like one that waits. */
export function watchUndelivered(scope: Construct, queue: sqs.IQueue, notifications: sns.ITopic): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, 'UndeliveredAlarm', {
    alarmDescription: `${scope.node.path}: an upload may have started no deployment, or somebody was not told about one`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}
