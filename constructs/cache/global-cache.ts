import { CrossStackReferences, Names, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { globalCacheChecks } from './global-cache-checks';
import { type IGlobalCache, joinChecks, joinGlobal } from './global-members';
import type { ReplicatedCache } from './replicated-cache';

/** A cache that is copied to other regions. */
export interface GlobalCacheProps {
  /** The cache that takes the writes. */
  readonly primary: ReplicatedCache;
  /**
   * Name of the datastore, to which AWS adds a prefix of the region: lower-case letters, digits and single hyphens.
   * @default - derived from the construct path
   */
  readonly name?: string;
  /**
   * Another node type for all members. Change it here, because a member refuses changes of its own.
   * @default - the one that the primary was made with
   */
  readonly nodeType?: string;
  /**
   * Another number of shards for all members.
   * @default - the one that the primary was made with
   */
  readonly shards?: number;
  /**
   * A newer version of the engine for all members, `major.minor`.
   * @default - the one that the primary was made with
   */
  readonly engineVersion?: string;
  /**
   * What happens to the datastore when it leaves the stack. It holds no data, its members do, and AWS refuses to delete
   * it while it has secondaries.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * An ElastiCache Global Datastore: a primary cache that takes the writes, and copies in up to two other regions that
 * serve reads, made there with `CacheMode.secondaryOf()`.
 *
 * Survives the loss of a region, without the last writes, after a secondary was promoted: this is never automatic. After
 * a promotion, roles in AWS differ from those stated here; leave them, CloudFormation changes them only with the
 * template. Take it down from the outside in: disassociate and delete the secondaries, then the primary.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html
 */
export class GlobalCache extends Construct implements IGlobalCache {
  /** A Global Datastore that exists, for secondaries of it. */
  public static fromGlobalReplicationGroupId(
    scope: Construct,
    id: string,
    globalReplicationGroupId: string,
  ): IGlobalCache {
    return new ImportedGlobalCache(scope, id, globalReplicationGroupId);
  }

  /** The datastore as CloudFormation sees it. */
  public readonly globalReplicationGroup: elasticache.CfnGlobalReplicationGroup;
  /** Its id, prefix included. */
  public readonly globalReplicationGroupId: string;

  constructor(scope: Construct, id: string, props: GlobalCacheProps) {
    super(scope, id);
    const { region } = Stack.of(props.primary);
    validate(this, [...globalCacheChecks(props, region), ...joinChecks(this, region)]);
    joinGlobal(this, region);
    this.globalReplicationGroup = this.datastore(props, region);
    this.globalReplicationGroupId = this.globalReplicationGroup.attrGlobalReplicationGroupId;
  }

  private datastore(props: GlobalCacheProps, region: string): elasticache.CfnGlobalReplicationGroup {
    const { primary } = props;
    const group = new elasticache.CfnGlobalReplicationGroup(this, 'Group', {
      globalReplicationGroupDescription: this.node.path,
      globalReplicationGroupIdSuffix: props.name ?? Names.uniqueResourceName(this, { maxLength: 32 }).toLowerCase(),
      members: [{ role: 'PRIMARY', replicationGroupId: primary.cacheName, replicationGroupRegion: region }],
      cacheNodeType: props.nodeType,
      globalNodeGroupCount: props.shards,
      engineVersion: props.engineVersion,
    });
    group.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);
    // Whatever holds elsewhere in the app: the stacks of two regions must not lock each other.
    CrossStackReferences.of(group).produce(ReferenceStrength.WEAK);
    return group;
  }
}

class ImportedGlobalCache extends Construct implements IGlobalCache {
  constructor(
    scope: Construct,
    id: string,
    public readonly globalReplicationGroupId: string,
  ) {
    super(scope, id);
  }
}
