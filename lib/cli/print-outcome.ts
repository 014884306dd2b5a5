import type { SynthesisOutcome } from '../gates/synthesis-messages';
import { problemList } from '../report/problem-list';
import { type Console, paletteFor } from './console';
import { ExitCode } from './exit-code';

/** Says why there is no assembly. */
export function printOutcome(outcome: Exclude<SynthesisOutcome, { kind: 'done' }>, { stderr, env }: Console): ExitCode {
  const palette = paletteFor(stderr, env);
  if (outcome.kind === 'bad-input') {
    stderr.write(`\n${problemList(outcome.problems, palette)}`);
  } else {
    const during = outcome.stage === undefined ? '' : ` (during: ${outcome.stage})`;
    stderr.write(`\n${palette.bad('error')}: ${outcome.message}${during}\nNothing was written.\n`);
    if (outcome.trace !== undefined) stderr.write(`${palette.dim(outcome.trace)}\n`);
  }
  return ExitCode.BAD_INPUT;
}
