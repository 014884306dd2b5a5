import { type DerivedMetric, type Source, sourcesOf } from './configuration';

const MINUTE = 60_000;

/** Metrics of AWS arrive up to some minutes late. What is older than this is not what is now. */
const LOOK_BACK = 5 * MINUTE;

/** One source under the id that a request knows it by. */
export interface Query {
  readonly id: string;
  readonly source: Source;
}

/** Whole minutes, the end excluded. */
export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** Every source once, however many metrics are made of it. */
export function queriesFor(metrics: readonly DerivedMetric[]): Query[] {
  const sources = metrics.flatMap(({ formula }) => sourcesOf(formula));
  const unique = new Map(sources.map((source) => [keyOf(source), source]));
  return [...unique.values()].map((source, index) => ({ id: `q${index}`, source }));
}

/** The same for sources that are the same metric. */
export function keyOf({ namespace, name, dimensions, statistic }: Source): string {
  const pairs = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, statistic, pairs]);
}

/** The minutes that are complete at a point in time. */
export function windowBefore(time: string): Window {
  const end = Math.floor(Date.parse(time) / MINUTE) * MINUTE;
  return { start: new Date(end - LOOK_BACK), end: new Date(end) };
}

/** Splits a list into parts that a request takes. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
