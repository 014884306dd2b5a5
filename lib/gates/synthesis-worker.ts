import { parentPort, workerData } from 'node:worker_threads';
import { StageClock } from './stage-clock';
import type { SynthesisMessage, SynthesisRequest } from './synthesis-messages';
import { toOutcome } from './synthesis-outcome';

// Entry of the thread that synthesizes: synthesis is synchronous and would freeze the progress of the thread it runs in.
const send = (message: SynthesisMessage) => parentPort?.postMessage(message);

async function synthesize(): Promise<void> {
  const clock = new StageClock(send);
  clock.begin('load');
  try {
    const { synthesizeWithGates } = await import('./gated-synthesis.js');
    send({ kind: 'outcome', outcome: synthesizeWithGates(workerData as SynthesisRequest, clock) });
  } catch (error) {
    send({ kind: 'outcome', outcome: toOutcome(error, clock.stage) });
  }
}

void synthesize();
