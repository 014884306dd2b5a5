import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const END_OF_CHAIN = 'It holds what could not be delivered and ends the chain; the next regular check makes up for it.';
const NOT_SEEN = 'The rule looks for dead letters of queues and functions only, not for those of events.';

/** The queue of events that could not start a workflow. EventBridge has to be allowed to use its key. */
export function undeliveredEvents(scope: Construct, encryptionMasterKey: kms.IKey): sqs.Queue {
  const queue = new sqs.Queue(scope, 'Undelivered', {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const validations = Validations.of(queue);
  validations.acknowledge({ id: 'Serverless::Serverless-SQSRedrivePolicy', reason: END_OF_CHAIN });
  validations.acknowledge({ id: 'AwsSolutions::AwsSolutions-SQS3', reason: `${END_OF_CHAIN} ${NOT_SEEN}` });
  return queue;
}
