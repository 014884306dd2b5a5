import type { IGlobalCache } from './global-members';

/** A cache of its own. */
export interface CacheNodesOptions {
  /**
   * Type of all nodes.
   * @default - cache.r7g.large: two processors and 13 GiB
   */
  readonly nodeType?: string;
  /**
   * Over how many shards the keys are spread: 1 to 500.
   * @default 3
   */
  readonly shards?: number;
  /**
   * Copies of each shard in other zones: 0 to 5. Without any, a node that fails takes the keys of its shard with it.
   * @default 1
   */
  readonly replicasPerShard?: number;
}

/** A member of a Global Datastore that reads. */
export interface SecondaryCacheOptions {
  /**
   * Copies of each shard in other zones of this region: 0 to 5.
   * @default 1
   */
  readonly replicasPerShard?: number;
}

/** What stands behind the nodes of a cache. */
export class CacheMode {
  /** Nodes of its own: shards times (1 + replicas). */
  public static nodes(options: CacheNodesOptions = {}): CacheMode {
    const { nodeType = 'cache.r7g.large', shards = 3, replicasPerShard = 1 } = options;
    return new CacheMode(replicasPerShard, { nodeType, shards });
  }

  /**
   * A copy of the primary of another region, which takes reads. Engine, node type, shards, parameters and encryption are
   * the primary's; users, network and replicas are its own.
   */
  public static secondaryOf(datastore: IGlobalCache, options: SecondaryCacheOptions = {}): CacheMode {
    return new CacheMode(options.replicasPerShard ?? 1, undefined, datastore);
  }

  private constructor(
    /** Copies of each shard beside its primary. */
    public readonly replicasPerShard: number,
    /**
     * What only a cache of its own has.
     * @internal
     */
    public readonly _nodes?: { readonly nodeType: string; readonly shards: number },
    /**
     * What only a secondary has.
     * @internal
     */
    public readonly _global?: IGlobalCache,
  ) {}

  /**
   * Whether losing a zone leaves every shard with a node.
   * @internal
   */
  public get _isMultiAz(): boolean {
    return this.replicasPerShard > 0;
  }
}
