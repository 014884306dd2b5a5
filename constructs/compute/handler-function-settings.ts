import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type Check, validate } from '../core/errors';

/** Execution environments that are started before anybody asks for them. */
export interface ProvisionedCapacity {
  /** The fewest: 1 or more. What a burst finds ready. */
  readonly minimum: number;
  /**
   * The most: at most the reserved concurrency.
   * @default - the minimum: it does not scale
   */
  readonly maximum?: number;
  /**
   * The share of them that may be busy before more are started, in percent: 10 to 90.
   * @default 70
   */
  readonly targetPercent?: number;
}

/** How an execution environment starts. */
export class Startup {
  /** The code is loaded and initialized for each one. */
  public static normal(): Startup {
    return new Startup(false);
  }

  /**
   * It is restored from a snapshot of the initialized one (SnapStart). Not for Node.js; what has to be unique or fresh
   * (random seeds, connections, tokens) must be made after the restore.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
   */
  public static snapshot(): Startup {
    return new Startup(true);
  }

  private constructor(/** @internal */ public readonly _isSnapshot: boolean) {}
}

/** What stops a release. */
export interface FunctionRolloutOptions {
  /**
   * Alarms that stop the release and take it back, at most ten.
   * @default - one of its own: more than 5 percent of the invocations fail, or half of a first step below 10 percent
   */
  readonly alarms?: cloudwatch.IAlarm[];
}

/** A release in equal steps. */
export interface LinearRolloutOptions extends FunctionRolloutOptions {
  /** Share that is moved in each step, in percent: 1 to 50. */
  readonly percent: number;
  /** Time between two steps: at least a minute, and at most two days until all is moved. */
  readonly every: Duration;
}

/** A release in two steps. */
export interface CanaryRolloutOptions extends FunctionRolloutOptions {
  /** Share that gets the new version first, in percent: 1 to 99. */
  readonly percent: number;
  /** How long it is watched before the rest follows: 1 minute to 2 days. */
  readonly watch: Duration;
}

/** How invocations move, and what is watched meanwhile. */
interface RolloutPlan extends FunctionRolloutOptions {
  readonly kind: 'allAtOnce' | 'linear' | 'canary';
  readonly percent?: number;
  readonly interval?: Duration;
}

/** @see https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const MOST_MINUTES = 2880;
const MOST_ALARMS = 10;

/**
 * How invocations of the alias `live` move to a new version.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export class FunctionRollout {
  /** All together, if no alarm is on. */
  public static allAtOnce(options: FunctionRolloutOptions = {}): FunctionRollout {
    validate('FunctionRollout.allAtOnce', [alarmsCheck(options)]);
    return new FunctionRollout({ kind: 'allAtOnce', ...options });
  }

  /** The same share again and again. */
  public static linear(options: LinearRolloutOptions): FunctionRollout {
    const { percent, every, alarms } = options;
    const steps = Math.ceil(100 / percent);
    validate('FunctionRollout.linear', [...stepChecks('every', percent, 50, every, steps), alarmsCheck(options)]);
    return new FunctionRollout({ kind: 'linear', percent, interval: every, alarms });
  }

  /** A small share, and then the rest. */
  public static canary(options: CanaryRolloutOptions): FunctionRollout {
    const { percent, watch, alarms } = options;
    validate('FunctionRollout.canary', [...stepChecks('watch', percent, 99, watch, 1), alarmsCheck(options)]);
    return new FunctionRollout({ kind: 'canary', percent, interval: watch, alarms });
  }

  private constructor(/** @internal */ public readonly _plan: RolloutPlan) {}
}

function stepChecks(property: string, percent: number, most: number, interval: Duration, steps: number): Check[] {
  const minutes = interval.toMinutes({ integral: false });
  return [
    {
      code: 'RolloutShareOutOfRange',
      property: 'percent',
      when: !(Number.isInteger(percent) && percent >= 1 && percent <= most),
      value: percent,
      allowed: `a whole number from 1 to ${most}`,
      action: 'State the share of invocations that may meet a bad release',
    },
    {
      code: 'RolloutTimeOutOfRange',
      property,
      when: !Number.isInteger(minutes) || minutes < 1 || minutes * steps > MOST_MINUTES,
      value: interval.toString(),
      allowed: 'whole minutes, at least one, and at most two days for the whole release',
      action: 'State how long it takes until a mistake shows',
    },
  ];
}

function alarmsCheck({ alarms = [] }: FunctionRolloutOptions): Check {
  return {
    code: 'TooManyRolloutAlarms',
    property: 'alarms',
    when: alarms.length > MOST_ALARMS,
    value: alarms.length,
    allowed: `at most ${MOST_ALARMS}`,
    action: 'Combine alarms in a composite alarm',
  };
}
