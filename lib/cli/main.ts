import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { InputError } from '../gates/synthesis-outcome';
import { resolveApp } from './app-path';
import { type Console, paletteFor } from './console';
import { ExitCode } from './exit-code';
import { SynthCommand } from './synth-command';
import type { Synthesize } from './synthesis-thread';

/** What a run of the command line needs beside its arguments. */
export interface Surroundings {
  readonly console: Console;
  /** Directory of this package. */
  readonly packageRoot: string;
  readonly synthesize: Synthesize;
  /** Aborted when the user gives up. */
  readonly signal: AbortSignal;
}

/** Runs the command that the arguments ask for. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code = ExitCode.OK;
  const program = buildProgram(surroundings, (result) => (code = result));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, surroundings.console);
  }
}

function buildProgram(surroundings: Surroundings, done: (code: ExitCode) => void): Command {
  const { stdout, stderr } = surroundings.console;
  const program = new Command('nines')
    .description('Checks AWS CDK apps that must stay up: offline, without an AWS account.')
    .version(version(surroundings.packageRoot), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .addHelpText('afterAll', EXIT_CODES);
  addSynth(program, surroundings, done);
  return program;
}

function addSynth(program: Command, surroundings: Surroundings, done: (code: ExitCode) => void): void {
  const { console, packageRoot, synthesize, signal } = surroundings;
  program
    .command('synth')
    .summary('synthesize, run all gates and sum up')
    .description(SYNTH)
    .option('-o, --output <directory>', 'where the assembly goes; what was there is replaced', 'cdk.out')
    .option('-c, --context <key=value>', 'context for the app, over that of cdk.json (repeatable)', append)
    .option('--app <module>', 'module that exports `build`: a path or a package (default: the reference platform)')
    .action(async ({ output, context = [], app }: { output: string; context?: string[]; app?: string }) => {
      const options = { output, context, app: resolveApp(app, console.directory, packageRoot) };
      done(await new SynthCommand(options, console, synthesize).run(signal));
    });
}

function append(value: string, values: string[] = []): string[] {
  return [...values, value];
}

function explain(error: unknown, { stderr, env }: Console): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.OK : ExitCode.BAD_INPUT;
  const text = error instanceof InputError ? error.message : ((error as Error).stack ?? String(error));
  stderr.write(`${paletteFor(stderr, env).bad('error')}: ${text}\n`);
  return ExitCode.BAD_INPUT;
}

function version(packageRoot: string): string {
  return (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

const SYNTH = [
  'Synthesizes an app, runs five policy packs (AwsSolutions, NIST 800-53 R5, HIPAA, PCI DSS 3.2.1, Serverless) and the',
  'CloudFormation schema validator, and sums up. Needs no credentials and no network.\n\nThe summary goes to stdout and',
  'to summary.json in the assembly; progress and whatever is open go to stderr.',
].join(' ');

const EXIT_CODES = `
Exit codes:
  0    everything is in order
  1    something is open (the assembly is written all the same): an unacknowledged
       finding, a schema error, a value that CloudFormation does not know (W3030),
       an unanswered look-up, a stack above 80 % of a CloudFormation limit
  2    bad input or usage, or the app broke down; nothing is written
  130  interrupted; nothing is written`;
