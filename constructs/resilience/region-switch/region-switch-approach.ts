import type { RecoveryStep } from './recovery-step';
import type { StepSpec } from './recovery-step-spec';

/** What one run of a plan does. */
export interface WorkflowSpec {
  readonly action: 'activate' | 'deactivate' | 'postRecovery';
  /** The region that is activated or deactivated; after recovery it is said when the workflow is started. */
  readonly region?: string;
  readonly steps: StepSpec[];
  /** Whether users wait for it, so that it counts against the recovery time objective. */
  readonly recovers: boolean;
}

/** One region serves, the other one waits. */
export interface ActivePassiveOptions {
  /** What makes the passive region the active one, in this order. */
  readonly activate: RecoveryStep[];
  /**
   * What makes the home region the active one again.
   * @default - the same steps: they name the resources of both regions, so failback is failover with the roles exchanged
   */
  readonly failback?: RecoveryStep[];
  /**
   * What is done after a recovery, when both regions answer again: make the old primary a replica, so that the way back
   * is open. Nobody waits for it, so it does not count against the recovery time objective.
   * @default - nothing
   */
  readonly postRecovery?: RecoveryStep[];
}

/** Both regions serve. */
export interface ActiveActiveOptions {
  /** What takes a region out of service: the recovery. */
  readonly deactivate: RecoveryStep[];
  /** What brings it back: the return, for which nobody waits. */
  readonly activate: RecoveryStep[];
}

/** How the two regions share the work, and what is done when one of them is lost. */
export class RecoveryApproach {
  /**
   * One region serves, the other one waits for `activate`.
   *
   * The whole way is: activate the passive region; when the impaired one is back, run the post-recovery workflow in it;
   * when it has caught up, activate it: the same plan with the roles exchanged.
   */
  public static activePassive(options: ActivePassiveOptions): RecoveryApproach {
    const { activate, failback = activate, postRecovery } = options;
    const after: WorkflowSpec[] = postRecovery
      ? [{ action: 'postRecovery', steps: specs(postRecovery), recovers: false }]
      : [];
    return new RecoveryApproach('activePassive', (home, away) => [
      { action: 'activate', region: away, steps: specs(activate), recovers: true },
      { action: 'activate', region: home, steps: specs(failback), recovers: true },
      ...after,
    ]);
  }

  /** Both regions serve; the impaired one is deactivated, and activated when it is back. */
  public static activeActive({ deactivate, activate }: ActiveActiveOptions): RecoveryApproach {
    return new RecoveryApproach('activeActive', (home, away) =>
      [home, away].flatMap((region): WorkflowSpec[] => [
        { action: 'deactivate', region, steps: specs(deactivate), recovers: true },
        { action: 'activate', region, steps: specs(activate), recovers: false },
      ]),
    );
  }

  private constructor(
    /** @internal */
    public readonly _name: string,
    /** @internal */
    public readonly _workflows: (home: string, away: string) => WorkflowSpec[],
  ) {}
}

function specs(steps: RecoveryStep[]): StepSpec[] {
  return steps.map(({ _spec }) => _spec);
}
