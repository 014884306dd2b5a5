import Table, { type HorizontalAlignment } from 'cli-table3';

const NO_BORDER = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows of cells as lines with aligned columns; the first column to the left, all others to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map((row) => row.length));
  const colAligns: HorizontalAlignment[] = Array.from({ length: width }, (_, column) =>
    column === 0 ? 'left' : 'right',
  );
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const table = new Table({ chars: NO_BORDER, colAligns, style });
  rows.forEach((row) => table.push([...row, ...Array<string>(width - row.length).fill('')]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
