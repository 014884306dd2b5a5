import { PoolState } from 'aws-cdk-lib/aws-autoscaling';

/** How many members are prepared. */
export interface WarmPoolOptions {
  /**
   * The fewest members in the pool.
   * @default 0
   */
  readonly minimum?: number;
  /**
   * The most members that are running or prepared, together.
   * @default - the maximum of the fleet
   */
  readonly maximumPrepared?: number;
  /**
   * Whether members return to the pool when the fleet shrinks, instead of being terminated.
   * @default true
   */
  readonly reuse?: boolean;
}

/**
 * Members that have already booted and wait, for applications that take minutes to start. Not together with Spot.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
 */
export class WarmPool {
  /** No pool: a new member boots when it is needed. */
  public static none(): WarmPool {
    return new WarmPool();
  }

  /**
   * Stopped members: only their volumes are charged. They are stopped as soon as they run, even in the middle of their
   * user data, which therefore runs again at the next boot: what takes long belongs into the image.
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/warm-pool-instance-lifecycle.html
   */
  public static stopped(options: WarmPoolOptions = {}): WarmPool {
    return new WarmPool(PoolState.STOPPED, options);
  }

  /** Running members, which finish their user data: in service within seconds, and charged as if they were. */
  public static running(options: WarmPoolOptions = {}): WarmPool {
    return new WarmPool(PoolState.RUNNING, options);
  }

  private constructor(
    /** @internal */
    public readonly _state?: PoolState,
    /** @internal */
    public readonly _options: WarmPoolOptions = {},
  ) {}
}
