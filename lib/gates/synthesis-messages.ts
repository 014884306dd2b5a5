import type { StageEvent } from './stage-clock';

/** What to synthesize, and where to. Can be sent to another thread. */
export interface SynthesisRequest {
  /** File of the module that builds the app. */
  readonly appModule: string;
  readonly outdir: string;
  readonly context: Record<string, unknown>;
}

/** One thing that is wrong with the input of a construct. */
export interface InputProblem {
  /** Construct path, or the name of the value object. */
  readonly where: string;
  readonly code: string;
  readonly property: string;
  /** The offending value, as JSON. */
  readonly value: string;
  readonly allowed: string;
  readonly action: string;
}

/** How a synthesis ended: with an assembly, because of bad input, or because the app broke down. */
export type SynthesisOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'bad-input'; readonly problems: InputProblem[] }
  | { readonly kind: 'failure'; readonly message: string; readonly stage?: string; readonly trace?: string };

/** What the thread that synthesizes tells the one that shows it. */
export type SynthesisMessage = StageEvent | { readonly kind: 'outcome'; readonly outcome: SynthesisOutcome };
