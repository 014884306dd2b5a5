import type { Ora } from 'ora';
import type { StageEvent } from '../gates/stage-clock';
import type { Output } from './console';
import { COLOURED, type Palette } from '../report/palette';
import { finished, type Progress } from './progress';

/** A spinner on the stage that is under way, above it a line for each stage that is over. */
export class ProgressSpinner implements Progress {
  public static async open(output: Output, palette: Palette): Promise<ProgressSpinner> {
    const { default: ora } = await import('ora');
    const stream = output as NodeJS.WriteStream;
    const color = palette === COLOURED ? 'cyan' : false;
    return new ProgressSpinner(ora({ stream, color, isEnabled: true, discardStdin: false }), output, palette);
  }

  private constructor(
    private readonly spinner: Ora,
    private readonly output: Output,
    private readonly palette: Palette,
  ) {}

  public show(event: StageEvent): void {
    if (event.kind === 'begin') this.spinner.start(event.stage);
    else this.spinner.stopAndPersist({ symbol: this.palette.good('✔'), text: finished(event) });
  }

  public print(text: string): void {
    const wasSpinning = this.spinner.isSpinning;
    this.spinner.stop();
    this.output.write(text);
    if (wasSpinning) this.spinner.start();
  }

  public stop(): void {
    this.spinner.stop();
  }
}
