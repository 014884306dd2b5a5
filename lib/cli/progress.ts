import type { StageEvent, StageTiming } from '../gates/stage-clock';
import { seconds } from '../report/numbers';

/** Shows how far a command is. */
export interface Progress {
  show(event: StageEvent): void;
  /** Passes on what the work itself printed. */
  print(text: string): void;
  /** Clears what was only meant for the time of waiting. */
  stop(): void;
}

/** What stands for a stage that is over. */
export function finished({ stage, milliseconds }: StageTiming): string {
  return `${stage.padEnd(36)} ${seconds(milliseconds).padStart(7)}`;
}
