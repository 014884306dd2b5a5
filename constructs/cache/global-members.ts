import { type IConstruct } from 'constructs';
import type { Check } from '../core/errors';

/** A Global Datastore: yours or the library's. */
export interface IGlobalCache extends IConstruct {
  /** Id of the Global Datastore, prefix included. */
  readonly globalReplicationGroupId: string;
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html */
const MAX_REGIONS = 3;

/** The regions of a datastore: it and its secondaries do not know each other otherwise. */
const REGIONS = new WeakMap<IGlobalCache, string[]>();

/** Notes that a datastore has a member in a region. */
export function joinGlobal(global: IGlobalCache, region: string): void {
  REGIONS.set(global, [...regionsOf(global), region]);
}

/** Whether a datastore can have another member in a region. */
export function joinChecks(global: IGlobalCache, region: string): Check[] {
  const regions = regionsOf(global);
  return [
    {
      code: 'DuplicateGlobalRegion',
      property: 'mode',
      when: regions.includes(region),
      value: region,
      allowed: `a region other than ${regions.join(', ')}`,
      action: 'Put each member of the Global Datastore into a region of its own',
    },
    {
      code: 'TooManyGlobalRegions',
      property: 'mode',
      when: regions.length >= MAX_REGIONS,
      value: [...regions, region],
      allowed: `at most ${MAX_REGIONS} regions: a primary and two secondaries`,
      action: 'Remove a region, or use a cache of its own there',
    },
  ];
}

function regionsOf(global: IGlobalCache): string[] {
  return REGIONS.get(global) ?? [];
}
