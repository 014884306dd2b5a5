/** Whether the platform is watched, rehearsed and recovered by itself. */
export class Operations {
  /** Alarms, dashboards, probes, runbooks, experiments in every region, and the plan that leads from one to another. */
  public static full(): Operations {
    return new Operations(true);
  }

  /** None of it, for environments that come and go: nobody learns of a failure, and nobody knows the way out. */
  public static none(): Operations {
    return new Operations(false);
  }

  private constructor(
    /** Whether there are stacks for operations. */
    public readonly isFull: boolean,
  ) {}
}
