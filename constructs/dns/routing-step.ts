import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { HealthSource } from './health-source';

/** The policies of Route 53 that a set of records can have; all records of one set have the same. */
export type RoutingKind = 'latency' | 'geolocation' | 'failover' | 'weighted';

/** What a record says about when it answers: exactly one of these. */
export interface Selector {
  readonly region?: string;
  readonly geoLocation?: route53.GeoLocation;
  readonly failover?: route53.Failover;
  readonly weight?: number;
}

/** Where a path through the policies ends: a real target. */
export interface Leaf {
  readonly target: route53.RecordTarget;
  readonly health?: HealthSource;
  /** Whether the target of an alias is asked for its health; undefined when it is where that is possible. */
  readonly evaluateTargetHealth?: boolean;
}

/** One record of a set, seen from the member that takes part in it. */
export interface Branch {
  /** Identifies the record in its set and prefixes the name of the set below it. */
  readonly label: string;
  readonly selector: Selector;
  /** Whether this member makes the record, or only serves behind it. */
  readonly held: boolean;
  /** A target of the branch's own; without it the path goes on to the next policy or to the member's target. */
  readonly leaf?: Leaf;
}

/** One policy of a composition. */
export interface Step {
  readonly kind: RoutingKind;
  /** The region that the policy names; undefined when it takes the stack's. */
  readonly region?: string;
  /** Whether the stack's region has to be known. */
  readonly needsRegion?: boolean;
  /** Whether locations were named that only make sense when another policy follows. */
  readonly joins?: boolean;
  /** Whether this geolocation member does without a default location on purpose. */
  readonly excused?: boolean;
  readonly branchesIn: (region: string) => Branch[];
}

/** `eu`, `country-de`, `country-us-wa` or `default`; the prefix keeps Asia (`as`) apart from American Samoa. */
export function locationLabel(location: route53.GeoLocation): string {
  const { continentCode, countryCode, subdivisionCode } = location;
  if (countryCode === '*') return 'default';
  const parts = continentCode ? [continentCode] : ['country', countryCode, subdivisionCode];
  return parts
    .filter((part) => part !== undefined)
    .join('-')
    .toLowerCase();
}
