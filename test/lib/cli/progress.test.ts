import { PassThrough } from 'node:stream';
import { isInteractive, type Output, paletteFor } from '../../../lib/cli/console';
import { openProgress } from '../../../lib/cli/open-progress';
import { COLOURED, PLAIN } from '../../../lib/report/palette';

const terminal: Output = Object.assign(new PassThrough(), { isTTY: true });
const pipe: Output = new PassThrough();

test.each([
  { name: 'a terminal', output: terminal, env: {}, palette: COLOURED, interactive: true },
  { name: 'a pipe', output: pipe, env: {}, palette: PLAIN, interactive: false },
  { name: 'NO_COLOR', output: terminal, env: { NO_COLOR: '1' }, palette: PLAIN, interactive: true },
  { name: 'an empty NO_COLOR', output: terminal, env: { NO_COLOR: '' }, palette: COLOURED, interactive: true },
  { name: 'CI', output: terminal, env: { CI: 'true' }, palette: COLOURED, interactive: false },
  { name: 'a dumb terminal', output: terminal, env: { TERM: 'dumb' }, palette: PLAIN, interactive: false },
])('$name decides on colour and movement', ({ output, env, palette, interactive }) => {
  expect(paletteFor(output, env)).toBe(palette);
  expect(isInteractive(output, env)).toBe(interactive);
});

test('without a terminal there is one plain line for each stage that is over', async () => {
  const stderr = new PassThrough();
  const progress = await openProgress({ stdout: pipe, stderr, env: {}, directory: '.' });
  progress.show({ kind: 'begin', stage: 'construct' });
  progress.print('said by the app\n');
  progress.show({ kind: 'end', stage: 'construct', milliseconds: 1234 });
  progress.stop();
  expect(String(stderr.read())).toBe(`said by the app\n${'construct'.padEnd(36)}   1.2 s\n`);
});
