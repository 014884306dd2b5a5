import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { main } from '../../../lib/cli/main';
import type { Synthesize } from '../../../lib/cli/synthesis-thread';
import { synthesizeWithGates } from '../../../lib/gates/gated-synthesis';
import { StageClock } from '../../../lib/gates/stage-clock';
import type { Summary } from '../../../lib/gates/summary';

const ROOT = join(__dirname, '../../..');
const APP = join(__dirname, 'fixture-app.ts');

/** What a run of the command line left behind. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in this process and this thread, in a directory of its own. */
export class CommandLine {
  public readonly directory = mkdtempSync(join(tmpdir(), 'nines-cli-'));

  public async run(args: string[], signal = new AbortController().signal): Promise<Run> {
    const stdout = new Memory();
    const stderr = new Memory();
    const console = { stdout, stderr, env: {}, directory: this.directory };
    const code = await main(args, { console, packageRoot: ROOT, synthesize: inThisThread, signal });
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  /** `nines synth` of the fixture app. */
  public synth(scenario: string, signal?: AbortSignal): Promise<Run> {
    return this.run(['synth', '--app', APP, '-c', `scenario=${scenario}`], signal);
  }

  public get files(): string[] {
    return readdirSync(this.directory);
  }

  public summary(): Summary {
    return JSON.parse(this.read('cdk.out/summary.json')) as Summary;
  }

  public read(file: string): string {
    return readFileSync(join(this.directory, file), 'utf8');
  }
}

export const inThisThread: Synthesize = (request, listener) =>
  Promise.resolve(synthesizeWithGates(request, new StageClock((event) => listener.stage(event))));

class Memory extends Writable {
  public text = '';

  public override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
