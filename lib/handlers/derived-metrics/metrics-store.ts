import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Datum, Series } from './derive';
import { batches, type Query, type Window } from './queries';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const QUERIES_PER_REQUEST = 500;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const DATA_PER_REQUEST = 1000;

/** What was read, by the id of the query, and what could not be. */
export interface Reading {
  readonly series: ReadonlyMap<string, Series>;
  readonly failures: readonly string[];
}

/** What was published, and what could not be. */
export interface Publication {
  readonly published: number;
  readonly failures: readonly string[];
}

/** Reads all queries. A request that fails takes only its own queries along. */
export async function readMetrics(client: CloudWatchClient, queries: readonly Query[], window: Window) {
  const series = new Map<string, Map<number, number>>();
  const failures: string[] = [];
  for (const batch of batches(queries, QUERIES_PER_REQUEST)) {
    try {
      for (const result of await readBatch(client, batch, window)) failures.push(...collect(series, result));
    } catch (error) {
      failures.push(`${batch.length} metrics could not be read: ${messageOf(error)}`);
    }
  }
  return { series, failures } satisfies Reading;
}

/** Publishes all data. A request that fails takes only its own data along. */
export async function publishMetrics(
  client: CloudWatchClient,
  namespace: string,
  data: readonly Datum[],
): Promise<Publication> {
  const failures: string[] = [];
  let published = 0;
  for (const batch of batches(data, DATA_PER_REQUEST)) {
    try {
      await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: batch.map(toMetricDatum) }));
      published += batch.length;
    } catch (error) {
      failures.push(`${batch.length} metrics could not be published: ${messageOf(error)}`);
    }
  }
  return { published, failures };
}

async function readBatch(client: CloudWatchClient, batch: readonly Query[], { start, end }: Window) {
  const input = { StartTime: start, EndTime: end, MetricDataQueries: batch.map(toMetricDataQuery) };
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  do {
    const page: GetMetricDataCommandOutput = await client.send(new GetMetricDataCommand({ ...input, NextToken }));
    results.push(...(page.MetricDataResults ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return results;
}

/** Adds the values of a result, which may continue an earlier one, and says what is wrong with it. */
function collect(series: Map<string, Map<number, number>>, result: MetricDataResult): string[] {
  const { Id = '', Timestamps = [], Values = [], StatusCode } = result;
  const values = series.get(Id) ?? new Map<number, number>();
  Timestamps.forEach((timestamp, index) => values.set(timestamp.getTime(), Values[index]));
  series.set(Id, values);
  const failed = StatusCode === 'InternalError' || StatusCode === 'Forbidden';
  return failed ? [`${result.Label ?? Id} could not be read: ${StatusCode}`] : [];
}

function toMetricDataQuery({ id, source }: Query): MetricDataQuery {
  const Metric = { Namespace: source.namespace, MetricName: source.name, Dimensions: toDimensions(source.dimensions) };
  return { Id: id, MetricStat: { Metric, Period: 60, Stat: source.statistic } };
}

function toMetricDatum({ metric, time, value }: Datum): MetricDatum {
  const { name, unit, dimensions } = metric;
  const Dimensions = toDimensions(dimensions);
  return { MetricName: name, Dimensions, Unit: unit, Value: value, Timestamp: new Date(time) };
}

function toDimensions(dimensions: Readonly<Record<string, string>>) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
