import type { InstanceType } from 'aws-cdk-lib/aws-ec2';

/** Several instance types, in the order of preference. */
export interface MixedInstancesOptions {
  /** Types of about the same size and of one architecture: when the first cannot be had, the next is taken. */
  readonly types: InstanceType[];
  /**
   * Members that are always on-demand, before the percentage applies.
   * @default 0
   */
  readonly onDemandBase?: number;
  /**
   * Share of on-demand among the members above the base, in percent; the rest is Spot, which can be reclaimed with two
   * minutes' notice.
   * @default 100
   */
  readonly onDemandPercent?: number;
}

/**
 * What a fleet is made of.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html
 */
export class InstanceChoice {
  /** One type, on-demand. */
  public static single(instanceType: InstanceType): InstanceChoice {
    return new InstanceChoice({ types: [instanceType] }, false);
  }

  /** Several types, so that a zone that runs out of one still gets members; and Spot, if you say so. */
  public static mixed(options: MixedInstancesOptions): InstanceChoice {
    return new InstanceChoice(options, true);
  }

  private constructor(
    /** @internal */
    public readonly _options: MixedInstancesOptions,
    /** @internal */
    public readonly _isMixed: boolean,
  ) {}

  /** @internal */
  public get _usesSpot(): boolean {
    return (this._options.onDemandPercent ?? 100) < 100;
  }
}
