import { Duration, Names, Token, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Check } from '../core/errors';
import type { WorkQueue } from './work-queue';

/** How a function takes messages from a queue. */
export interface FunctionWorkerOptions {
  /**
   * The function's timeout. State it for functions that you import.
   * @default - the timeout of the function
   */
  readonly timeout?: Duration;
  /**
   * Messages per invocation: at most 10 of a first-in-first-out queue, at most 10,000 of others.
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * How long to wait for a batch to fill: at most 5 minutes. Not with first-in-first-out queues.
   * @default - not at all
   */
  readonly batchWindow?: Duration;
  /**
   * Invocations at the same time: 2 to 1,000. More than the function has reserved means throttled invocations, whose
   * messages count as received and end up in the dead-letter queue although nothing is wrong with them.
   * @default - the function's reserved concurrency, if it has one
   */
  readonly maxConcurrency?: number;
}

/** Timeout of a function that states none. */
const LAMBDA_DEFAULT = Duration.seconds(3);

/** The timeout of a function, which an imported one does not tell. */
export function timeoutOf(handler: lambda.IFunction, options: FunctionWorkerOptions): Duration | undefined {
  if (options.timeout) return options.timeout;
  return handler instanceof lambda.Function ? (handler.timeout ?? LAMBDA_DEFAULT) : undefined;
}

/**
 * Lets the function be invoked with messages. It answers which of a batch failed, and only those come back. The mapping is
 * part of the function, so that the stack of the queue does not depend on that of its worker.
 */
export function invokeOnMessages(queue: WorkQueue, handler: lambda.IFunction, options: FunctionWorkerOptions): void {
  const mapping = new lambda.EventSourceMapping(handler, `Queue${Names.nodeUniqueId(queue.node)}`, {
    target: handler,
    eventSourceArn: queue.queue.queueArn,
    batchSize: options.batchSize ?? 10,
    maxBatchingWindow: options.batchWindow,
    maxConcurrency: options.maxConcurrency ?? reservedConcurrency(handler),
    reportBatchItemFailures: true,
  });
  Validations.of(mapping).acknowledge({
    id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
    reason: 'Lambda has no failure destination for SQS: failed messages go to the dead-letter queue of the queue.',
  });
}

/** Everything that can be wrong with the options. */
export function functionWorkerChecks(
  handler: lambda.IFunction,
  options: FunctionWorkerOptions,
  isFifo: boolean,
): Check[] {
  const { batchSize = 10, batchWindow, maxConcurrency } = options;
  const seconds = batchWindow?.toSeconds({ integral: false }) ?? 0;
  const most = isFifo ? 10 : 10000;
  return [
    {
      code: 'WorkerTimeoutUnknown',
      property: 'worker.timeout',
      when: timeoutOf(handler, options) === undefined,
      value: undefined,
      allowed: 'the timeout of the function',
      action: 'State the timeout of the imported function, from which the visibility timeout follows',
    },
    {
      code: 'BatchSizeOutOfRange',
      property: 'worker.batchSize',
      when: !(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= most),
      value: batchSize,
      allowed: `a whole number from 1 to ${most}`,
      action: 'Choose a size in this range',
    },
    {
      code: 'BatchWindowOutOfRange',
      property: 'worker.batchWindow',
      when: seconds < 0 || seconds > 300 || (isFifo && seconds > 0) || (batchSize > 10 && seconds < 1),
      value: batchWindow?.toString(),
      allowed: isFifo
        ? 'none with a first-in-first-out queue'
        : 'up to 5 minutes, and at least 1 second for more than 10 messages',
      action: 'Correct the window or the batch size',
    },
    {
      code: 'ConcurrencyOutOfRange',
      property: 'worker.maxConcurrency',
      when:
        maxConcurrency !== undefined &&
        !(Number.isInteger(maxConcurrency) && maxConcurrency >= 2 && maxConcurrency <= 1000),
      value: maxConcurrency,
      allowed: 'a whole number from 2 to 1000',
      action: 'Choose a number in this range, not above what the function has reserved',
    },
  ];
}

function reservedConcurrency({ node }: lambda.IFunction): number | undefined {
  const resource = node.defaultChild;
  const reserved = resource instanceof lambda.CfnFunction ? resource.reservedConcurrentExecutions : undefined;
  if (reserved === undefined || Token.isUnresolved(reserved) || reserved < 2) return undefined;
  return Math.min(reserved, 1000);
}
