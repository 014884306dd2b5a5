import type { Writable } from 'node:stream';
import { COLOURED, type Palette, PLAIN } from '../report/palette';

/** A stream that may lead to a terminal. */
export type Output = Writable & { readonly isTTY?: boolean };

/** What a command may touch of the process that it runs in. */
export interface Console {
  /** Results. */
  readonly stdout: Output;
  /** Errors and progress. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}

/** Colours where there is a terminal and nobody asked for none. See https://no-color.org */
export function paletteFor(output: Output, env: Console['env']): Palette {
  return output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN;
}

/** Whether lines may be drawn over: in a terminal that somebody looks at. */
export function isInteractive(output: Output, env: Console['env']): boolean {
  return output.isTTY === true && !env.CI && env.TERM !== 'dumb';
}
