import type { StageEvent } from '../gates/stage-clock';
import type { Output } from './console';
import { finished, type Progress } from './progress';

/** A line for each stage that is over. */
export class ProgressLines implements Progress {
  constructor(private readonly output: Output) {}

  public show(event: StageEvent): void {
    if (event.kind === 'end') this.print(`${finished(event)}\n`);
  }

  public print(text: string): void {
    this.output.write(text);
  }

  public stop(): void {
    // Lines stay.
  }
}
