import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { CacheMode, GlobalCache, ReplicatedCache } from '../../constructs/cache';
import { type RecoveryObjective, RegionalStack, type RegionSpec } from '../../constructs/core';
import {
  DatabaseBackup,
  DatabaseSource,
  DatabaseTopology,
  GlobalTable,
  KeyValueTable,
  RelationalDatabase,
  TableBackup,
  type TableReplica,
} from '../../constructs/data';
import type { BackupPlan, BackupVaultReplica } from '../../constructs/resilience';
import { ReplicaScaling } from '../../constructs/scaling';
import { createBackup } from './data-backup';
import type { FoundationStack } from './foundation-stack';

/** Shards of the cache, in every region. */
export const CACHE_SHARDS = 3;

/** The data of one region. */
export interface DataStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** The region. */
  readonly region: RegionSpec;
  /** The region's foundation. */
  readonly foundation: FoundationStack;
  /** What may be lost, and for how long. */
  readonly recovery: RecoveryObjective;
  /** Read replicas of the database in the home region. */
  readonly readReplicas: number;
  /** Read replicas that the home region has at most, when load adds some. */
  readonly maximumReadReplicas: number;
  /**
   * The data of the home region, of which this is a copy.
   * @default - this is the home region
   */
  readonly home?: DataStack;
  /**
   * Vault of another region that gets copies of the home region's backups.
   * @default - none: backups are lost with the region
   */
  readonly backupCopies?: BackupVaultReplica;
  /** The other regions, each with its own key, in which the session table is. */
  readonly tableReplicas: TableReplica[];
  /**
   * Whether the cache is a member of the home region's Global Datastore, which has at most three.
   * @default true
   */
  readonly sharesCache?: boolean;
}

/**
 * The state of one region: the home region has a Multi-AZ database with read replicas, a cache and the session table; every
 * other region has a copy of each, encrypted with its own key. Which region takes the writes at present does not change
 * what is here: after a failover the same templates describe what is there.
 *
 * Survives the loss of a zone. Survives the loss of the home region with what was replicated, after a promotion, and what
 * was replicated by mistake with the backups, copies of which are in another region.
 */
export class DataStack extends RegionalStack {
  /** The database, or its replica. */
  public readonly database: RelationalDatabase;
  /** The cache, or its copy. */
  public readonly cache: ReplicatedCache;

  /** Sessions and idempotency keys: one table in all regions, written everywhere. */
  public readonly sessions: KeyValueTable;

  /** Whether the data began here; elsewhere there are copies. */
  public readonly isHome: boolean;
  /** Whether the cache is a copy of the home region's. */
  public readonly isCacheCopy: boolean;
  /** Id of the Global Datastore of which the cache is a member, if it is one. */
  public readonly globalCacheId?: string;
  /** Backups of the home region's database and table. */
  public readonly backup?: BackupPlan;

  private readonly globalCache?: GlobalCache;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { name, zones } = props.region;
    super(scope, id, {
      stackName: props.stackName,
      region: name,
      zones,
      account: props.foundation.account,
      terminationProtection: true,
      description: `Database and cache of ${name}`,
    });
    this.isHome = props.home === undefined;
    this.isCacheCopy = !this.isHome && (props.sharesCache ?? true);
    this.database = this.createDatabase(props);
    this.cache = this.createCache(props);
    this.sessions = props.home?.sessions ?? this.createSessions(props);
    if (this.isCacheCopy) this.globalCacheId = props.home?.globalCacheId;
    if (props.home) return;
    this.globalCache = new GlobalCache(this, 'GlobalCache', { primary: this.cache });
    this.globalCacheId = this.globalCache.globalReplicationGroupId;
    this.backup = createBackup(this, props);
    this.scaleReplicas(props);
  }

  private createDatabase({ foundation, recovery, readReplicas, home }: DataStackProps): RelationalDatabase {
    const { network, logVault, operations } = foundation;
    return new RelationalDatabase(this, 'Database', {
      network,
      key: foundation.key.key,
      logVault,
      notifications: operations,
      recovery,
      backup: home ? DatabaseBackup.daily() : DatabaseBackup.elsewhere(),
      topology: home
        ? DatabaseTopology.crossRegionReplica({ source: DatabaseSource.database(home.database) })
        : DatabaseTopology.multiAzInstance({ readReplicas }),
    });
  }

  private createCache({ foundation, home }: DataStackProps): ReplicatedCache {
    const { network, logVault } = foundation;
    const global = this.isCacheCopy ? home?.globalCache : undefined;
    return new ReplicatedCache(this, 'Cache', {
      network,
      key: foundation.key.key,
      logVault,
      mode: global ? CacheMode.secondaryOf(global) : CacheMode.nodes({ shards: CACHE_SHARDS }),
    });
  }

  private createSessions({ foundation, tableReplicas }: DataStackProps): KeyValueTable {
    return new KeyValueTable(this, 'Sessions', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      key: foundation.key.key,
      backup: TableBackup.elsewhere(),
      globalTable: tableReplicas.length > 0 ? GlobalTable.eventual(tableReplicas) : GlobalTable.none(),
    });
  }

  /** Load adds replicas of the replicas' kind, and takes them away again; those of the template stay. */
  private scaleReplicas({ readReplicas, maximumReadReplicas, foundation }: DataStackProps): void {
    if (readReplicas === 0 || maximumReadReplicas <= readReplicas) return;
    const { database } = this;
    const notifications = foundation.operations;
    new ReplicaScaling(this, 'ReplicaScaling', { database, maximumReplicas: maximumReadReplicas, notifications });
  }
}
