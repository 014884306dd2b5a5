// Bundles programs with esbuild, so that users of the package need neither esbuild nor Docker: the command line, and the
// code that runs in AWS (lib/handlers/<name>/index.ts for Lambda, edge.ts for CloudFront, canary.ts for Synthetics). Sizes
// go to stderr.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const HANDLERS = 'lib/handlers';

const COMMON = { absWorkingDir: ROOT, bundle: true, metafile: true, logLevel: 'warning', charset: 'utf8' };

/** What loads the CDK stays out of the command line: it is compiled in dist/, and most commands never need it. */
const COMPILED = /^(constructs|lib\/(platform|blueprints|gates|index)|lib$)(\/|$)/;

/** What the CloudFront runtime 2.0 does not list: esbuild rewrites it, or fails where it cannot. */
const NOT_AT_THE_EDGE = [
  'array-spread',
  'class',
  'default-argument',
  'destructuring',
  'for-of',
  'generator',
  'logical-assignment',
  'nullish-coalescing',
  'object-extensions',
  'object-rest-spread',
  'optional-chain',
];

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const EDGE_BYTES = 10 * 1024;

export async function bundle() {
  const bundles = [await bundleCommandLine(), ...(await bundleHandlers())];
  bundles.forEach(report);
}

export function bundleHandlers() {
  const [lambdas, edges, canaries] = ['index.ts', 'edge.ts', 'canary.ts'].map(handlersWith);
  return Promise.all([bundleLambdas(lambdas), ...edges.map(bundleEdge), ...canaries.map(bundleCanary)]);
}

async function bundleCommandLine() {
  const outfile = 'dist/bin/nines.js';
  const external = ['aws-cdk', 'aws-cdk-lib', 'cdk-monitoring-constructs', 'cdk-nag', 'constructs'];
  const options = { platform: 'node', target: 'node20', format: 'cjs', external, plugins: [leaveCompiled] };
  const result = await build({ ...COMMON, ...options, entryPoints: ['bin/nines.ts'], outfile });
  chmodSync(join(ROOT, outfile), 0o755);
  return result;
}

const leaveCompiled = {
  name: 'leave-compiled',
  setup(plugin) {
    plugin.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const module = relative(ROOT, join(resolveDir, path));
      return COMPILED.test(module) ? { path: `../${module}`, external: true } : undefined;
    });
  },
};

/** Lambda brings the AWS SDK; everything else is in the bundle. */
function bundleLambdas(entryPoints) {
  const options = { platform: 'node', target: 'node22', format: 'cjs', external: ['@aws-sdk/*', '@smithy/*'] };
  const places = { outbase: HANDLERS, outdir: 'dist/handlers' };
  return build({ ...COMMON, ...options, ...places, entryPoints, minifySyntax: true, minifyWhitespace: true });
}

/** A CloudFront function is one script with a global `handler`: a module without its export, names kept. */
async function bundleEdge(source) {
  const supported = Object.fromEntries(NOT_AT_THE_EDGE.map((feature) => [feature, false]));
  const options = {
    platform: 'neutral',
    target: 'es2020',
    format: 'esm',
    supported,
    external: ['cloudfront', 'crypto'],
  };
  const outfile = source.replace(HANDLERS, 'dist/handlers').replace(/\.ts$/, '.js');
  const result = await build({ ...COMMON, ...options, entryPoints: [source], outfile, write: false });
  const script = result.outputFiles[0].text.replace(/export \{[^}]*\};\s*$/, '');
  if (!/^(async )?function handler\(/m.test(script)) throw new Error(`${source}: no function handler`);
  if (Buffer.byteLength(script) > EDGE_BYTES) throw new Error(`${source}: over ${EDGE_BYTES} bytes`);
  mkdirSync(dirname(join(ROOT, outfile)), { recursive: true });
  writeFileSync(join(ROOT, outfile), script);
  return result;
}

/**
 * A canary's folder is what is uploaded: a module with the handler at its root, and the settings of the runtime beside it.
 * The runtime brings its own library.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Synthetics_WritingCanary_Nodejs_Playwright.html
 */
async function bundleCanary(source) {
  const options = { platform: 'node', target: 'node22', format: 'esm', external: ['@aws/synthetics-playwright'] };
  const folder = dirname(source).replace(HANDLERS, 'dist/handlers');
  const result = await build({ ...COMMON, ...options, entryPoints: [source], outfile: `${folder}/index.mjs` });
  copyFileSync(join(ROOT, dirname(source), 'synthetics.json'), join(ROOT, folder, 'synthetics.json'));
  return result;
}

function handlersWith(file) {
  const folder = join(ROOT, HANDLERS);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name !== 'shared' && existsSync(join(folder, name, file)));
  return names.sort().map((name) => `${HANDLERS}/${name}/${file}`);
}

function report({ metafile }) {
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    console.error(`${(bytes / 1024).toFixed(1).padStart(8)} kB  ${file}`);
  }
}
