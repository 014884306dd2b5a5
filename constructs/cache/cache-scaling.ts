/** Shards that follow the load of the primaries. */
export interface ShardScalingOptions {
  /** Fewest shards. */
  readonly minimum: number;
  /** Most shards: at most 500. */
  readonly maximum: number;
  /**
   * Memory of the primaries to aim for, in percent: 35 to 70.
   * @default 60
   */
  readonly memoryPercent?: number;
  /**
   * Processor time of the engine on the primaries to aim for, in percent: 35 to 70.
   * @default 60
   */
  readonly processorPercent?: number;
}

/** Replicas that follow the reads. */
export interface ReplicaScalingOptions {
  /** Fewest replicas of each shard: at least 1, so that every zone failure is survived. */
  readonly minimum: number;
  /** Most replicas of each shard: at most 5. */
  readonly maximum: number;
  /**
   * Processor time of the engine on the replicas to aim for, in percent: 35 to 70.
   * @default 60
   */
  readonly processorPercent?: number;
}

/** What of a replication group is scaled; part of construct ids. */
export enum ScaledDimension {
  SHARDS = 'Shards',
  REPLICAS = 'Replicas',
}

/** A choice with its defaults, for the interpreter. */
export interface ScalingSpec {
  readonly dimension: ScaledDimension;
  readonly minimum: number;
  readonly maximum: number;
  readonly memory?: number;
  readonly processor: number;
}

const DEFAULT_PERCENT = 60;

/**
 * A number that follows the load. Once it does, the numbers in `CacheMode` are only where the cache started: leave them,
 * because CloudFormation sets them again when they change.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoScaling.html
 */
export class CacheScaling {
  /** Adds shards when memory or processors of the primaries fill up, and moves keys to them while clients go on. */
  public static shards(options: ShardScalingOptions): CacheScaling {
    const { minimum, maximum } = options;
    return new CacheScaling({
      dimension: ScaledDimension.SHARDS,
      minimum,
      maximum,
      memory: options.memoryPercent ?? DEFAULT_PERCENT,
      processor: options.processorPercent ?? DEFAULT_PERCENT,
    });
  }

  /** Adds replicas to every shard when reads load them. Clients have to read from replicas for this to help. */
  public static replicas(options: ReplicaScalingOptions): CacheScaling {
    const { minimum, maximum } = options;
    const processor = options.processorPercent ?? DEFAULT_PERCENT;
    return new CacheScaling({ dimension: ScaledDimension.REPLICAS, minimum, maximum, processor });
  }

  private constructor(
    /** @internal */
    public readonly _spec: ScalingSpec,
  ) {}
}
