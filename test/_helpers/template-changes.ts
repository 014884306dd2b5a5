import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Synthesis } from './synthesis';

/** What a deployment would do to one resource; impacts as `cdk diff` calls them, for example `WILL_REPLACE`. */
export interface Change {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly impact: string;
}

/** What a deployment of the second app would do to the first. */
export function changes(from: Synthesis, to: Synthesis): Change[] {
  const old = new Map(templates(from));
  const pairs = templates(to).map(([stack, after]) => ({ stack, before: old.get(stack) ?? {}, after }));
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
export function templates({ app, directory }: Synthesis): [string, Record<string, unknown>][] {
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as Record<string, unknown>;
  return app.synth().stacks.map(({ stackName, templateFile }) => [stackName, read(templateFile)]);
}
