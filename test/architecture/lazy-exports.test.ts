import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as eager from '../../lib/index';

type Module = Record<string, unknown>;

const ROOT = join(__dirname, '../..');

/** What the build writes in place of the compiled lib/index.ts. */
const text = lazyIndex();

describe('the lazy index', () => {
  test('exports exactly what the sources export', () => {
    expect(Object.keys(load(text).exports).sort()).toEqual(valuesOf(eager));
  });

  test('leads every name to its value', () => {
    const { exports } = load(text);
    expect(valuesOf(eager).filter((name) => exports[name] !== (eager as Module)[name])).toEqual([]);
  });

  test('loads nothing until a name is used, and then one module', () => {
    const { exports, loaded } = load(text);
    expect(loaded).toEqual([]);
    expect(exports.RegionSet).toBeDefined();
    expect(loaded).toEqual(['../constructs/core/region-set']);
  });

  test('names its exports where Node looks for them when an ES module imports the package', () => {
    const names = /0 && \(module\.exports = \{ (.*) \}\);/.exec(text)?.[1];
    expect(names?.split(', ')).toEqual(valuesOf(eager));
  });
});

function lazyIndex(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nines-lazy-'));
  const target = join(directory, 'index.js');
  const run = spawnSync(process.execPath, ['scripts/lazy-exports.mjs', 'lib/index.ts', target], { cwd: ROOT });
  if (run.status !== 0) throw new Error(String(run.stderr));
  const written = readFileSync(target, 'utf8');
  rmSync(directory, { recursive: true });
  return written;
}

/** Runs an index as if it stood in lib/, and notes what it loads. */
function load(index: string): { exports: Module; loaded: string[] } {
  const exports: Module = {};
  const loaded: string[] = [];
  const requireFromLib = (path: string): unknown => {
    loaded.push(path);
    return jest.requireActual(join(ROOT, 'lib', path));
  };
  compileFunction(index, ['exports', 'require', 'module'])(exports, requireFromLib, { exports });
  return { exports, loaded };
}

/** Names with a value at run time: a file that is compiled alone also lists the types that it passes on. */
function valuesOf(module: Module): string[] {
  return Object.keys(module)
    .filter((name) => module[name] !== undefined)
    .sort();
}
