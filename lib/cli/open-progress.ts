import { type Console, isInteractive, paletteFor } from './console';
import type { Progress } from './progress';
import { ProgressLines } from './progress-lines';
import { ProgressSpinner } from './progress-spinner';

/** A spinner where somebody watches, plain lines elsewhere; both on stderr, so that results can be piped. */
export async function openProgress({ stderr, env }: Console): Promise<Progress> {
  if (!isInteractive(stderr, env)) return new ProgressLines(stderr);
  return ProgressSpinner.open(stderr, paletteFor(stderr, env));
}
