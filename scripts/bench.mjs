// Runs the benchmarks of test/bench: what they print on stdout is JSON alone, so everything else goes to stderr.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

process.chdir(join(import.meta.dirname, '..'));
const outfile = 'dist/bench/index.js';
buildSync({
  // What is loaded late is a file of its own beside the others.
  entryPoints: {
    index: 'test/bench/index.ts',
    'golden-services': 'constructs/observability/dashboards/golden-services.ts',
  },
  outdir: 'dist/bench',
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, ['--expose-gc', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
