import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const LAW = join(ROOT, '.dependency-cruiser.cjs');

interface Rule {
  readonly name: string;
  readonly comment: string;
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

interface Breach {
  readonly file: string;
  readonly imports: string;
  readonly rule: string;
}

/** Imports that break the law: the file, what it imports, the rule that says no. */
const BROKEN: [file: string, imports: string, rule: string][] = [
  ['constructs/dns/circle-back.ts', './circle', 'no-circles'],
  ['lib/report/fixture.ts', '../../test/result', 'nothing-imports-tests'],
  ['constructs/dns/spinner.ts', 'ora', 'peers-only'],
  ['bin/shortcut.ts', '../constructs/network', 'bin-starts-only'],
  ['constructs/dns/platform.ts', '../../lib/platform', 'constructs-below-lib'],
  ['constructs/dns/neighbour.ts', '../network/secret', 'siblings-by-index'],
  ['constructs/core/word.ts', '../network', 'core-knows-nobody'],
  ['constructs/dns/dashboard.ts', 'cdk-monitoring-constructs', 'monitoring-late'],
  ['lib/platform/printed.ts', '../report', 'platform-below-tools'],
  ['lib/index.ts', './report', 'index-is-the-library'],
  ['lib/handlers/orders/heavy.ts', 'aws-cdk-lib', 'handlers-without-cdk'],
  ['lib/handlers/orders/tied.ts', '../payments/core', 'handlers-apart'],
  ['lib/analysis/heavy.ts', 'aws-cdk-lib', 'analysis-by-itself'],
  ['lib/analysis/disk.ts', 'node:fs', 'analysis-without-files'],
  ['lib/analysis/validator.ts', '../report', 'validator-stays-in-analysis'],
  ['lib/simulation/recorded.ts', 'node:fs/promises', 'simulation-by-itself'],
  ['lib/report/written.ts', 'node:fs', 'report-is-pure'],
  ['lib/gates/printed.ts', '../report', 'gates-below-cli'],
  ['lib/cli/slow.ts', 'aws-cdk-lib', 'cli-starts-fast'],
];

/** What the imports above and below point to. */
const TARGETS = [
  'constructs/network/index.ts',
  'constructs/network/secret.ts',
  'lib/handlers/payments/core.ts',
  'lib/platform/index.ts',
  'lib/report/index.ts',
  'test/result.ts',
];

describe('the layering law', () => {
  test('holds in this repository', () => {
    expect(breaches(ROOT)).toEqual([]);
  });

  test.each(law())('says why: $name', ({ comment }) => {
    expect(comment).toMatch(/^[A-Z].{30,}\.$/);
  });

  describe('in a tree that breaks it', () => {
    let found: Breach[];
    beforeAll(() => {
      const tree = brokenTree();
      found = breaches(tree);
      rmSync(tree, { recursive: true });
    });

    test.each(BROKEN)('%s must not import %s', (file, _imports, rule) => {
      expect(found).toContainEqual(expect.objectContaining({ file, rule }));
    });

    test('allows what the tools do: types and late imports', () => {
      expect(found.filter((breach) => breach.file === 'lib/cli/late.ts')).toEqual([]);
    });
  });

  test('has a broken import for every rule', () => {
    expect(new Set(BROKEN.map(([, , rule]) => rule))).toEqual(new Set(law().map((rule) => rule.name)));
  });
});

/** Breaches of the law in a tree. */
function breaches(tree: string): Breach[] {
  const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = ['bin', 'constructs', 'lib', 'test'];
  const run = spawnSync(process.execPath, [depcruise, ...folders, '--config', LAW, '--output-type', 'json'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!run.stdout) throw new Error(run.stderr);
  const { violations } = (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary;
  return violations.map(({ from, to, rule }) => ({ file: from, imports: to, rule: rule.name }));
}

function brokenTree(): string {
  const tree = mkdtempSync(join(tmpdir(), 'nines-law-'));
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  for (const file of TARGETS) write(tree, file, 'export const value = 1;');
  for (const [file, imports] of BROKEN) write(tree, file, `export * from '${imports}';`);
  write(tree, 'constructs/dns/circle.ts', `export * from './circle-back';`);
  write(
    tree,
    'lib/cli/late.ts',
    `import type { App } from 'aws-cdk-lib';\nexport const late = (app: App) => import('../platform');`,
  );
  return tree;
}

function write(tree: string, file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function law(): Rule[] {
  return (createRequire(__filename)(LAW) as { forbidden: Rule[] }).forbidden;
}
