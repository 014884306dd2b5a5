import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ReplicatedCache } from '../../cache';
import type { KeyValueTable } from '../../data';
import type { WorkQueue } from '../../messaging';
import { family, MINUTE, type MetricOf, regionOf } from './signal-metric';
import type { Panel } from './signal-panel';
import { alarmsIn, type SignalSpec } from './signal-spec';

const { AVERAGE, MAXIMUM, SUM } = cloudwatch.Stats;

/**
 * A cache, by the nodes that there happen to be. Drawn here because others know single nodes only.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
 */
export function cacheSpec(cache: ReplicatedCache, name = cache.node.id): SignalSpec {
  const nodes = nodesOf(cache);
  const busy = [cache.metricMemory(), cache.metricPrimaryProcessor()];
  return {
    name,
    place: regionOf(cache),
    panels: [
      { title: 'Cache hit rate', unit: 'percent', max: 100, left: [cache.metricHitRate()] },
      {
        title: 'Latency',
        unit: 'microseconds',
        left: [
          nodes('AVG', 'SuccessfulReadRequestLatency', AVERAGE, 'reads'),
          nodes('AVG', 'SuccessfulWriteRequestLatency', AVERAGE, 'writes'),
        ],
      },
      {
        title: 'Traffic',
        unit: 'reads a minute',
        left: [nodes('SUM', 'CacheHits', SUM, 'found'), nodes('SUM', 'CacheMisses', SUM, 'not found')],
      },
      { title: 'Memory and CPU', unit: 'percent', max: 100, left: busy },
      {
        title: 'Connections and evictions',
        unit: 'connections',
        left: [nodes('SUM', 'CurrConnections', AVERAGE, 'connections')],
        rightUnit: 'keys a minute',
        right: [nodes('SUM', 'Evictions', SUM, 'evictions')],
      },
      {
        title: 'Replication lag',
        unit: 'seconds',
        left: [
          nodes('MAX', 'ReplicationLag', MAXIMUM, 'in the region'),
          ...(cache.mode._global
            ? [nodes('MAX', 'GlobalDatastoreReplicationLag', MAXIMUM, 'behind the primary region')]
            : []),
        ],
      },
    ],
    alarms: alarmsIn(cache),
  };
}

type NodesMetric = (merge: string, metricName: string, statistic: string, label: string) => cloudwatch.IMetric;

function nodesOf(cache: ReplicatedCache): NodesMetric {
  return (merge, metricName, statistic, label) => {
    const expression = `${merge}(${search(cache, metricName, statistic)})`;
    return new cloudwatch.MathExpression({ expression, usingMetrics: {}, period: MINUTE, label });
  };
}

/** Ids of nodes begin with that of the cache. In quotes it would have to be the whole id, and nothing were found. */
function search({ cacheName }: ReplicatedCache, metricName: string, statistic: string): string {
  const nodes = `{AWS/ElastiCache,CacheClusterId} MetricName="${metricName}" AND ${cacheName}`;
  return `SEARCH('${nodes}', '${statistic}', ${MINUTE.toSeconds()})`;
}

/** A queue and what was put aside. */
export function queueSpec(queue: WorkQueue, name = queue.node.id): SignalSpec {
  const region = regionOf(queue);
  const metric = family('AWS/SQS', { QueueName: queue.queue.queueName }, region);
  const aside = family('AWS/SQS', { QueueName: queue.deadLetter.queueName }, region);
  const depth = 'ApproximateNumberOfMessagesVisible';
  return {
    name,
    place: region,
    panels: [],
    covered: { queue },
    summary: [
      {
        title: 'Age of the oldest message',
        unit: 'seconds',
        left: [metric('ApproximateAgeOfOldestMessage', MAXIMUM, 'age')],
      },
      {
        title: 'Depth',
        unit: 'messages',
        left: [metric(depth, MAXIMUM, 'waiting'), aside(depth, MAXIMUM, 'put aside')],
      },
      {
        title: 'Traffic',
        unit: 'messages a minute',
        left: [metric('NumberOfMessagesSent', SUM, 'sent'), metric('NumberOfMessagesDeleted', SUM, 'done')],
      },
    ],
    alarms: alarmsIn(queue),
  };
}

/** A table as one of its regions sees it. */
export function tableSpec(table: KeyValueTable, name = table.node.id, region = regionOf(table)): SignalSpec {
  const metric = family('AWS/DynamoDB', { TableName: table.tableName }, region);
  const summary = tablePanels(metric);
  const lag = lagPanels(table, region);
  const shared = { name, place: region, alarms: region === regionOf(table) ? alarmsIn(table) : [] };
  // The construct knows its own region only: elsewhere nobody but the name can be asked.
  if (region !== regionOf(table)) return { ...shared, panels: [...summary, ...lag] };
  return { ...shared, panels: lag, covered: { table }, summary };
}

function tablePanels(metric: MetricOf): Panel[] {
  return [
    {
      title: 'Traffic',
      unit: 'units a minute',
      left: [metric('ConsumedReadCapacityUnits', SUM, 'read'), metric('ConsumedWriteCapacityUnits', SUM, 'written')],
    },
    {
      title: 'Errors',
      unit: 'events a minute',
      left: [
        metric('ReadThrottleEvents', SUM, 'throttled reads'),
        metric('WriteThrottleEvents', SUM, 'throttled writes'),
      ],
    },
  ];
}

/** How far the other regions are behind this one. */
function lagPanels({ regions, tableName }: KeyValueTable, region?: string): Panel[] {
  const others = regions.filter((other) => other !== region);
  const to = (other: string) =>
    family('AWS/DynamoDB', { TableName: tableName, ReceivingRegion: other }, region)(
      'ReplicationLatency',
      AVERAGE,
      other,
    );
  return others.length === 0 ? [] : [{ title: 'Replication lag', unit: 'ms', left: others.map(to) }];
}
