import type { ProbeStep } from './step';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What is wrong with an answer; nothing if it is what the step expects. Never cites the answer: it may be private. */
export function judge({ status, text, json }: ProbeStep, answer: Answer): string[] {
  const [lowest, highest] = status;
  const right = answer.status >= lowest && answer.status <= highest;
  const wanted = lowest === highest ? `${lowest}` : `${lowest} to ${highest}`;
  return [
    ...(right ? [] : [`status is ${answer.status}, not ${wanted}`]),
    ...(text === undefined || answer.body.includes(text) ? [] : [`does not contain '${text}'`]),
    ...(json === undefined ? [] : judgeJson(json, answer.body)),
  ];
}

function judgeJson(expected: { [path: string]: string }, body: string): string[] {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return ['is no JSON'];
  }
  const wrong = Object.entries(expected).filter(([path, value]) => textAt(document, path.split('.')) !== value);
  return wrong.map(([path, value]) => `${path} is not '${value}'`);
}

/** The value at a path as text; objects and lists as JSON. */
function textAt(value: unknown, path: string[]): string | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return typeof value === 'string' ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return undefined;
  return textAt((value as Record<string, unknown>)[first], rest);
}
