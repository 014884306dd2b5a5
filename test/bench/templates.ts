import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../lib/gates/assembly';
import { type Build, inTemporaryDirectory, synthesize } from './synthesis';

/** A resource as it stands in a finished template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** A finished template. */
export interface Template {
  /** What the stack is for, without its region: Foundation, Data, App, Traffic, Edge, Ops or Oversight. */
  readonly group: string;
  readonly region: string;
  readonly bytes: number;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** The templates that an app is synthesized to. */
export function templatesOf(build: Build): Template[] {
  return inTemporaryDirectory((directory) => {
    synthesize(build, directory);
    return readAssembly(directory).stacks.map(({ path, region, template, counts }) => {
      const content = JSON.parse(readFileSync(join(directory, template), 'utf8')) as {
        Resources: Template['resources'];
      };
      return { group: groupOf(path), region, bytes: counts.templateBytes, resources: content.Resources };
    });
  });
}

/** `Platform/App-us-east-1` and `Bare/App` are both of the group App. */
function groupOf(path: string): string {
  return path.split('/')[1].split('-')[0];
}
