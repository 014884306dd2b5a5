import { type CacheFailoverOptions, cacheFailover, type CachePromotionOptions, cachePromotion } from './runbook-cache';
import {
  type ClusterFailoverOptions,
  clusterFailover,
  type DatabaseFailoverOptions,
  databaseFailover,
} from './runbook-database';
import {
  type FleetRollbackOptions,
  fleetRollback,
  type ServiceRollbackOptions,
  serviceRollback,
} from './runbook-deployment';
import type { RunbookProcedureProps } from './runbook-procedure-props';
import { regionFailback, regionFailover, type RegionFailoverOptions } from './runbook-region';
import { type RestoreFromBackupOptions, restoreFromBackup } from './runbook-restore';
import { type ZoneEvacuationOptions, zoneEvacuation } from './runbook-zone';

/** What a runbook does. Each of the library's procedures has preconditions, and changes nothing in a dry run. */
export class RunbookProcedure {
  /**
   * The writer moves to this region, in which the runbook has to be: fence, drain, wait for lag, promote, capacity, open,
   * reconcile. While the other region is gone, start it with `AcceptDataLoss`; then it does not wait for writes that will
   * never arrive.
   */
  public static regionFailover(options: RegionFailoverOptions): RunbookProcedure {
    return new RunbookProcedure(regionFailover(options));
  }

  /** The planned way back, in the region that had the writer before, once a new replica there has caught up. */
  public static regionFailback(options: RegionFailoverOptions): RunbookProcedure {
    return new RunbookProcedure(regionFailback(options));
  }

  /** The standby of a Multi-AZ instance takes over. */
  public static databaseFailover(options: DatabaseFailoverOptions): RunbookProcedure {
    return new RunbookProcedure(databaseFailover(options));
  }

  /** A reader of an Aurora or Multi-AZ cluster takes over. */
  public static clusterFailover(options: ClusterFailoverOptions): RunbookProcedure {
    return new RunbookProcedure(clusterFailover(options));
  }

  /** A replica takes over one shard of a cache. */
  public static cacheFailover(options: CacheFailoverOptions): RunbookProcedure {
    return new RunbookProcedure(cacheFailover(options));
  }

  /** The member of a Global Datastore in this region takes the writes, when the region that had them is lost or moves. */
  public static cachePromotion(options: CachePromotionOptions): RunbookProcedure {
    return new RunbookProcedure(cachePromotion(options));
  }

  /** A load balancer leaves a zone for some hours. */
  public static zoneEvacuation(options: ZoneEvacuationOptions): RunbookProcedure {
    return new RunbookProcedure(zoneEvacuation(options));
  }

  /** A service of ECS goes back to a former task definition. */
  public static serviceRollback(options: ServiceRollbackOptions): RunbookProcedure {
    return new RunbookProcedure(serviceRollback(options));
  }

  /** A running instance refresh is rolled back. */
  public static fleetRollback(options: FleetRollbackOptions): RunbookProcedure {
    return new RunbookProcedure(fleetRollback(options));
  }

  /** A backup is restored as a new resource. */
  public static restoreFromBackup(options: RestoreFromBackupOptions): RunbookProcedure {
    return new RunbookProcedure(restoreFromBackup(options));
  }

  /** Your own. */
  public static of(props: RunbookProcedureProps): RunbookProcedure {
    return new RunbookProcedure(props);
  }

  private constructor(
    /** @internal */
    public readonly _props: RunbookProcedureProps,
  ) {}
}
