import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../gates/synthesis-outcome';

/**
 * The directory of an assembly, which changes as a whole or not at all: the assembly is made in a directory beside it and
 * takes its place when it is complete. So nothing of an earlier run is left over, and a synthesis that breaks off leaves
 * the earlier assembly as it was.
 */
export class OutputDirectory {
  public readonly path: string;
  private draft?: string;

  constructor(workingDirectory: string, path: string) {
    this.path = resolve(workingDirectory, path);
    if (!mayBeReplaced(this.path)) {
      throw new InputError(
        `${path} is in the way: it holds files but no assembly. Empty it or choose another --output`,
      );
    }
  }

  /** An empty directory to make the assembly in. */
  public begin(): string {
    this.draft = join(dirname(this.path), `.${basename(this.path)}-${process.pid}`);
    rmSync(this.draft, { recursive: true, force: true });
    mkdirSync(this.draft, { recursive: true });
    return this.draft;
  }

  /** Puts what was made in the place of what was there. */
  public publish(): void {
    if (this.draft === undefined) return;
    rmSync(this.path, { recursive: true, force: true });
    renameSync(this.draft, this.path);
    this.draft = undefined;
  }

  /** Removes what was made, unless it was published. */
  public discard(): void {
    if (this.draft !== undefined) rmSync(this.draft, { recursive: true, force: true });
    this.draft = undefined;
  }
}

// The command deletes what it replaces, so that `--output .` must not pass.
function mayBeReplaced(path: string): boolean {
  if (!existsSync(path)) return true;
  const entries = directoryEntries(path);
  return entries !== undefined && (entries.length === 0 || entries.includes('cdk.out') || basename(path) === 'cdk.out');
}

function directoryEntries(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}
