import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { ITieredVpc } from '../network';
import type { LogVault } from '../security';
import type { CacheAuth } from './cache-auth';
import type { CacheDurability } from './cache-durability';
import type { CacheEngine } from './cache-engine';
import type { CacheMode } from './cache-mode';
import type { CacheScaling } from './cache-scaling';
import type { EvictionPolicy } from './eviction-policy';

/** A cache over the zones of a region. */
export interface ReplicatedCacheProps {
  /** Where the nodes are: in the data tier. */
  readonly network: ITieredVpc;
  /** Key of memory dumps and snapshots, of this region. Another key is another cache. */
  readonly key: kms.IKey;
  /** Makes the groups of the slow log and the engine log. */
  readonly logVault: LogVault;
  /**
   * What stands behind it.
   * @default CacheMode.nodes() - three shards with one replica each
   */
  readonly mode?: CacheMode;
  /**
   * The engine.
   * @default - Valkey 8.2; Valkey 9.0 if writes are durable
   */
  readonly engine?: CacheEngine;
  /**
   * What a failure may take. Not with a Global Datastore.
   * @default CacheDurability.NONE
   */
  readonly durability?: CacheDurability;
  /**
   * How clients say who they are.
   * @default CacheAuth.iam()
   */
  readonly authentication?: CacheAuth;
  /**
   * Which keys give way when the memory is full.
   * @default - least recently used of the keys that expire; none if writes are durable
   */
  readonly eviction?: EvictionPolicy;
  /**
   * Further engine parameters.
   * @default - those of AWS
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Numbers that follow the load. Not with a Global Datastore.
   * @default - fixed numbers
   */
  readonly scaling?: CacheScaling[];
  /**
   * TCP port: a literal. Another port is another cache.
   * @default 6380
   */
  readonly port?: number;
  /**
   * How long daily snapshots are kept: at most 35 days; zero makes none.
   * @default - 35 days
   */
  readonly snapshotRetention?: Duration;
  /**
   * When the daily snapshot starts, in UTC, for example `03:00-04:00`.
   * @default - AWS chooses
   */
  readonly snapshotWindow?: string;
  /**
   * When AWS may patch, in UTC, for example `sun:04:00-sun:05:00`.
   * @default - AWS chooses
   */
  readonly maintenanceWindow?: string;
  /**
   * Where failovers, scaling and maintenance are announced: a topic without a key, because ElastiCache does not publish to
   * encrypted ones, whose policy allows it to publish by `aws:SourceOwner`.
   * @default - nowhere; policy packs ask for encrypted topics
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html
   */
  readonly notifications?: sns.ITopic;
  /**
   * What happens to the cache when it leaves the stack or is replaced. RETAIN keeps its users, groups and subnets too.
   * @default RemovalPolicy.SNAPSHOT
   */
  readonly removalPolicy?: RemovalPolicy;
}
