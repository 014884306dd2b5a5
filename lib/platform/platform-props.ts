import type { RecoveryObjective, RegionSet, ServiceLevelObjective } from '../../constructs/core';
import type { Operations } from './operations/operations';
import type { PlatformEvent } from './platform-event';
import type { PlatformLoad } from './platform-load';
import type { Workload } from './workload';

/** What the platform is reachable as. */
export interface PlatformDomain {
  /** Domain of the platform: `www.` and `api.` are put in front of it. */
  readonly name: string;
  /** Id of the public hosted zone that contains the domain: a literal, because nothing is looked up. */
  readonly hostedZoneId: string;
  /**
   * Name of the hosted zone.
   * @default - the domain itself
   */
  readonly hostedZoneName?: string;
}

/** The reference platform in one environment. */
export interface PlatformProps {
  /** What the platform is reachable as. */
  readonly domain: PlatformDomain;
  /** The regions. */
  readonly regions: RegionSet;
  /**
   * Account id.
   * @default - the account of the credentials at deployment
   */
  readonly account?: string;
  /**
   * The service level objective.
   * @default - 99.95 % in 30 days, with an SLA of 99.9 % and p99 under 200 ms
   */
  readonly objective?: ServiceLevelObjective;
  /**
   * The recovery objective for the loss of a region.
   * @default - RTO 30 minutes, RPO 5 minutes
   */
  readonly recovery?: RecoveryObjective;
  /**
   * The load.
   * @default - 50 million interactions a month, 10 times the mean at the peak
   */
  readonly load?: PlatformLoad;
  /**
   * Read replicas of the database in the home region, always there: 0 to 15.
   * @default 5
   */
  readonly readReplicas?: number;
  /**
   * Read replicas of the home region when load has added some: as many as `readReplicas` for none, at most 15.
   * @default - 3 more than `readReplicas`
   */
  readonly maximumReadReplicas?: number;
  /**
   * What runs on the platform.
   * @default Workload.placeholder()
   */
  readonly workload?: Workload;
  /**
   * Countries that the edge does not serve, as ISO 3166-1 codes.
   * @default - North Korea, as an example of an embargo
   */
  readonly deniedCountries?: string[];
  /**
   * Load that is known by its date: capacities are raised before, and set back after.
   * @default - none
   */
  readonly events?: PlatformEvent[];
  /**
   * How the platform is operated.
   * @default Operations.full()
   */
  readonly operations?: Operations;
}
