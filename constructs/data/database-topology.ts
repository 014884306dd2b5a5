import { type AuroraOptions, AuroraPlan } from './aurora';
import { type AuroraSecondaryOptions, AuroraSecondaryPlan } from './aurora-secondary';
import { type CrossRegionReplicaOptions, CrossRegionReplicaPlan } from './cross-region-replica';
import { InstancePlan, type MultiAzInstanceOptions } from './multi-az-instance';
import type { TopologyPlan } from './topology-plan';

/** How the instances of a database are arranged. Clients see the same outside. */
export class DatabaseTopology {
  /**
   * RDS for PostgreSQL: a writer with a standby in another zone, and read replicas behind one private name.
   *
   * Survives the loss of an instance or zone: the standby takes over with all committed writes, typically within 60 to
   * 120 seconds; a lost replica leaves the name. Does not survive the loss of the region.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
   */
  public static multiAzInstance(options: MultiAzInstanceOptions = {}): DatabaseTopology {
    return new DatabaseTopology(new InstancePlan(options, true));
  }

  /**
   * The same without the standby, for half the price of the writer. Does not survive the loss of the writer's zone: the
   * database is gone until it is restored. Policy packs object, and nothing is acknowledged for you.
   */
  public static singleInstance(options: MultiAzInstanceOptions = {}): DatabaseTopology {
    return new DatabaseTopology(new InstancePlan(options, false));
  }

  /**
   * A read replica of an RDS instance of another region, encrypted with a key of its own region, for local reads and to
   * be promoted when the other region is lost.
   *
   * `writer` is the replica itself: it refuses writes until somebody promotes it, after the old writer is fenced off.
   * Loses what was in flight. After a promotion this construct still describes a replica: do not change its instance
   * until a topology for promoted replicas is offered. When the source is deleted, the replica is not promoted but stops
   * following it.
   */
  public static crossRegionReplica(options: CrossRegionReplicaOptions): DatabaseTopology {
    return new DatabaseTopology(new CrossRegionReplicaPlan(options));
  }

  /**
   * Aurora PostgreSQL: one volume in three zones, readers by load behind a managed endpoint, optionally the first member
   * of a global database.
   *
   * Survives the loss of an instance or zone: a reader takes over, typically within a minute. With a global database and
   * a secondary it survives the loss of the region, about a second of writes aside, when somebody switches over.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
   */
  public static aurora(options: AuroraOptions = {}): DatabaseTopology {
    return new DatabaseTopology(new AuroraPlan(options));
  }

  /**
   * The cluster of a further region in a global database, for local reads and to take over.
   *
   * `writer` is this cluster's own endpoint, which answers after a switchover; until then writes go to `globalWriter` of
   * the primary, or through readers that forward them.
   */
  public static auroraSecondary(options: AuroraSecondaryOptions): DatabaseTopology {
    return new DatabaseTopology(new AuroraSecondaryPlan(options));
  }

  private constructor(/** @internal */ public readonly _plan: TopologyPlan) {}
}
