import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { RelationalDatabase } from '../../data';
import { family, type MetricOf, regionOf } from './signal-metric';
import type { Panel } from './signal-panel';
import { alarmsIn, type SignalSpec } from './signal-spec';

const { AVERAGE, MAXIMUM, MINIMUM, SUM } = cloudwatch.Stats;

/**
 * A database. Drawn here and not by others: those put bytes, percent and milliseconds on one axis, and know neither lag nor
 * proxy nor which metrics PostgreSQL lacks.
 */
export function databaseSpec(database: RelationalDatabase, name = database.node.id): SignalSpec {
  const { cluster } = database;
  return {
    name,
    place: regionOf(database),
    panels: [...(cluster ? clusterPanels(database, cluster) : instancePanels(database)), ...proxyPanels(database)],
    alarms: alarmsIn(database),
  };
}

/** An instance by the name under which people know it. */
interface Member {
  readonly label: string;
  readonly metric: MetricOf;
}

function instancePanels(database: RelationalDatabase): Panel[] {
  const { instance, replicas } = database;
  const region = regionOf(database);
  const members = [...(instance ? [instance] : []), ...replicas].map((each) => member(each, region));
  const each = (metricName: string, statistic: string, what = '') =>
    members.map(({ label, metric }) => metric(metricName, statistic, `${label}${what}`));
  const copies = database.secret ? members.slice(1) : members;
  return [
    {
      title: 'Latency',
      unit: 'seconds',
      left: [...each('ReadLatency', AVERAGE, ', reads'), ...each('WriteLatency', AVERAGE, ', writes')],
    },
    {
      title: 'Traffic',
      unit: 'operations a second',
      left: [...each('ReadIOPS', AVERAGE, ', reads'), ...each('WriteIOPS', AVERAGE, ', writes')],
    },
    { title: 'CPU', unit: 'percent', max: 100, left: each('CPUUtilization', AVERAGE) },
    { title: 'Connections', unit: 'connections', left: each('DatabaseConnections', MAXIMUM) },
    memoryAndStorage(each('FreeableMemory', MINIMUM), each('FreeStorageSpace', MINIMUM)),
    { title: 'Queue of the disk', unit: 'operations', left: each('DiskQueueDepth', AVERAGE) },
    ...(copies.length === 0 ? [] : [lagOf(copies)]),
  ];
}

function member(instance: rds.IDatabaseInstance, region?: string): Member {
  const dimensions = { DBInstanceIdentifier: instance.instanceIdentifier };
  return { label: instance.node.id, metric: family('AWS/RDS', dimensions, region) };
}

function memoryAndStorage(memory: cloudwatch.IMetric[], storage: cloudwatch.IMetric[]): Panel {
  const title = 'Free memory (left) and storage (right)';
  return { title, unit: 'bytes of memory', left: memory, rightUnit: 'bytes of storage', right: storage };
}

function lagOf(copies: Member[]): Panel {
  const left = copies.map(({ label, metric }) => metric('ReplicaLag', MAXIMUM, label));
  return { title: 'Replication lag', unit: 'seconds', left };
}

function clusterPanels(database: RelationalDatabase, { clusterIdentifier }: rds.IDatabaseCluster): Panel[] {
  const metric = family('AWS/RDS', { DBClusterIdentifier: clusterIdentifier }, regionOf(database));
  return [
    { title: 'Latency', unit: 'ms', left: [metric('CommitLatency', AVERAGE, 'commits')] },
    {
      title: 'Traffic',
      unit: 'commits a second',
      left: [metric('CommitThroughput', AVERAGE, 'commits')],
    },
    { title: 'Errors', unit: 'deadlocks a second', left: [metric('Deadlocks', AVERAGE, 'deadlocks')] },
    {
      title: 'CPU',
      unit: 'percent',
      max: 100,
      left: [metric('CPUUtilization', AVERAGE, 'average'), metric('CPUUtilization', MAXIMUM, 'busiest')],
    },
    { title: 'Connections', unit: 'connections', left: [metric('DatabaseConnections', SUM, 'all instances')] },
    memoryAndStorage(
      [metric('FreeableMemory', MINIMUM, 'memory, scarcest')],
      [metric('FreeLocalStorage', MINIMUM, 'local storage, scarcest')],
    ),
    {
      title: 'Capacity and buffer cache',
      unit: 'percent',
      max: 100,
      left: [
        metric('ACUUtilization', MAXIMUM, 'of the serverless maximum'),
        metric('BufferCacheHitRatio', AVERAGE, 'found in memory'),
      ],
    },
    {
      title: 'Replication lag',
      unit: 'ms',
      left: [
        metric('AuroraReplicaLagMaximum', MAXIMUM, 'readers'),
        metric('AuroraGlobalDBRPOLag', MAXIMUM, 'behind the primary region'),
      ],
    },
  ];
}

function proxyPanels(database: RelationalDatabase): Panel[] {
  if (!database.proxy) return [];
  const metric = family('AWS/RDS', { ProxyName: database.proxy.dbProxyName }, regionOf(database));
  return [
    {
      title: 'Connections of the proxy',
      unit: 'connections',
      left: [
        metric('ClientConnections', SUM, 'of clients'),
        metric('DatabaseConnections', SUM, 'to the database'),
        metric('DatabaseConnectionsCurrentlySessionPinned', SUM, 'pinned to a client'),
      ],
    },
    {
      title: 'Waiting for a connection',
      unit: 'microseconds',
      left: [metric('DatabaseConnectionsBorrowLatency', AVERAGE, 'wait')],
    },
  ];
}
