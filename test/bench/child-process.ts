import { spawnSync } from 'node:child_process';

/** What a program prints on standard output, as JSON. It inherits standard error. */
export function jsonFrom<T>(command: string, args: readonly string[]): T {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}`);
  return JSON.parse(stdout) as T;
}
