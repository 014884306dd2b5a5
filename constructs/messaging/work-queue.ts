import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { consumeStatements, sendStatements } from './queue-access';
import { QueueOrdering } from './queue-ordering';
import { createQueues } from './queue-pair';
import type { QueueWorker } from './queue-worker';
import { addQueueAlarm } from './work-queue-alarms';
import { onlyWorkerCheck, type QueueSettings, workerChecks, workQueueChecks } from './work-queue-checks';

/** Work that waits. */
export interface WorkQueueProps {
  /** Encrypts the messages. */
  readonly key: kms.IKey;
  /**
   * Who processes the messages. With `addWorker` it can be made after the queue.
   * @default - nobody yet
   */
  readonly worker?: QueueWorker;
  /**
   * In which order messages are delivered, and how often.
   * @default QueueOrdering.standard()
   */
  readonly ordering?: QueueOrdering;
  /**
   * How long a message that was received stays hidden from others: at most 12 hours.
   * @default - six times the worker's timeout and the time that batches wait; 3 minutes without a worker
   */
  readonly visibility?: Duration;
  /**
   * How long messages are kept: 1 minute to 14 days.
   * @default - 4 days
   */
  readonly retention?: Duration;
  /**
   * How long messages that failed are kept: 1 minute to 14 days.
   * @default - 14 days
   */
  readonly deadLetterRetention?: Duration;
  /**
   * How often a message is received before it is put aside: 1 to 1,000. Less than 5 puts messages aside that were only
   * throttled.
   * @default 5
   */
  readonly maxReceives?: number;
  /**
   * How long a new message stays hidden: at most 15 minutes.
   * @default - not at all
   */
  readonly delay?: Duration;
  /**
   * Name of the queue; ends with `.fifo` if the order is kept.
   * @default - derived from the construct path
   */
  readonly queueName?: string;
  /**
   * Told when messages get too old, and when one was put aside. Alarms must be let in, as `NotificationTopic` does.
   * @default - no alarms: an alarm that tells nobody is none
   */
  readonly notifications?: sns.ITopic;
  /**
   * The age at which a message is too old: less than the retention.
   * @default - 15 minutes
   */
  readonly maximumAge?: Duration;
  /**
   * What happens to the queues when they leave the stack.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A queue with a dead-letter queue and, if it has a worker, capacity that follows the backlog.
 *
 * Survives the loss of a zone, of a worker (its messages become visible again) and messages that cannot be processed
 * (put aside after five tries, kept for two weeks, moved back with a redrive). Does not survive the loss of its region;
 * messages older than the retention are lost. Delivery is at least once: workers have to be idempotent.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export class WorkQueue extends Construct {
  /** The queue. */
  public readonly queue: sqs.Queue;
  /** Messages that could not be processed. */
  public readonly deadLetter: sqs.Queue;
  /** In which order messages are delivered. */
  public readonly ordering: QueueOrdering;
  /** How long a received message stays hidden. */
  public readonly visibility: Duration;
  /** Age of the oldest message, in seconds. It does not see messages that were received three times and came back. */
  public readonly age: cloudwatch.IMetric;
  /** Messages that wait. */
  public readonly depth: cloudwatch.IMetric;
  /** Messages that were put aside. */
  public readonly deadLetterDepth: cloudwatch.IMetric;
  /** Goes off when messages get too old; with `notifications`. */
  public readonly ageAlarm?: cloudwatch.Alarm;
  /** Goes off when a message was put aside; with `notifications`. */
  public readonly deadLetterAlarm?: cloudwatch.Alarm;

  private readonly key: kms.IKey;
  private worker?: QueueWorker;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const settings = settingsOf(props);
    validate(this, [...workQueueChecks(settings), ...workerChecks(settings, props.worker)]);
    this.key = props.key;
    this.ordering = props.ordering ?? QueueOrdering.standard();
    this.visibility = settings.visibility;
    const { queue, deadLetter } = createQueues(this, props, settings);
    this.queue = queue;
    this.deadLetter = deadLetter;
    this.age = queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) });
    this.depth = queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) });
    this.deadLetterDepth = deadLetter.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) });
    if (props.notifications && settings.alarmAge) {
      this.ageAlarm = this.watchAge(props.notifications, settings.alarmAge);
      this.deadLetterAlarm = this.watchDeadLetters(props.notifications);
    }
    this.warnOfEarlyExpiry(settings);
    if (props.worker) this.addWorker(props.worker);
  }

  /** Lets somebody process the messages, once per queue. */
  public addWorker(worker: QueueWorker): void {
    const { visibility, ordering } = this;
    validate(this, [onlyWorkerCheck(this.worker), ...workerChecks({ visibility, isFifo: ordering.isFifo }, worker)]);
    this.worker = worker;
    worker._spec.attach(this);
  }

  /** Allows to send messages, without the wildcards on the key that `queue.grantSendMessages` adds. */
  public grantSend(sender: iam.IGrantable): void {
    const statements = sendStatements(this.queue, this.key);
    statements.forEach((statement) => sender.grantPrincipal.addToPrincipalPolicy(statement));
  }

  /** @internal */
  public _allowConsume(allow: (statement: iam.PolicyStatement) => unknown): void {
    consumeStatements(this.queue, this.key).forEach((statement) => allow(statement));
  }

  private watchAge(notifications: sns.ITopic, maximumAge: Duration): cloudwatch.Alarm {
    const alarmDescription = `Messages of ${this.node.path} wait longer than ${maximumAge.toHumanString()}`;
    const alarm = { metric: this.age, threshold: maximumAge.toSeconds(), evaluationPeriods: 3, alarmDescription };
    return addQueueAlarm(this, 'AgeAlarm', alarm, notifications);
  }

  private watchDeadLetters(notifications: sns.ITopic): cloudwatch.Alarm {
    const alarmDescription = `Messages of ${this.node.path} could not be processed and were put aside`;
    const alarm = { metric: this.deadLetterDepth, threshold: 1, evaluationPeriods: 1, alarmDescription };
    return addQueueAlarm(this, 'DeadLetterAlarm', alarm, notifications);
  }

  /** A message keeps its age when it is put aside, unless the order is kept. */
  private warnOfEarlyExpiry({ retention, deadLetterRetention, isFifo }: QueueSettings): void {
    if (isFifo || deadLetterRetention.toSeconds() > retention.toSeconds()) return;
    const times = `after ${deadLetterRetention.toHumanString()}, counted from when they were sent`;
    const message = `Messages that were put aside are deleted ${times}; they may be ${retention.toHumanString()} old by then.`;
    Validations.of(this).addWarning('cdk-nines::DeadLettersExpireEarly', `${message} Keep them longer than others.`);
  }
}

function settingsOf(props: WorkQueueProps): QueueSettings {
  return {
    isFifo: props.ordering?.isFifo ?? false,
    queueName: props.queueName,
    visibility: props.visibility ?? defaultVisibility(props.worker),
    retention: props.retention ?? Duration.days(4),
    deadLetterRetention: props.deadLetterRetention ?? Duration.days(14),
    maxReceives: props.maxReceives ?? 5,
    delay: props.delay ?? Duration.seconds(0),
    alarmAge: props.notifications && (props.maximumAge ?? Duration.minutes(15)),
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
function defaultVisibility(worker?: QueueWorker): Duration {
  const { timeout = Duration.seconds(30), window = Duration.seconds(0) } = worker?._spec ?? {};
  const seconds = Math.ceil(timeout.toSeconds({ integral: false }) * 6 + window.toSeconds({ integral: false }));
  return Duration.seconds(Math.min(seconds, Duration.hours(12).toSeconds()));
}
