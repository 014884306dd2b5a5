import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { App } from 'aws-cdk-lib';
import cdk from '../../cdk.json';

/** Fills an app. */
export type Build = (app: App) => void;

/** How long one synthesis took, in milliseconds. */
export interface Timing {
  /** Making the construct tree. */
  readonly construct: number;
  /** `app.synth()`: resolving it and writing the assembly. */
  readonly synthesize: number;
  /** Both. */
  readonly total: number;
  /** Processor time of the process during both, which other processes of the machine disturb less. */
  readonly cpu: number;
}

/** Synthesizes an app and measures it. Garbage of what ran before is collected first, so that it is not charged here. */
export function timeSynthesis(build: Build): Timing {
  return inTemporaryDirectory((outdir) => {
    globalThis.gc?.();
    const cpu = process.cpuUsage();
    const [start, built, end] = synthesize(build, outdir);
    const { user, system } = process.cpuUsage(cpu);
    return { construct: built - start, synthesize: end - built, total: end - start, cpu: (user + system) / 1000 };
  });
}

/**
 * Synthesizes with the context of cdk.json and without any gate: no policy packs, and no schema validator, which the CDK
 * would add. So every case does nothing but construct and write. Creation stack traces are on, as they are by default.
 */
export function synthesize(build: Build, outdir: string): [start: number, built: number, end: number] {
  process.env.CDK_VALIDATION = 'false';
  const start = performance.now();
  const app = newApp(outdir);
  build(app);
  const built = performance.now();
  app.synth();
  return [start, built, performance.now()];
}

/** An app with the context of cdk.json, to which the CDK adds no resource of its own. */
export function newApp(outdir: string, context: Record<string, unknown> = {}): App {
  return new App({ outdir, postCliContext: { ...cdk.context, ...context }, analyticsReporting: false });
}

export function inTemporaryDirectory<T>(action: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'nines-bench-'));
  try {
    return action(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
