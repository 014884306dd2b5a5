import type { Duration } from 'aws-cdk-lib';
import type { Check } from '../core/errors';
import type { QueueWorker } from './queue-worker';

/** What a worker has to fit. */
export interface WorkedQueue {
  readonly isFifo: boolean;
  readonly visibility: Duration;
}

/** The settings of a queue with all defaults filled in. */
export interface QueueSettings extends WorkedQueue {
  readonly queueName?: string;
  readonly retention: Duration;
  readonly deadLetterRetention: Duration;
  readonly maxReceives: number;
  readonly delay: Duration;
  /** The age at which an alarm goes off, if there is one. */
  readonly alarmAge?: Duration;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Room for the name of the dead-letter queue, which is longer by this. */
export const DEAD_LETTER_SUFFIX = '-dead';

/** Everything that can be wrong with a queue, its worker apart. */
export function workQueueChecks(settings: QueueSettings): Check[] {
  return [
    retentionCheck('retention', settings.retention),
    retentionCheck('deadLetterRetention', settings.deadLetterRetention),
    rangeCheck('DelayOutOfRange', 'delay', settings.delay, 0, 15 * MINUTE, 'at most 15 minutes'),
    rangeCheck('VisibilityOutOfRange', 'visibility', settings.visibility, 1, DAY / 2, '1 second to 12 hours'),
    {
      code: 'MaxReceivesOutOfRange',
      property: 'maxReceives',
      when: !(Number.isInteger(settings.maxReceives) && settings.maxReceives >= 1 && settings.maxReceives <= 1000),
      value: settings.maxReceives,
      allowed: 'a whole number from 1 to 1000',
      action: 'State how often a message is tried before it is put aside',
    },
    ageCheck(settings),
    nameCheck(settings),
  ];
}

/** Everything that can be wrong with a worker of a queue. */
export function workerChecks(queue: WorkedQueue, worker?: QueueWorker): Check[] {
  if (!worker) return [];
  const { timeout, checks } = worker._spec;
  return [visibilityCheck(queue.visibility, timeout), ...checks(queue.isFifo)];
}

/** A queue has one worker: two would compete, and each would scale on messages that the other one takes. */
export function onlyWorkerCheck(worker?: QueueWorker): Check {
  return {
    code: 'SecondWorker',
    property: 'worker',
    when: worker !== undefined,
    value: 'a second worker',
    allowed: 'one worker',
    action: 'Make a queue per worker, and send to a topic that both subscribe to',
  };
}

/** A message that becomes visible while somebody still works on it is processed twice. */
function visibilityCheck(visibility: Duration, timeout?: Duration): Check {
  return {
    code: 'VisibilityTooShort',
    property: 'visibility',
    when: timeout !== undefined && secondsOf(visibility) < secondsOf(timeout),
    value: visibility.toString(),
    allowed: `at least the worker's timeout of ${timeout?.toHumanString()}`,
    action: 'Leave it out, which means six times the timeout, or raise it',
  };
}

function retentionCheck(property: string, value: Duration): Check {
  return rangeCheck('RetentionOutOfRange', property, value, MINUTE, 14 * DAY, '1 minute to 14 days');
}

/** No message gets older than the retention, so an alarm beyond it never goes off. */
function ageCheck({ alarmAge, retention }: QueueSettings): Check {
  return {
    code: 'MaximumAgeOutOfRange',
    property: 'maximumAge',
    when: alarmAge !== undefined && !(secondsOf(alarmAge) >= 1 && secondsOf(alarmAge) < secondsOf(retention)),
    value: alarmAge?.toString(),
    allowed: `1 second or more, and less than the retention of ${retention.toHumanString()}`,
    action: 'State the age at which a message is too old',
  };
}

function secondsOf(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}

function rangeCheck(code: string, property: string, value: Duration, from: number, to: number, allowed: string): Check {
  const seconds = secondsOf(value);
  const when = seconds < from || seconds > to;
  return { code, property, when, value: value.toString(), allowed, action: 'Choose a duration in this range' };
}

/** 80 characters with the suffixes of both queues. */
function nameCheck({ queueName, isFifo }: QueueSettings): Check {
  const most = 80 - DEAD_LETTER_SUFFIX.length - (isFifo ? '.fifo'.length : 0);
  const pattern = new RegExp(`^[A-Za-z0-9_-]{1,${most}}${isFifo ? '\\.fifo' : ''}$`);
  return {
    code: 'InvalidQueueName',
    property: 'queueName',
    when: queueName !== undefined && !pattern.test(queueName),
    value: queueName,
    allowed: `1 to ${most} letters, digits, - and _${isFifo ? ', followed by .fifo' : ''}`,
    action: isFifo ? 'End the name with .fifo' : 'Rename the queue; .fifo belongs to QueueOrdering.fifo()',
  };
}
