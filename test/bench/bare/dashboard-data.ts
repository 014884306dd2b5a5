import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { graph, percent, type Section } from './dashboard';
import type { DataStack } from './data-stack';
import { databaseMetrics, family, math, MINUTE } from './ops-metrics';

const { AVERAGE, MAXIMUM, MINIMUM, SUM } = cloudwatch.Stats;
const OPERATIONS = ['GetItem', 'BatchGetItem', 'Scan', 'Query', 'GetRecords', 'PutItem', 'DeleteItem', 'UpdateItem'];

/** What one looks at in the data. */
export function dataSections(data: DataStack): Section[] {
  return [databaseSection(data), cacheSection(data), sessionsSection(data)];
}

function databaseSection({ writer, replicas, proxy }: DataStack): Section {
  const instances = [writer, ...replicas].map(({ node, instanceIdentifier }) => ({
    name: node.id,
    metrics: databaseMetrics(instanceIdentifier),
  }));
  const each = (metric: string, statistic = AVERAGE, suffix = '') =>
    instances.map(({ name, metrics }) => metrics(metric, statistic, `${name}${suffix}`));
  const both = (metric: string) => [
    ...each(`Read${metric}`, AVERAGE, ', reads'),
    ...each(`Write${metric}`, AVERAGE, ', writes'),
  ];
  const pool = family('AWS/RDS', { ProxyName: proxy.dbProxyName });
  const memory = graph('Free memory (left) and storage (right)', 'bytes of memory', ...each('FreeableMemory', MINIMUM));
  return {
    title: 'Database',
    graphs: [
      graph('Latency', 'seconds', ...both('Latency')),
      graph('Traffic', 'operations a second', ...both('IOPS')),
      percent('CPU', ...each('CPUUtilization')),
      graph('Connections', 'connections', ...each('DatabaseConnections', MAXIMUM)),
      { ...memory, right: ['bytes of storage', ...each('FreeStorageSpace', MINIMUM)] },
      graph('Queue of the disk', 'operations', ...each('DiskQueueDepth')),
      graph('Replication lag', 'seconds', ...each('ReplicaLag', MAXIMUM).slice(1)),
      graph(
        'Connections of the proxy',
        'connections',
        pool('ClientConnections', SUM, 'of clients'),
        pool('DatabaseConnections', SUM, 'to the database'),
        pool('DatabaseConnectionsCurrentlySessionPinned', SUM, 'pinned to a client'),
      ),
      graph('Waiting for a connection', 'microseconds', pool('DatabaseConnectionsBorrowLatency', AVERAGE, 'wait')),
    ],
  };
}

/** Nodes come and go, so they are searched for. */
function cacheSection({ cache }: DataStack): Section {
  const found = (name: string, statistic: string) =>
    `SEARCH('{AWS/ElastiCache,CacheClusterId} MetricName="${name}" AND ${cache.ref}', '${statistic}', 60)`;
  const nodes = (combine: string, name: string, statistic: string, label: string) =>
    math(`${combine}(${found(name, statistic)})`, {}, label);
  const [hits, misses] = ['CacheHits', 'CacheMisses'].map((name) => `SUM(${found(name, SUM)})`);
  const primary = family('AWS/ElastiCache', { ReplicationGroupId: cache.ref, Role: 'Primary' });
  const group = family('AWS/ElastiCache', { ReplicationGroupId: cache.ref });
  const connections = graph('Connections and evictions', 'connections', nodes('SUM', 'CurrConnections', SUM, 'open'));
  return {
    title: 'Cache',
    graphs: [
      percent('Cache hit rate', math(`100 * ${hits} / (${hits} + ${misses})`, {}, 'Hit rate (%)')),
      graph(
        'Latency',
        'microseconds',
        nodes('AVG', 'SuccessfulReadRequestLatency', AVERAGE, 'reads'),
        nodes('AVG', 'SuccessfulWriteRequestLatency', AVERAGE, 'writes'),
      ),
      graph(
        'Traffic',
        'reads a minute',
        nodes('SUM', 'CacheHits', SUM, 'found'),
        nodes('SUM', 'CacheMisses', SUM, 'not found'),
      ),
      percent(
        'Memory and CPU',
        group('DatabaseMemoryUsageCountedForEvictPercentage', AVERAGE),
        primary('EngineCPUUtilization', AVERAGE),
      ),
      { ...connections, right: ['keys a minute', nodes('SUM', 'Evictions', SUM, 'evictions')] },
      graph('Replication lag', 'seconds', nodes('MAX', 'ReplicationLag', MAXIMUM, 'in the region')),
    ],
  };
}

function sessionsSection({ sessions }: DataStack): Section {
  const TableName = sessions.tableName;
  const table = family('AWS/DynamoDB', { TableName });
  const used = (label: string, name: string) => math('used / PERIOD(used)', { used: table(name, SUM) }, label);
  const filled = (label: string, name: string, id: string) =>
    math(`FILL(${id}, 0)`, { [id]: table(name, SUM, label) }, label);
  const failures = Object.fromEntries(
    OPERATIONS.map((Operation) => {
      const of = family('AWS/DynamoDB', { TableName, Operation });
      return [`failed${Operation}`, of('SystemErrors', SUM)] as const;
    }),
  );
  const search = `SEARCH('{AWS/DynamoDB,TableName,Operation} TableName="${TableName}" SuccessfulRequestLatency', '${AVERAGE}', ${MINUTE.toSeconds()})`;
  return {
    title: 'Sessions',
    graphs: [
      graph('Units read', 'units a second', used('consumed', 'ConsumedReadCapacityUnits')),
      graph('Units written', 'units a second', used('consumed', 'ConsumedWriteCapacityUnits')),
      graph('Latency (average)', 'ms', math(search, {}, ' ')),
      graph(
        'Throttles',
        'events a minute',
        filled('reads', 'ReadThrottleEvents', 'readThrottles'),
        filled('writes', 'WriteThrottleEvents', 'writeThrottles'),
      ),
      graph(
        'Errors',
        'errors a minute',
        table('UserErrors', SUM, 'errors of users'),
        math(Object.keys(failures).join(' + '), failures, 'errors of the system'),
      ),
    ],
  };
}
