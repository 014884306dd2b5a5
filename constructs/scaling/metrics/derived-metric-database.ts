import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { RecoveryObjective } from '../../core';
import { type Check, validate } from '../../core/errors';
import type { RelationalDatabase } from '../../data';

const period = Duration.minutes(1);

/** How far the copies of a database are behind, and how its metrics count that. */
export interface DatabaseLag {
  readonly lags: cloudwatch.IMetric[];
  readonly secondsPerUnit: number;
}

/** Connections of a database: in use, and allowed. */
export interface DatabasePool {
  readonly used: cloudwatch.IMetric;
  readonly allowed: cloudwatch.IMetric | number;
}

/**
 * RDS counts in seconds for each replica; a copy of another region is one itself. Aurora counts in milliseconds for all
 * readers, and a region that follows another one counts what a switch to it would lose.
 */
export function lagOf(database: RelationalDatabase): DatabaseLag {
  const { cluster, instance, replicas } = database;
  const isCopy = isCopyOfAnotherRegion(database);
  const statistic = cloudwatch.Stats.MAXIMUM;
  if (cluster) {
    const name = isCopy ? 'AuroraGlobalDBRPOLag' : 'AuroraReplicaLagMaximum';
    return { lags: [cluster.metric(name, { statistic, period })], secondsPerUnit: 0.001 };
  }
  const followers = isCopy && instance ? [instance, ...replicas] : replicas;
  return { lags: followers.map((each) => each.metric('ReplicaLag', { statistic, period })), secondsPerUnit: 1 };
}

/** The pool of the proxy, which knows its limit; without a proxy the connections of the writer, below a stated limit. */
export function poolOf(database: RelationalDatabase, maximumConnections?: number): DatabasePool {
  validate(database, poolChecks(database, maximumConnections));
  if (database.proxy) return proxyPool(database);
  const options = { statistic: cloudwatch.Stats.MAXIMUM, period };
  const { instance, cluster } = database;
  const used = instance
    ? instance.metric('DatabaseConnections', options)
    : cluster!.metric('DatabaseConnections', { ...options, dimensionsMap: writerOf(database) });
  return { used, allowed: maximumConnections! };
}

/** Under which name CloudWatch shows what belongs to a database. */
export function dimensionsOf({ cluster, instance }: RelationalDatabase): { [name: string]: string } {
  if (cluster) return { DBClusterIdentifier: cluster.clusterIdentifier };
  return { DBInstanceIdentifier: instance!.instanceIdentifier };
}

/** What can be wrong with the lag of a database. */
export function lagChecks({ cluster, readerHosts }: RelationalDatabase, { lags }: DatabaseLag): Check[] {
  return [
    {
      code: 'NoReplicas',
      property: 'database',
      when: lags.length === 0 || (cluster !== undefined && readerHosts.length === 0),
      value: 'a database without replicas',
      allowed: 'a database with at least one replica or reader',
      action: 'Add a replica, or leave the metric out',
    },
  ];
}

/** What can be wrong with the objective that lag is compared with. */
export function objectiveCheck(recovery: RecoveryObjective): Check {
  return {
    code: 'ObjectiveWithoutLag',
    property: 'recovery',
    when: recovery.isZeroLoss,
    value: recovery.rpo.toString(),
    allowed: 'an RPO above zero',
    action: 'Use replicaLagSeconds(): replicas follow, so none of them ever keeps an RPO of zero',
  };
}

/**
 * Every host of a proxy reports its share, so that only the sum tells the whole. In front of Aurora the writer has a pool
 * of its own.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html
 */
function proxyPool(database: RelationalDatabase): DatabasePool {
  const { proxy, cluster } = database;
  const hasWriter = cluster !== undefined && !isCopyOfAnotherRegion(database);
  const dimensionsMap = {
    ProxyName: proxy!.dbProxyName,
    ...(hasWriter && { TargetGroup: 'default', TargetRole: 'READ_WRITE' }),
  };
  const metric = (metricName: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/RDS',
      metricName,
      dimensionsMap,
      statistic: cloudwatch.Stats.SUM,
      period,
    });
  return { used: metric('DatabaseConnectionsCurrentlyBorrowed'), allowed: metric('MaxDatabaseConnectionsAllowed') };
}

function writerOf(database: RelationalDatabase): { [name: string]: string } {
  return { ...dimensionsOf(database), Role: 'WRITER' };
}

/** Only the region that takes the writes has the administrator's secret. */
function isCopyOfAnotherRegion({ secret }: RelationalDatabase): boolean {
  return secret === undefined;
}

function poolChecks({ proxy }: RelationalDatabase, maximumConnections?: number): Check[] {
  return [
    {
      code: 'ConnectionLimitUnknown',
      property: 'maximumConnections',
      when: !proxy && maximumConnections === undefined,
      value: undefined,
      allowed: 'max_connections of the database, unless there is a proxy',
      action: 'State what `SHOW max_connections` answers',
    },
    {
      code: 'ConnectionLimitOfProxy',
      property: 'maximumConnections',
      when: proxy !== undefined && maximumConnections !== undefined,
      value: maximumConnections,
      allowed: 'nothing beside a proxy, which reports its own limit',
      action: 'Leave it out',
    },
    {
      code: 'ConnectionLimitOutOfRange',
      property: 'maximumConnections',
      when: maximumConnections !== undefined && !(Number.isInteger(maximumConnections) && maximumConnections >= 1),
      value: maximumConnections,
      allowed: 'a whole number, 1 or more',
      action: 'State what `SHOW max_connections` answers',
    },
  ];
}
