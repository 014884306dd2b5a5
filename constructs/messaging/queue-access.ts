import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';

const LOOK_UP = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

/** What a worker needs: the grants of the queue itself would add wildcards on its key. */
export function consumeStatements(queue: sqs.IQueue, key: kms.IKey): iam.PolicyStatement[] {
  const actions = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', ...LOOK_UP];
  return [allow(actions, queue.queueArn), allow(['kms:Decrypt'], key.keyArn)];
}

/** What a sender needs. */
export function sendStatements(queue: sqs.IQueue, key: kms.IKey): iam.PolicyStatement[] {
  const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return [allow(['sqs:SendMessage', ...LOOK_UP], queue.queueArn), allow(keyActions, key.keyArn)];
}

function allow(actions: string[], resource: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources: [resource] });
}
