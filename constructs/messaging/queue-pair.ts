import { Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DEAD_LETTER_SUFFIX, type QueueSettings } from './work-queue-checks';
import type { WorkQueueProps } from './work-queue';

/** A queue and where its failed messages go. */
export interface QueuePair {
  readonly queue: sqs.Queue;
  readonly deadLetter: sqs.Queue;
}

/** Makes both. The name is a literal, so that the dead-letter queue can name its source, which names it in turn. */
export function createQueues(scope: Construct, props: WorkQueueProps, settings: QueueSettings): QueuePair {
  const name = props.queueName ?? uniqueName(scope, settings.isFifo);
  const deadLetter = createDeadLetter(scope, name, props, settings);
  const queue = createQueue(scope, name, deadLetter, props, settings);
  return { queue, deadLetter };
}

function uniqueName(scope: Construct, isFifo: boolean): string {
  const suffix = isFifo ? '.fifo' : '';
  const maxLength = 80 - suffix.length - DEAD_LETTER_SUFFIX.length;
  return Names.uniqueResourceName(scope, { maxLength, separator: '-' }) + suffix;
}

function createDeadLetter(scope: Construct, name: string, props: WorkQueueProps, settings: QueueSettings): sqs.Queue {
  const source = sqs.Queue.fromQueueArn(scope, 'Source', Stack.of(scope).formatArn({ service: 'sqs', resource: name }));
  const queue = new sqs.Queue(scope, 'DeadLetter', {
    ...shared(props, settings),
    queueName: name.replace(/(\.fifo)?$/, `${DEAD_LETTER_SUFFIX}$1`),
    retentionPeriod: settings.deadLetterRetention,
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.BY_QUEUE, sourceQueues: [source] },
  });
  Validations.of(queue).acknowledge({
    id: 'Serverless::Serverless-SQSRedrivePolicy',
    reason: 'A dead-letter queue ends the chain; its messages are kept, watched and moved back with a redrive.',
  });
  return queue;
}

function createQueue(
  scope: Construct,
  queueName: string,
  deadLetter: sqs.Queue,
  props: WorkQueueProps,
  settings: QueueSettings,
): sqs.Queue {
  const { deduplicateByContent = false, highThroughput = true } = props.ordering?._fifo ?? {};
  const perGroup = settings.isFifo && highThroughput;
  return new sqs.Queue(scope, 'Queue', {
    ...shared(props, settings),
    queueName,
    retentionPeriod: settings.retention,
    visibilityTimeout: settings.visibility,
    deliveryDelay: props.delay,
    receiveMessageWaitTime: Duration.seconds(20),
    deadLetterQueue: { queue: deadLetter, maxReceiveCount: settings.maxReceives },
    contentBasedDeduplication: settings.isFifo ? deduplicateByContent : undefined,
    deduplicationScope: perGroup ? sqs.DeduplicationScope.MESSAGE_GROUP : undefined,
    fifoThroughputLimit: perGroup ? sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID : undefined,
  });
}

function shared({ key, removalPolicy }: WorkQueueProps, { isFifo }: QueueSettings): sqs.QueueProps {
  return {
    fifo: isFifo ? true : undefined,
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  };
}
