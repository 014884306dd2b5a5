import { join } from 'node:path';
import { ExitCode } from './exit-code';
import { main } from './main';
import { inThread } from './synthesis-thread';

/** Runs the command line in this process. */
export async function run(packageRoot: string): Promise<void> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => giveUp(abort));
  const { stdout, stderr, env } = process;
  process.exitCode = await main(process.argv.slice(2), {
    console: { stdout, stderr, env, directory: process.cwd() },
    packageRoot,
    synthesize: inThread(join(packageRoot, 'dist', 'lib', 'gates', 'synthesis-worker.js')),
    signal: abort.signal,
  });
}

// Whoever asks a second time does not want to wait for things to be cleaned up.
function giveUp(abort: AbortController): void {
  if (abort.signal.aborted) process.exit(ExitCode.INTERRUPTED);
  abort.abort();
}
