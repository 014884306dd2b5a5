/**
 * In which order a member is replaced: when it is unhealthy, reaches its age, or is rebalanced between zones.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
 */
export class MaintenancePolicy {
  /**
   * The new member is in service before the old one leaves, so capacity never falls.
   *
   * `maximumPercent` is how far the fleet may grow meanwhile: 101 to 200 percent of its size.
   */
  public static launchBeforeTerminate(maximumPercent: number = 110): MaintenancePolicy {
    return new MaintenancePolicy(100, maximumPercent);
  }

  /**
   * The old member leaves first: nothing is paid twice, and capacity falls to `minimumPercent` of the size meanwhile.
   * What falls is what you have no more of when a zone is lost at the same time.
   */
  public static terminateBeforeLaunch(minimumPercent: number = 90): MaintenancePolicy {
    return new MaintenancePolicy(minimumPercent, 100);
  }

  /** A range: 0 to 100, and 100 to 200 percent of the size, at most 100 apart. */
  public static between(minimumPercent: number, maximumPercent: number): MaintenancePolicy {
    return new MaintenancePolicy(minimumPercent, maximumPercent);
  }

  private constructor(
    /** Percent of the size that stays in service. */
    public readonly minimumPercent: number,
    /** Percent of the size that may exist. */
    public readonly maximumPercent: number,
  ) {}
}
