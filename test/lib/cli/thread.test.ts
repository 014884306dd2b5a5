import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

// The program as it is shipped: a bundle that starts the synthesis in a thread of its own, from a file beside it.
const ROOT = join(__dirname, '../../..');
const PACKAGE = mkdtempSync(join(tmpdir(), 'nines-package-'));

beforeAll(() => {
  copyFileSync(join(ROOT, 'package.json'), join(PACKAGE, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(PACKAGE, 'node_modules'));
  compile('bin/nines.ts', 'dist/bin/nines.js', 'bundle');
  compile('lib/gates/synthesis-worker.ts', 'dist/lib/gates/synthesis-worker.js', 'external');
  compile('test/lib/cli/fixture-app.ts', 'dist/bin/platform.js', 'external');
});

test('synthesizes the platform of its package when no other app is named', () => {
  const { status, stdout, stderr } = nines('synth', '--output', 'out');
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^load .*\nconstruct .*\n/) });
  expect(stdout).toMatch(/^2 regions, 3 stacks +3 /m);
  expect(readdirSync(join(PACKAGE, 'out'))).toContain('summary.json');
});

test('fails on bad input with 2 across the threads', () => {
  const { status, stdout, stderr } = nines('synth', '-c', 'scenario=bad-input');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('  TooLoud  name is "A"\n    allowed: lower case\n    Whisper.\n');
  expect(existsSync(join(PACKAGE, 'cdk.out'))).toBe(false);
});

test('starts without loading the CDK', () => {
  const { status, stdout } = nines('--version');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(inputsOf('bin/nines.ts').filter((input) => /aws-cdk-lib|cdk-nag|constructs/.test(input))).toEqual([]);
});

function nines(...args: string[]) {
  const program = join(PACKAGE, 'dist/bin/nines.js');
  return spawnSync(process.execPath, [program, ...args], {
    cwd: PACKAGE,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: '' },
  });
}

function compile(entry: string, outfile: string, packages: 'bundle' | 'external'): void {
  buildSync({ ...OPTIONS, entryPoints: [entry], outfile: join(PACKAGE, outfile), packages });
}

function inputsOf(entry: string): string[] {
  const { metafile } = buildSync({ ...OPTIONS, entryPoints: [entry], outdir: PACKAGE, write: false, metafile: true });
  return Object.keys(metafile.inputs);
}

const OPTIONS = { absWorkingDir: ROOT, bundle: true, platform: 'node', target: 'node20' } as const;
