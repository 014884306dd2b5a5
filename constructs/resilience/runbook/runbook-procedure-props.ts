import type { RunbookStep } from './runbook-step';

/** What whoever starts a run states. */
export interface RunbookParameter {
  /** Name, by which steps refer to it: `{{Name}}`. */
  readonly name: string;
  /** What is to be stated. */
  readonly description: string;
  /**
   * What it is when nothing is stated.
   * @default - it has to be stated
   */
  readonly defaultValue?: string;
  /**
   * Texts that are accepted.
   * @default - every text
   */
  readonly allowedValues?: string[];
  /**
   * Regular expression of the texts that are accepted.
   * @default - every text
   */
  readonly allowedPattern?: string;
}

/** What a runbook does. */
export interface RunbookProcedureProps {
  /** What it is for, and what is left to do afterwards. */
  readonly description: string;
  /**
   * What whoever starts a run states, beside `DryRun`.
   * @default - nothing
   */
  readonly parameters?: RunbookParameter[];
  /** Steps that change nothing and stop the run while nothing has been changed. A dry run runs them too. */
  readonly preconditions: RunbookStep[];
  /** What is done once all preconditions hold. */
  readonly steps: RunbookStep[];
  /**
   * Outputs of steps that are outputs of the run, as `Step.Output`.
   * @default - none
   */
  readonly outputs?: string[];
}
