import type { Duration } from 'aws-cdk-lib';

/** What people are told, and how long they have. */
export interface ManualApprovalOptions {
  /**
   * What to look at before saying yes, at most 1,000 characters.
   * @default - no text
   */
  readonly instructions?: string;
  /**
   * How long the pipeline waits before it takes silence for a no: 5 minutes to 60 days.
   * @default - 7 days
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
   */
  readonly within?: Duration;
}

/** Who lets a wave begin. */
export class WaveApproval {
  /** Nobody: it begins when the wave before it has passed. */
  public static none(): WaveApproval {
    return new WaveApproval();
  }

  /** A person, before the alarms are looked at. */
  public static manual(options: ManualApprovalOptions = {}): WaveApproval {
    return new WaveApproval(options);
  }

  private constructor(
    /** @internal */
    public readonly _manual?: ManualApprovalOptions,
  ) {}
}
