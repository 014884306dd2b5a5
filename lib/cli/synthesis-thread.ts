import { Worker } from 'node:worker_threads';
import type { StageEvent } from '../gates/stage-clock';
import type { SynthesisMessage, SynthesisOutcome, SynthesisRequest } from '../gates/synthesis-messages';
import { toOutcome } from '../gates/synthesis-outcome';

/** Who hears what while a synthesis runs. */
export interface SynthesisListener {
  stage(event: StageEvent): void;
  /** What the app itself printed. */
  print(text: string): void;
}

/** Runs a synthesis to its end. */
export type Synthesize = (
  request: SynthesisRequest,
  listener: SynthesisListener,
  signal: AbortSignal,
) => Promise<SynthesisOutcome>;

/** A synthesis in a thread of its own, so that this one stays free to show its progress. */
export function inThread(workerFile: string): Synthesize {
  return (request, listener, signal) =>
    new Promise((resolve) => {
      const worker = new Worker(workerFile, { workerData: request, stdout: true, stderr: true });
      let outcome: SynthesisOutcome = { kind: 'failure', message: 'the synthesis ended without a result' };
      worker.stdout.on('data', (chunk) => listener.print(String(chunk)));
      worker.stderr.on('data', (chunk) => listener.print(String(chunk)));
      worker.on('message', (message: SynthesisMessage) => {
        if (message.kind === 'outcome') outcome = message.outcome;
        else listener.stage(message);
      });
      worker.on('error', (error: Error) => {
        outcome = toOutcome(error);
      });
      worker.on('exit', () => resolve(outcome));
      signal.addEventListener('abort', () => void worker.terminate(), { once: true });
    });
}
