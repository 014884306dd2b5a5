/** A metric of CloudWatch that is read. */
export interface Source {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** Messages that wait for one member. */
export interface PerMember {
  readonly kind: 'perMember';
  readonly backlog: Source;
  readonly members: Source;
}

/** The largest lag of several copies: in seconds, or in percent of an objective. */
export interface Lag {
  readonly kind: 'lag';
  readonly lags: readonly Source[];
  /** How many seconds one unit of the sources is. */
  readonly secondsPerUnit: number;
  readonly objectiveSeconds?: number;
}

/** The share of connections that is still free, in percent. */
export interface Headroom {
  readonly kind: 'headroom';
  readonly used: Source;
  readonly allowed: Source | number;
}

export type Formula = PerMember | Lag | Headroom;

/** A metric that is published, and what it is made of. */
export interface DerivedMetric {
  readonly name: string;
  readonly unit: 'Count' | 'Percent' | 'Seconds';
  readonly dimensions: Readonly<Record<string, string>>;
  readonly formula: Formula;
}

/** What the schedule passes to the function. */
export interface ScheduledRun {
  /** The minute that the schedule meant, however late the function starts. */
  readonly time: string;
  readonly namespace: string;
  readonly metrics: readonly DerivedMetric[];
}

/** The event as a run; an event of another shape is a mistake that must be seen. */
export function readEvent(event: unknown): ScheduledRun {
  const { time, namespace, metrics } = (event ?? {}) as Partial<ScheduledRun>;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) throw new Error('The event has no time.');
  if (typeof namespace !== 'string' || namespace === '') throw new Error('The event has no namespace.');
  if (!Array.isArray(metrics)) throw new Error('The event has no metrics.');
  return { time, namespace, metrics };
}

/** The sources of a formula, in the order in which it takes their values. */
export function sourcesOf(formula: Formula): readonly Source[] {
  switch (formula.kind) {
    case 'perMember':
      return [formula.backlog, formula.members];
    case 'lag':
      return formula.lags;
    case 'headroom':
      return typeof formula.allowed === 'number' ? [formula.used] : [formula.used, formula.allowed];
  }
}
