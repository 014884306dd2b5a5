import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputDirectory } from '../../../lib/cli/output-directory';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'nines-output-'))));

test('a published draft takes the place of the earlier assembly as a whole', () => {
  place('out/cdk.out');
  place('out/Old.template.json');
  const output = new OutputDirectory(directory, 'out');
  writeFileSync(join(output.begin(), 'New.template.json'), '');
  expect(readdirSync(join(directory, 'out'))).toEqual(['Old.template.json', 'cdk.out']);
  output.publish();
  output.discard();
  expect(readdirSync(join(directory, 'out'))).toEqual(['New.template.json']);
  expect(readdirSync(directory)).toEqual(['out']);
});

test('a discarded draft leaves no trace', () => {
  const output = new OutputDirectory(directory, 'out');
  writeFileSync(join(output.begin(), 'New.template.json'), '');
  output.discard();
  expect(readdirSync(directory)).toEqual([]);
});

test('directories on the way are made', () => {
  const output = new OutputDirectory(directory, 'build/stage/out');
  output.begin();
  output.publish();
  expect(readdirSync(join(directory, 'build/stage'))).toEqual(['out']);
});

test.each(['cdk.out', 'empty', 'new', 'assembly'])('%s may be replaced', (name) => {
  place('cdk.out/anything');
  place('assembly/cdk.out');
  mkdirSync(join(directory, 'empty'));
  expect(() => new OutputDirectory(directory, name)).not.toThrow();
});

test.each(['.', 'src', 'file'])('fails on %s, which holds something else', (name) => {
  place('src/index.ts');
  place('file');
  expect(() => new OutputDirectory(directory, name)).toThrow('is in the way: it holds files but no assembly');
});

function place(file: string): void {
  mkdirSync(join(directory, file, '..'), { recursive: true });
  writeFileSync(join(directory, file), '');
}
