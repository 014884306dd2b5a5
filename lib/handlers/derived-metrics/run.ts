import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { readEvent } from './configuration';
import { derive, type Series } from './derive';
import { publishMetrics, readMetrics } from './metrics-store';
import { keyOf, queriesFor, windowBefore } from './queries';

/** What became of a run. */
export interface Report {
  readonly published: number;
  /** Metrics some of whose sources have no value: they have no datum of this run. */
  readonly missing: readonly string[];
  /** What went wrong, one sentence each. What could be published nevertheless was. */
  readonly failures: readonly string[];
}

const NOTHING: Series = new Map();

/** One run: reads, calculates, publishes. Nothing is kept between runs. */
export async function run(client: CloudWatchClient, event: unknown): Promise<Report> {
  const { time, namespace, metrics } = readEvent(event);
  const queries = queriesFor(metrics);
  const reading = await readMetrics(client, queries, windowBefore(time));
  const ids = new Map(queries.map(({ id, source }) => [keyOf(source), id]));
  const { data, missing } = derive(metrics, (source) => reading.series.get(ids.get(keyOf(source))!) ?? NOTHING);
  const { published, failures } = await publishMetrics(client, namespace, data);
  return {
    published,
    missing: missing.map(({ name, dimensions }) => `${name} of ${Object.values(dimensions).join(', ')}`),
    failures: [...reading.failures, ...failures],
  };
}
