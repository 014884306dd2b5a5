import { type DerivedMetric, type Formula, type Source, sourcesOf } from './configuration';

/** Values by the minute they belong to, in milliseconds. */
export type Series = ReadonlyMap<number, number>;

/** A value of a derived metric. */
export interface Datum {
  readonly metric: DerivedMetric;
  /** The minute in which all sources were measured, in milliseconds. */
  readonly time: number;
  readonly value: number;
}

/** What could be calculated, and what could not. */
export interface Derivation {
  readonly data: readonly Datum[];
  readonly missing: readonly DerivedMetric[];
}

/**
 * Calculates each metric for the newest minute that all of its sources have a value for. The datum carries that minute: a
 * second run over the same values publishes the same datum, and old values never pass for new ones. Without such a minute
 * there is no datum, because an invented one would scale or calm somebody.
 */
export function derive(metrics: readonly DerivedMetric[], seriesOf: (source: Source) => Series): Derivation {
  const results = metrics.map((metric) => ({ metric, datum: datumOf(metric, seriesOf) }));
  return {
    data: results.flatMap(({ datum }) => datum ?? []),
    missing: results.filter(({ datum }) => !datum).map(({ metric }) => metric),
  };
}

function datumOf(metric: DerivedMetric, seriesOf: (source: Source) => Series): Datum | undefined {
  const { formula } = metric;
  const all = sourcesOf(formula).map((source) => plausible(seriesOf(source)));
  const time = newestCommon(all);
  if (time === undefined) return undefined;
  const value = valueOf(
    formula,
    all.map((series) => series.get(time)!),
  );
  return Number.isFinite(value) ? { metric, time, value } : undefined;
}

/** Counts and lags are never below zero: RDS reports a lag of -1 when it does not know it. */
function plausible(series: Series): Series {
  return new Map([...series].filter(([, value]) => value >= 0));
}

function newestCommon([first, ...others]: readonly Series[]): number | undefined {
  const common = [...(first?.keys() ?? [])].filter((time) => others.every((series) => series.has(time)));
  return common.length > 0 ? Math.max(...common) : undefined;
}

/** Not a number where there is nothing to divide by. */
function valueOf(formula: Formula, values: readonly number[]): number {
  switch (formula.kind) {
    case 'perMember':
      // Nobody counts as one, so that a fleet of none can grow again.
      return values[0] / Math.max(values[1], 1);
    case 'lag': {
      const seconds = Math.max(...values) * formula.secondsPerUnit;
      return formula.objectiveSeconds === undefined ? seconds : (100 * seconds) / formula.objectiveSeconds;
    }
    case 'headroom': {
      const allowed = typeof formula.allowed === 'number' ? formula.allowed : values[1];
      return allowed > 0 ? 100 * Math.max(0, 1 - values[0] / allowed) : NaN;
    }
  }
}
