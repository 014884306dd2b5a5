import type { RegionSpec } from '../../constructs/core';
import type { AppStack } from './app-stack';
import type { DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import type { OpsStack } from './operations/ops-stack';
import type { TrafficStack } from './traffic-stack';

/** What of a region serves its users. */
export interface ServingRegion {
  /** The region. */
  readonly spec: RegionSpec;
  /** Key, logs, network. */
  readonly foundation: FoundationStack;
  /** Database and cache. */
  readonly data: DataStack;
  /** Applications. */
  readonly app: AppStack;
}

/** The stacks of one region. */
export interface PlatformRegion extends ServingRegion {
  /**
   * Alarms, dashboards, runbooks, experiments.
   * @default - none: the platform is not operated by itself
   */
  readonly ops?: OpsStack;
  /** How users find the region. */
  readonly traffic: TrafficStack;
}
