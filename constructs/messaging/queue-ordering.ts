/** Options of a first-in-first-out queue. */
export interface FifoOptions {
  /**
   * Whether messages with the same body count as one within five minutes. Without it senders state an id.
   * @default false
   */
  readonly deduplicateByContent?: boolean;
  /**
   * Whether throughput is limited per group instead of per queue: thousands of messages per second over many groups.
   * @default true
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html
   */
  readonly highThroughput?: boolean;
}

/** In which order messages are delivered, and how often. */
export class QueueOrdering {
  /** About the order of arrival, at least once, without a limit of throughput. */
  public static standard(): QueueOrdering {
    return new QueueOrdering('standard');
  }

  /**
   * Like `standard`, for tenants that share a queue: senders state a message group per tenant, and a tenant with a
   * backlog does not make the others wait. The age alarm then watches the queue as a whole.
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
   */
  public static fair(): QueueOrdering {
    return new QueueOrdering('fair');
  }

  /**
   * The order of sending within each message group, once. A message that fails holds up its group until it is moved to
   * the dead-letter queue, so that a lost message is also a gap in the order.
   */
  public static fifo(options: FifoOptions = {}): QueueOrdering {
    return new QueueOrdering('fifo', options);
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'standard' | 'fair' | 'fifo',
    /** @internal */
    public readonly _fifo: FifoOptions = {},
  ) {}

  /** Whether messages keep their order. */
  public get isFifo(): boolean {
    return this._kind === 'fifo';
  }
}
