import { Duration } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type ContainerService, ScalingPolicy, ServerFleet } from '../compute';
import type { Check } from '../core/errors';
import { type FunctionWorkerOptions, functionWorkerChecks, invokeOnMessages, timeoutOf } from './function-worker';
import type { WorkQueue } from './work-queue';

/** How members take messages from a queue. */
export interface MemberWorkerOptions {
  /**
   * Visible messages per member to aim for: the longest acceptable delay divided by the time that one message takes.
   * With 60 seconds of delay and 200 milliseconds per message: 300.
   */
  readonly backlogPerMember: number;
  /**
   * The longest time that a member needs from receiving a message to deleting it.
   * @default - 30 seconds
   */
  readonly timeout?: Duration;
}

/** How the tasks of a service take messages from a queue. */
export interface ServiceWorkerOptions extends MemberWorkerOptions {
  /**
   * Environment variable in which the tasks find the URL of the queue.
   * @default QUEUE_URL
   */
  readonly urlVariable?: string;
}

/** A worker by what it does, for the queue. */
interface WorkerSpec {
  /** From receiving to deleting; unknown for an imported function, which is an error. */
  readonly timeout?: Duration;
  /** How long a message waits for the rest of its batch while it is already invisible. */
  readonly window?: Duration;
  readonly checks: (isFifo: boolean) => Check[];
  readonly attach: (queue: WorkQueue) => void;
}

/** Who processes the messages of a queue. Delivery is at least once: whoever it is has to be idempotent. */
export class QueueWorker {
  /**
   * A function, which Lambda invokes with batches and scales by itself. It returns the ids of the messages that failed
   * (`batchItemFailures`); a batch of a first-in-first-out queue ends at the first of them.
   */
  public static function(handler: lambda.IFunction, options: FunctionWorkerOptions = {}): QueueWorker {
    return new QueueWorker({
      timeout: timeoutOf(handler, options),
      window: options.batchWindow,
      checks: (isFifo) => functionWorkerChecks(handler, options, isFifo),
      attach: (queue) => {
        queue._allowConsume((statement) => handler.addToRolePolicy(statement));
        invokeOnMessages(queue, handler, options);
      },
    });
  }

  /** Tasks that poll the queue. Their number follows the backlog; they find the queue in an environment variable. */
  public static service(service: ContainerService, options: ServiceWorkerOptions): QueueWorker {
    return QueueWorker.members(options, (queue) => {
      queue._allowConsume((statement) => service.taskRole.addToPrincipalPolicy(statement));
      service.addConfiguration(options.urlVariable ?? 'QUEUE_URL', queue.queue.queueUrl);
      service.addScaling(ScalingPolicy.backlog(queue.queue, options.backlogPerMember));
    });
  }

  /** Servers that poll the queue. Their number follows the backlog. */
  public static fleet(fleet: ServerFleet, options: MemberWorkerOptions): QueueWorker {
    return QueueWorker.members(options, (queue) => {
      queue._allowConsume((statement) => fleet.role.addToPrincipalPolicy(statement));
      fleet.addScaling(ScalingPolicy.backlog(queue.queue, options.backlogPerMember));
    });
  }

  /** Servers of a group of your own. The group has to publish its metrics. */
  public static autoScalingGroup(group: autoscaling.AutoScalingGroup, options: MemberWorkerOptions): QueueWorker {
    return QueueWorker.members(options, (queue) => {
      queue._allowConsume((statement) => group.role.addToPrincipalPolicy(statement));
      ServerFleet._scale(group, ScalingPolicy.backlog(queue.queue, options.backlogPerMember));
    });
  }

  private static members(options: MemberWorkerOptions, attach: (queue: WorkQueue) => void): QueueWorker {
    const checks = () => [backlogCheck(options.backlogPerMember)];
    return new QueueWorker({ timeout: options.timeout ?? Duration.seconds(30), checks, attach });
  }

  private constructor(
    /** @internal */
    public readonly _spec: WorkerSpec,
  ) {}
}

function backlogCheck(backlog: number): Check {
  return {
    code: 'BacklogNotPositive',
    property: 'worker.backlogPerMember',
    when: !(Number.isFinite(backlog) && backlog > 0),
    value: backlog,
    allowed: 'more than 0',
    action: 'State the longest acceptable delay divided by the time per message',
  };
}
