/** What a step asks and what it has to get. The construct writes it as JSON into the environment of the canary. */
export interface ProbeStep {
  /** Name of the step, as its metrics and its report call it. */
  readonly name: string;
  /** A page is loaded by a browser, with all that belongs to it. */
  readonly kind: 'request' | 'page';
  readonly url: string;
  /** How long the answer may take, in milliseconds. */
  readonly timeLimit: number;
  /** Lowest and highest status that is right. */
  readonly status: [number, number];
  /** Text that the answer has to contain. */
  readonly text?: string;
  readonly method?: string;
  /** Name that the server is asked for, if it is not the host of the address. */
  readonly serverName?: string;
  readonly headers?: { [name: string]: string };
  readonly body?: string;
  /** Values of the answer by their dotted path, as text. */
  readonly json?: { [path: string]: string };
  /** What has to be visible on the page. */
  readonly selector?: string;
}

/** The steps in the environment. A canary without steps would succeed for ever, so that is an error. */
export function readSteps(text: string | undefined): ProbeStep[] {
  const steps: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(steps) || steps.length === 0) throw new Error('STEPS is no list of steps');
  return steps.map(readStep);
}

function readStep(step: Partial<ProbeStep> | null): ProbeStep {
  const { name, kind, url, timeLimit, status } = step ?? {};
  const named = typeof name === 'string' && typeof url === 'string' && (kind === 'request' || kind === 'page');
  if (!named || typeof timeLimit !== 'number' || !Array.isArray(status) || status.length !== 2) {
    throw new Error(`STEPS has something that is no step: ${JSON.stringify(step)}`);
  }
  return step as ProbeStep;
}
