import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { InputError } from '../gates/synthesis-outcome';

/** The file of the module that builds the app: by path, else by package name, seen from the working directory. */
export function resolveApp(app: string | undefined, directory: string, packageRoot: string): string {
  const names = app === undefined ? [join(packageRoot, 'dist', 'bin', 'platform')] : [resolve(directory, app), app];
  const { resolve: locate } = createRequire(join(directory, 'cdk.json'));
  for (const name of names) {
    try {
      return locate(name);
    } catch {
      // The next name may be found.
    }
  }
  throw new InputError(`no module ${app ?? names[0]}; build it first, or name another one with --app`);
}
