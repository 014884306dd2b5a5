import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Batches that CloudFormation replaces. */
export interface RollingOptions {
  /**
   * Members that are replaced at a time.
   * @default 1
   */
  readonly batchSize?: number;
  /**
   * Members that stay in service meanwhile: less than the maximum.
   * @default - the minimum of the fleet, but less than its maximum
   */
  readonly minimumInService?: number;
  /**
   * How long a batch may take: at most an hour.
   * @default - 5 minutes
   */
  readonly pause?: Duration;
  /**
   * Whether each member must report its start. The end of the user data then does so by itself; the image needs
   * `cfn-signal`, which Amazon Linux brings. A member that fails stops the update and rolls it back.
   * @default false
   */
  readonly signals?: boolean;
}

/** A refresh that EC2 Auto Scaling runs. */
export interface RefreshOptions {
  /**
   * Alarms that stop the refresh and roll the update back, at most ten.
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarm[];
  /**
   * How long alarms are still watched after the last member: at most two days.
   * @default - not at all
   */
  readonly bakeTime?: Duration;
  /**
   * Percentages of replaced members at which the refresh waits: ascending, ending with 100.
   * @default - none
   */
  readonly checkpoints?: number[];
  /**
   * How long it waits at a checkpoint: at most two days.
   * @default - an hour
   */
  readonly checkpointDelay?: Duration;
}

type Kind = 'rolling' | 'refresh' | 'manual';

/**
 * How running members get a new image, type or user data.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export class Rollout {
  /**
   * EC2 Auto Scaling replaces the members within the fleet's maintenance policy, those in a warm pool too. A member
   * counts as replaced when it is healthy (also to the load balancer) and warmed up.
   */
  public static instanceRefresh(options: RefreshOptions = {}): Rollout {
    return new Rollout('refresh', {}, options);
  }

  /**
   * CloudFormation replaces the members in batches, and can wait until each reports its start. Scaling rests meanwhile.
   * Members in a warm pool are not replaced.
   */
  public static rolling(options: RollingOptions = {}): Rollout {
    return new Rollout('rolling', options, {});
  }

  /** Nothing is replaced: only members that start later have what is new. */
  public static manual(): Rollout {
    return new Rollout('manual', {}, {});
  }

  private constructor(
    /** @internal */
    public readonly _kind: Kind,
    /** @internal */
    public readonly _rolling: RollingOptions,
    /** @internal */
    public readonly _refresh: RefreshOptions,
  ) {}

  /** @internal */
  public _updatePolicy(minimum: number, maximum: number): autoscaling.UpdatePolicy | undefined {
    if (this._kind === 'manual') return undefined;
    return this._kind === 'rolling' ? this.batches(minimum, maximum) : this.refresh();
  }

  /** @internal */
  public get _signals(): autoscaling.Signals | undefined {
    return this._rolling.signals ? autoscaling.Signals.waitForMinCapacity({ timeout: this.pause }) : undefined;
  }

  private get pause(): Duration {
    return this._rolling.pause ?? Duration.minutes(5);
  }

  private batches(minimum: number, maximum: number): autoscaling.UpdatePolicy {
    const { batchSize, minimumInService, signals } = this._rolling;
    return autoscaling.UpdatePolicy.rollingUpdate({
      maxBatchSize: batchSize ?? 1,
      minInstancesInService: minimumInService ?? Math.min(minimum, maximum - 1),
      pauseTime: this.pause,
      waitOnResourceSignals: signals ?? false,
    });
  }

  private refresh(): autoscaling.UpdatePolicy {
    const { alarms, bakeTime, checkpoints, checkpointDelay } = this._refresh;
    return autoscaling.UpdatePolicy.instanceRefresh({
      strategy: autoscaling.InstanceRefreshStrategy.ROLLING,
      alarms,
      bakeTime,
      checkpointPercentages: checkpoints,
      checkpointDelay,
    });
  }
}
