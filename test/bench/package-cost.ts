import { resolve } from 'node:path';
import { jsonFrom } from './child-process';

/** Milliseconds that loading takes. */
export interface ImportTimes {
  /** `require('aws-cdk-lib')`. */
  readonly cdk: number;
  /** `require('cdk-nines')` after that. */
  readonly package: number;
  /** Touching everything that the package exports, after that: it loads its parts when they are used. */
  readonly everything: number;
}

const PROBE = `
  const { performance } = require('node:perf_hooks');
  const start = performance.now();
  require('aws-cdk-lib');
  const cdk = performance.now();
  const nines = require(process.argv[1]);
  const loaded = performance.now();
  Object.values(nines);
  const end = performance.now();
  console.log(JSON.stringify({ cdk: cdk - start, package: loaded - cdk, everything: end - loaded }));
`;

/** Loads the built package in a fresh process. */
export function importTimes(): ImportTimes {
  return jsonFrom(process.execPath, ['-e', PROBE, resolve('.')]);
}

/** What would be uploaded, in bytes. */
export interface Tarball {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

/** What would be published, without building it again. */
export function tarball(): Tarball {
  return jsonFrom<Tarball[]>('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])[0];
}
