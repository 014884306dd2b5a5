import type { Duration } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { RelationalDatabase } from '../../data';

/** Read replicas that come and go with the load. */
export interface ReplicaScalingProps {
  /** An RDS writer with read replicas: these are the minimum, and are never touched. */
  readonly database: RelationalDatabase;
  /** Most replicas at the peak, the fixed ones among them: at most 15, which is what a writer takes. */
  readonly maximumReplicas: number;
  /**
   * Average CPU of the fixed replicas, in percent, above which replicas are added.
   * @default 60
   */
  readonly highCpuPercent?: number;
  /**
   * Average CPU of the fixed replicas, in percent, below which one is removed.
   * @default 25
   */
  readonly lowCpuPercent?: number;
  /**
   * Average connections per replica above which replicas are added, whatever the CPU. Stated together with
   * `lowConnections`.
   * @default - connections do not matter
   */
  readonly highConnections?: number;
  /**
   * Average connections per replica below which one may be removed, if the CPU is low, too.
   * @default - connections do not matter
   */
  readonly lowConnections?: number;
  /**
   * How long the load is high before replicas are added: 1 minute to a day.
   * @default - 5 minutes
   */
  readonly highFor?: Duration;
  /**
   * How long the load is low before a replica is removed: 1 minute to a day.
   * @default - 30 minutes
   */
  readonly lowFor?: Duration;
  /**
   * How many are added at a time: 1 to 5.
   * @default 1
   */
  readonly step?: number;
  /**
   * Pause after replicas were added, so that the alarms see what they changed; after a removal it is at least `lowFor`.
   * At least 5 minutes more than `highFor`.
   * @default - 15 minutes, or the least if that is more
   */
  readonly coolDown?: Duration;
  /**
   * What a new replica may take until it is read, 10 minutes to 4 hours. One that takes longer is deleted. It grows with
   * the size of the database and the writes that have to be caught up with.
   * @default - 1 hour
   */
  readonly longestAdd?: Duration;
  /**
   * How long clients may keep connections to a replica that is to be removed: 1 to 60 minutes.
   * @default - 10 minutes
   */
  readonly drainFor?: Duration;
  /**
   * After what time a run is stopped, whatever it does. It begins nothing that would not be done by then.
   * @default - 12 hours
   */
  readonly maximumDuration?: Duration;
  /**
   * How often a run looks without being told by an alarm, to go on with what was left.
   * @default - 15 minutes
   */
  readonly checkEvery?: Duration;
  /**
   * Whether replicas are added and removed at all. The same switch as the rule: see `rule`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Learns of runs that failed, of replicas that report nothing, and of load that the maximum does not bear.
   * @default - the topic of the database
   */
  readonly notifications?: sns.ITopic;
}
