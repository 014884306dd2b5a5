/** Work to be done: one step, parts one after the other, or parts at the same time. */
export interface Work {
  readonly kind: 'step' | 'sequence' | 'parallel';
  /** Name of a step. */
  readonly name?: string;
  /** Duration of a step. */
  readonly seconds?: number;
  /** Parts of a sequence or of parallel work. */
  readonly parts?: Work[];
}

/** A step on the critical path. */
export interface PathStep {
  readonly name: string;
  readonly seconds: number;
  /** Seconds from the failure to the end of this step. */
  readonly cumulative: number;
}

/** What passes before the first step and after the last one. */
export interface PathMargins {
  /** From the failure to the start of the plan. */
  readonly detectionSeconds: number;
  /** From the changed answer to the last resolver that has it. */
  readonly dnsTtlSeconds: number;
}

const DETECTION = '(detection)';
const DNS_TTL = '(DNS answers expire)';

export function step(name: string, seconds: number): Work {
  return { kind: 'step', name, seconds };
}

export function sequence(parts: Work[]): Work {
  return { kind: 'sequence', parts };
}

export function parallel(parts: Work[]): Work {
  return { kind: 'parallel', parts };
}

/** How long the work takes when every step takes as long as it may. */
export function lengthOf(work: Work): number {
  return total(longestPath(work));
}

/** The steps that decide how long a recovery takes, in their order. Of parallel work it is the longest part. */
export function criticalPath(work: Work, margins: PathMargins): PathStep[] {
  const { detectionSeconds, dnsTtlSeconds } = margins;
  const steps = [...longestPath(work)];
  if (detectionSeconds > 0) steps.unshift({ name: DETECTION, seconds: detectionSeconds });
  if (dnsTtlSeconds > 0) steps.push({ name: DNS_TTL, seconds: dnsTtlSeconds });
  let cumulative = 0;
  return steps.map(({ name, seconds }) => ({ name, seconds, cumulative: (cumulative += seconds) }));
}

/** The path as a table of name, duration and time since the failure. */
export function pathTable(path: PathStep[]): string {
  const rows = path.map((entry) => [entry.name, minutes(entry.seconds), minutes(entry.cumulative)]);
  const table = [['step', 'timeout', 'cumulative'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  return table
    .map(([name, own, sum]) => `  ${name.padEnd(widths[0])}  ${own.padStart(widths[1])}  ${sum.padStart(widths[2])}`)
    .join('\n');
}

/** Seconds as minutes, with one digit behind the point where they are not whole. */
export function minutes(seconds: number): string {
  return `${Number((seconds / 60).toFixed(1))} min`;
}

interface TimedStep {
  readonly name: string;
  readonly seconds: number;
}

function longestPath({ kind, name = '', seconds = 0, parts = [] }: Work): TimedStep[] {
  if (kind === 'step') return [{ name, seconds }];
  const paths = parts.map(longestPath);
  if (kind === 'sequence') return paths.flat();
  return paths.reduce((longest, path) => (total(path) > total(longest) ? path : longest), []);
}

function total(path: TimedStep[]): number {
  return path.reduce((sum, { seconds }) => sum + seconds, 0);
}
