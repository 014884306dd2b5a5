import type { CoverageRow } from './coverage-rows';

const HEAD = ['Claim', 'Survives', 'Construct', 'Tested by'];

/** The table as Markdown. */
export function coverageMarkdown(rows: CoverageRow[]): string {
  const line = (cells: string[]) => `| ${cells.map(escape).join(' | ')} |`;
  const rule = `|${HEAD.map(() => '---').join('|')}|`;
  return [line(HEAD), rule, ...rows.map((row) => line(cellsOf(row)))].join('\n');
}

/** The table as text, in columns. */
export function coverageText(rows: CoverageRow[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const pad = (cells: string[]) => cells.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return lines.map((cells) => pad(cells).trimEnd()).join('\n');
}

function cellsOf(row: CoverageRow): string[] {
  return [row.claim, row.survives, row.construct, testOf(row)].map((cell) => cell.replace(/\s+/g, ' '));
}

function testOf({ testedBy, notTestedBecause }: CoverageRow): string {
  if (testedBy.length > 0) return testedBy.join(', ');
  return notTestedBecause ? `not tested: ${notTestedBecause}` : 'NOT TESTED';
}

function escape(cell: string): string {
  return cell.replace(/[\\|]/g, (character) => `\\${character}`);
}
