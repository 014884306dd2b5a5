import { type Page, type StepOptions, synthetics } from '@aws/synthetics-playwright';
import { browse, LazyBrowser } from './browse';
import { judge } from './judge';
import { send } from './send';
import { type ProbeStep, readSteps } from './step';

const SCREENSHOTS_OF_FAILURES: StepOptions = { continueOnStepFailure: false, screenshotOnStepFailure: true };
const NO_SCREENSHOTS: StepOptions = {
  continueOnStepFailure: false,
  screenshotOnStepStart: false,
  screenshotOnStepSuccess: false,
  screenshotOnStepFailure: false,
};

/** A run: all steps one after the other, also after one that failed, because each has its own metrics. */
export async function handler(): Promise<void> {
  const steps = readSteps(process.env.STEPS);
  const browser = new LazyBrowser();
  const failures: string[] = [];
  try {
    for (const step of steps) {
      const page = step.kind === 'page' ? await browser.page() : undefined;
      failures.push(...(await run(step, page)));
    }
  } finally {
    await browser.close();
  }
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** Lets the runtime time and report a step. What failed is returned, whether or not the runtime throws it again. */
async function run(step: ProbeStep, page?: Page): Promise<string[]> {
  const failures: string[] = [];
  const attempt = async () => {
    try {
      await probe(step, page);
    } catch (error) {
      failures.push(`${step.name}: ${String(error)}`);
      throw error;
    }
  };
  try {
    await synthetics.executeStep(step.name, attempt, page ? SCREENSHOTS_OF_FAILURES : NO_SCREENSHOTS, page);
  } catch (error) {
    if (failures.length === 0) failures.push(`${step.name}: ${String(error)}`);
  }
  return failures;
}

async function probe(step: ProbeStep, page?: Page): Promise<void> {
  const wrong = judge(step, page ? await browse(page, step) : await send(step));
  if (wrong.length > 0) throw new Error(wrong.join(', '));
}
