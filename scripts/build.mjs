// Builds what is published: jsii compiles everything to dist/, then the index becomes lazy and the programs are bundled.
// With --if-stale it does nothing when no source is newer than the last build. Everything it says goes to stderr.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { writeLazyIndex } from './lazy-exports.mjs';

const SOURCES = ['bin', 'constructs', 'lib', 'scripts', 'package.json', 'package-lock.json'];
const STAMP = 'dist/.built';

process.chdir(join(import.meta.dirname, '..'));
if (process.argv.includes('--if-stale') && isUpToDate()) process.exit(0);
await build();

async function build() {
  const started = new Date();
  // What a deleted source left behind would be published otherwise.
  rmSync('dist', { recursive: true, force: true });
  compile();
  writeLazyIndex('lib/index.ts', 'dist/lib/index.js');
  await bundle();
  writeFileSync(STAMP, '');
  // A source that changes while jsii runs is newer than this.
  utimesSync(STAMP, started, started);
}

function compile() {
  // jsii warns about Node 20, which this library still supports; the variable is the one its check offers.
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
  const jsii = ['node_modules/jsii/bin/jsii', '--generate-tsconfig', '.tsconfig.jsii.json'];
  try {
    execFileSync(process.execPath, jsii, { env, stdio: ['ignore', 2, 2] });
  } catch (error) {
    process.exit(error.status ?? 1);
  }
}

function isUpToDate() {
  const built = modified(STAMP);
  return SOURCES.every((source) => newest(source) <= built);
}

/** The newest change below a path; a folder's own time tells of deleted files. */
function newest(path) {
  const entries = statSync(path).isDirectory() ? readdirSync(path) : [];
  return Math.max(modified(path), ...entries.map((entry) => newest(join(path, entry))));
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
