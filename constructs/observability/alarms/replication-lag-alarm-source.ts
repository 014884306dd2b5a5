import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IConstruct } from 'constructs';
import type { ReplicatedCache } from '../../cache';
import type { KeyValueTable, RelationalDatabase } from '../../data';
import { cacheNodes } from './cache-nodes';
import { family, MINUTE, placed, regionOf } from '../dashboards/signal-metric';

/** One copy that can be behind. */
export interface LaggingCopy {
  /** Part of construct ids. */
  readonly name: string;
  /** How far it is behind, at most. */
  readonly lag: cloudwatch.IMetric;
  /** What the metric counts in. */
  readonly unit: cloudwatch.Unit;
}

/** What replicates, and how well it can. */
export interface ReplicationSpec {
  readonly copies: LaggingCopy[];
  /** The shortest lag that the replication promises to keep, or that its metric can tell. */
  readonly floor: Duration;
  /** The lag that the copies have while nothing is written. */
  readonly idleLag: Duration;
  /** What the replication is, in words. */
  readonly kind: string;
  /** What silence means: a lost copy, or that nothing was written. */
  readonly silence: cloudwatch.TreatMissingData;
  /** Where alarms on the same metrics may already be. */
  readonly owner: IConstruct;
}

const { AVERAGE, MAXIMUM } = cloudwatch.Stats;
const { BREACHING, MISSING, NOT_BREACHING } = cloudwatch.TreatMissingData;
const { MILLISECONDS, SECONDS } = cloudwatch.Unit;

/** What can be behind: the copies of a database, a cache or a table. */
export class ReplicationSource {
  /**
   * A database: its read replicas; of a replica of another region itself and the replicas below it; of a cluster of a
   * further region how far it is behind the primary. In the stack's region of the copies.
   */
  public static database(database: RelationalDatabase): ReplicationSource {
    const isSecondary = database.cluster !== undefined && database.secret === undefined;
    return new ReplicationSource(isSecondary ? clusterSpec(database) : instancesSpec(database));
  }

  /** A cache that is a copy of another region's (`CacheMode.secondaryOf`), in its own region. */
  public static cache(cache: ReplicatedCache): ReplicationSource {
    return new ReplicationSource(cacheSpec(cache));
  }

  /** The other regions of a global table, as seen from the table's own. Only eventual tables lag. */
  public static table(table: KeyValueTable): ReplicationSource {
    return new ReplicationSource(tableSpec(table));
  }

  private constructor(/** @internal */ public readonly _spec: ReplicationSpec) {}
}

/**
 * The metric comes once a minute and counts whole seconds. An idle PostgreSQL seems to lag by up to five minutes, until it
 * switches its log segment.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Monitoring.html
 */
function instancesSpec(database: RelationalDatabase): ReplicationSpec {
  const { instance, replicas, secret } = database;
  const isCopy = instance !== undefined && secret === undefined;
  const copies = [...(isCopy ? [instance] : []), ...replicas].map((copy) => ({
    name: copy.node.id,
    lag: family('AWS/RDS', { DBInstanceIdentifier: copy.instanceIdentifier }, regionOf(copy))('ReplicaLag', AVERAGE),
    unit: SECONDS,
  }));
  return {
    copies,
    floor: Duration.minutes(1),
    idleLag: Duration.minutes(5),
    kind: 'asynchronous replication of RDS, whose lag is reported once a minute in whole seconds',
    silence: BREACHING,
    owner: database,
  };
}

/**
 * The volume of the primary is copied, typically within a second.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-monitoring.html
 */
function clusterSpec(database: RelationalDatabase): ReplicationSpec {
  const { clusterIdentifier } = database.cluster!;
  const metric = family('AWS/RDS', { DBClusterIdentifier: clusterIdentifier }, regionOf(database));
  return {
    copies: [{ name: 'Region', lag: metric('AuroraGlobalDBRPOLag', MAXIMUM), unit: MILLISECONDS }],
    floor: Duration.seconds(1),
    idleLag: Duration.seconds(0),
    kind: 'a global database of Aurora, which is typically a second behind',
    silence: BREACHING,
    owner: database,
  };
}

/**
 * Each node reports for itself, and its value is the worst of all shards; so the nodes of the first shard are enough, of
 * which one is the primary and has something to say.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
 */
function cacheSpec(cache: ReplicatedCache): ReplicationSpec {
  return {
    copies: cache.mode._global ? [{ name: 'Region', lag: worstOf(cache), unit: SECONDS }] : [],
    floor: Duration.seconds(1),
    idleLag: Duration.seconds(0),
    kind: 'a Global Datastore, which is typically a second behind',
    silence: MISSING,
    owner: cache,
  };
}

function worstOf(cache: ReplicatedCache): cloudwatch.IMetric {
  const metrics = cacheNodes(cache, 1).map((node, index) => {
    return [`node${index + 1}`, node('GlobalDatastoreReplicationLag', MAXIMUM, `node ${index + 1}`)] as const;
  });
  return new cloudwatch.MathExpression({
    expression: `MAX([${metrics.map(([id]) => id).join(', ')}])`,
    usingMetrics: Object.fromEntries(metrics),
    period: MINUTE,
    label: 'lag',
  });
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html */
function tableSpec(table: KeyValueTable): ReplicationSpec {
  const others = isStrong(table) ? [] : table.regions.slice(1);
  return {
    copies: others.map((region) => ({
      name: region,
      lag: placed(table.metricReplicationLatency(region), regionOf(table)),
      unit: MILLISECONDS,
    })),
    floor: Duration.seconds(1),
    idleLag: Duration.seconds(0),
    kind: 'an eventual global table, which is typically a second behind',
    silence: NOT_BREACHING,
    owner: table,
  };
}

function isStrong({ table }: KeyValueTable): boolean {
  return (table.node.defaultChild as dynamodb.CfnGlobalTable).multiRegionConsistency === 'STRONG';
}
