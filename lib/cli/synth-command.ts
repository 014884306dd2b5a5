import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../gates/assembly';
import { readFindings } from '../gates/findings';
import type { StageEvent, StageTiming } from '../gates/stage-clock';
import { summarize } from '../gates/summary';
import type { SynthesisOutcome } from '../gates/synthesis-messages';
import { untracedAcknowledgements } from '../gates/untraced-acknowledgements';
import { findingsList } from '../report/findings-list';
import { summaryTable } from '../report/summary-table';
import { type Console, paletteFor } from './console';
import { readContext } from './context';
import { ExitCode } from './exit-code';
import { openProgress } from './open-progress';
import { OutputDirectory } from './output-directory';
import { printOutcome } from './print-outcome';
import type { Synthesize } from './synthesis-thread';

/** What the command line asks of `nines synth`. */
export interface SynthOptions {
  readonly output: string;
  /** `key=value`, as often as wanted. */
  readonly context: string[];
  /** File of the module that builds the app. */
  readonly app: string;
}

/** Synthesizes an app with all gates on, and says what came of it. */
export class SynthCommand {
  private readonly timings: StageTiming[] = [];

  constructor(
    private readonly options: SynthOptions,
    private readonly console: Console,
    private readonly synthesize: Synthesize,
  ) {}

  public async run(signal: AbortSignal): Promise<ExitCode> {
    const context = readContext(this.console.directory, this.options.context);
    const output = new OutputDirectory(this.console.directory, this.options.output);
    try {
      const outdir = output.begin();
      const outcome = await this.watch(outdir, context, signal);
      if (signal.aborted) return ExitCode.INTERRUPTED;
      if (outcome.kind !== 'done') return printOutcome(outcome, this.console);
      return this.report(outdir, () => output.publish());
    } finally {
      output.discard();
    }
  }

  private async watch(
    outdir: string,
    context: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<SynthesisOutcome> {
    const progress = await openProgress(this.console);
    const stage = (event: StageEvent) => {
      if (event.kind === 'end') this.timings.push({ stage: event.stage, milliseconds: event.milliseconds });
      progress.show(event);
    };
    const print = (text: string) => progress.print(text);
    try {
      return await this.synthesize({ appModule: this.options.app, outdir, context }, { stage, print }, signal);
    } finally {
      progress.stop();
    }
  }

  private report(outdir: string, publish: () => void): ExitCode {
    const { stdout, stderr, env } = this.console;
    const assembly = readAssembly(outdir);
    const findings = [...readFindings(outdir), ...untracedAcknowledgements(assembly.metadata)];
    const summary = summarize(this.options.output, assembly, findings, this.timings);
    writeFileSync(join(outdir, 'summary.json'), `${JSON.stringify(summary, undefined, 2)}\n`);
    publish();
    const open = findingsList(summary, findings, paletteFor(stderr, env));
    if (open !== '') stderr.write(`\n${open}`);
    stdout.write(`\n${summaryTable(summary, paletteFor(stdout, env))}`);
    return summary.verdict === 'passed' ? ExitCode.OK : ExitCode.FINDINGS;
  }
}
