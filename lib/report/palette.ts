/** How a report marks its words. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** For files, pipes and whoever asked for no colour. */
export const PLAIN: Palette = { bold: asIs, dim: asIs, good: asIs, bad: asIs };

/** For terminals. */
export const COLOURED: Palette = { bold: sgr(1, 22), dim: sgr(2, 22), good: sgr(32, 39), bad: sgr(31, 39) };

function asIs(text: string): string {
  return text;
}

function sgr(on: number, off: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
}
