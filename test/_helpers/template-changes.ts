import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

/** What a deployment would do to one resource; impacts as `cdk diff` calls them, for example `WILL_REPLACE`. */
export interface Change {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly impact: string;
}

/** What a deployment of the second app would do to the first. */
export function changes(from: App, to: App): Change[] {
  return changesTo(from, templates(to));
}

/** What a deployment of templates would do to an app. */
export function changesTo(from: App, next: [string, object][]): Change[] {
  const old = new Map(templates(from));
  const pairs = next.map(([stack, after]) => ({ stack, before: old.get(stack) ?? {}, after }));
  const program = join(__dirname, 'resource-changes.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    input: JSON.stringify(pairs),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Change[];
}

/** Templates by stack name. */
export function templates(app: App): [string, Record<string, unknown>][] {
  const read = (file: string) => JSON.parse(readFileSync(join(app.outdir, file), 'utf8')) as Record<string, unknown>;
  return app.synth().stacks.map(({ stackName, templateFile }) => [stackName, read(templateFile)]);
}
