import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { CacheMode, GlobalCache, ReplicatedCache } from '../../constructs/cache';
import { type RecoveryObjective, RegionalStack, RegionRole, type RegionSpec } from '../../constructs/core';
import {
  DatabaseSource,
  DatabaseTopology,
  GlobalTable,
  KeyValueTable,
  RelationalDatabase,
  type TableReplica,
} from '../../constructs/data';
import type { FoundationStack } from './foundation-stack';

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
  /** Read replicas of the database in the primary region. */
  readonly readReplicas: number;
  /**
   * The data of the primary region, of which this is a copy.
   * @default - this is the primary region
   */
  readonly primary?: DataStack;
  /** The other regions, each with its own key, in which the session table is. */
  readonly tableReplicas: TableReplica[];
  /**
   * Whether the cache is a member of the primary's Global Datastore, which has at most three.
   * @default true
   */
  readonly sharesCache?: boolean;
}

/**
 * The state of one region: the primary has a Multi-AZ database with read replicas, a cache and the session table; every
 * other region has a copy of each, encrypted with its own key.
 *
 * Survives the loss of a zone. Survives the loss of the primary region with what was replicated, after a promotion.
 */
export class DataStack extends RegionalStack {
  /** The database, or its replica. */
  public readonly database: RelationalDatabase;
  /** The cache, or its copy. */
  public readonly cache: ReplicatedCache;

  /** Sessions and idempotency keys: one table in all regions, written everywhere. */
  public readonly sessions: KeyValueTable;

  private readonly globalCache?: GlobalCache;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { name, zones, role } = props.region;
    super(scope, id, {
      stackName: props.stackName,
      region: name,
      zones,
      account: props.foundation.account,
      terminationProtection: true,
      description: `Database and cache of ${name}`,
    });
    this.database = this.createDatabase(props);
    this.cache = this.createCache(props);
    this.sessions = props.primary?.sessions ?? this.createSessions(props);
    if (role === RegionRole.PRIMARY) this.globalCache = new GlobalCache(this, 'GlobalCache', { primary: this.cache });
  }

  private createDatabase({ foundation, recovery, readReplicas, primary }: DataStackProps): RelationalDatabase {
    const { network, logVault, operations } = foundation;
    return new RelationalDatabase(this, 'Database', {
      network,
      key: foundation.key.key,
      logVault,
      notifications: operations,
      recovery,
      topology: primary
        ? DatabaseTopology.crossRegionReplica({ source: DatabaseSource.database(primary.database) })
        : DatabaseTopology.multiAzInstance({ readReplicas }),
    });
  }

  private createCache({ foundation, primary, sharesCache = true }: DataStackProps): ReplicatedCache {
    const { network, logVault } = foundation;
    const global = sharesCache ? primary?.globalCache : undefined;
    return new ReplicatedCache(this, 'Cache', {
      network,
      key: foundation.key.key,
      logVault,
      mode: global ? CacheMode.secondaryOf(global) : CacheMode.nodes(),
    });
  }

  private createSessions({ foundation, tableReplicas }: DataStackProps): KeyValueTable {
    return new KeyValueTable(this, 'Sessions', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      key: foundation.key.key,
      globalTable: tableReplicas.length > 0 ? GlobalTable.eventual(tableReplicas) : GlobalTable.none(),
    });
  }
}
