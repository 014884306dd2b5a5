import * as route53 from 'aws-cdk-lib/aws-route53';
import { validate } from '../core/errors';
import type { HealthSource } from './health-source';
import { geolocationChecks, weightChecks } from './routing-policy-checks';
import { type Branch, locationLabel, type Step } from './routing-step';

/** A member of a latency set. */
export interface LatencyOptions {
  /**
   * Region of the target: a literal.
   * @default - the region of the stack
   */
  readonly region?: string;
}

/** A member of a geolocation set. */
export interface GeolocationOptions {
  /**
   * Locations whose record this stack holds; a location can be held once per name. One member holds
   * `GeoLocation.default()`, the answer for everyone else and for addresses that no location is known for.
   */
  readonly locations: route53.GeoLocation[];
  /**
   * In a composition: locations whose record another stack holds, and which this region serves as well.
   * @default - the default location, so that every region can answer when a continent's own region is lost
   */
  readonly alsoServes?: route53.GeoLocation[];
  /**
   * Why nobody outside the locations gets an answer, for example a residency rule. A set is spared its default
   * location only when every member says why.
   * @default - a default location is demanded
   */
  readonly noDefaultBecause?: string;
}

/** What answers while the primary target is unhealthy. */
export interface FailoverSecondary {
  /** The target. */
  readonly target: route53.RecordTarget;
  /**
   * How the health of the target is known.
   * @default - by the target itself where it can tell (an alias), else it counts as healthy
   */
  readonly health?: HealthSource;
}

/** A member of a weighted set. */
export interface WeightedOptions {
  /** 0 to 255: share of the answers relative to the sum over the set; 0 answers only when all others are unhealthy. */
  readonly weight: number;
  /**
   * Identifies the member in its set: lower-case letters, digits and hyphens.
   * @default - the region of the stack
   */
  readonly setIdentifier?: string;
}

/**
 * How Route 53 chooses between the members of a record set. All members of a set have the same kind of policy.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class RoutingPolicy {
  /**
   * The region with the lowest latency to the resolver answers; one member per region.
   * Survives the loss of a region: the next best answers.
   */
  public static latency(options: LatencyOptions = {}): RoutingPolicy {
    const { region } = options;
    const branches = (own: string): Branch[] => [
      { label: region ?? own, selector: { region: region ?? own }, held: true },
    ];
    return new RoutingPolicy([{ kind: 'latency', region, needsRegion: !region, branchesIn: branches }]);
  }

  /**
   * Stands behind the latency members of other regions, without one of its own: only in a composition, followed by
   * `failover(Failover.SECONDARY)`, when the others compose latency with `failover(Failover.PRIMARY)`.
   * Answers for a region while that region is unhealthy.
   */
  public static standbyFor(regions: string[]): RoutingPolicy {
    validate('RoutingPolicy.standbyFor', [
      {
        code: 'NobodyToStandByFor',
        property: 'regions',
        when: regions.length === 0 || new Set(regions).size < regions.length,
        value: regions,
        allowed: 'at least one region, each once',
        action: 'Name the regions that have latency members',
      },
    ]);
    const branches = regions.map((region): Branch => ({ label: region, selector: { region }, held: false }));
    return new RoutingPolicy([{ kind: 'latency', joins: true, branchesIn: () => branches }]);
  }

  /**
   * The location of the resolver decides; the smallest location that fits and is healthy answers, the default last.
   *
   * Alone it survives the loss of every region but the one that holds the default. Composed with `latency` it survives
   * that as well, because all regions serve behind the default.
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html
   */
  public static geolocation(options: GeolocationOptions): RoutingPolicy {
    const { locations, alsoServes, noDefaultBecause } = options;
    const labels = [...locations, ...(alsoServes ?? [])].map(locationLabel);
    validate('RoutingPolicy.geolocation', geolocationChecks(labels, noDefaultBecause));
    const excused = noDefaultBecause !== undefined;
    const held = locations.map((location) => locationBranch(location, true));
    const everyone = excused ? [] : [route53.GeoLocation.default()];
    const joined = (alsoServes ?? everyone).map((location) => locationBranch(location, false));
    const branches = [...held, ...joined.filter((branch) => held.every(({ label }) => label !== branch.label))];
    return new RoutingPolicy([
      { kind: 'geolocation', excused, joins: !!alsoServes?.length, branchesIn: () => branches },
    ]);
  }

  /**
   * One of a pair over two stacks: the primary answers while it is healthy, then the secondary does.
   * Survives the loss of the primary; needs to know its health.
   */
  public static failover(role: route53.Failover): RoutingPolicy {
    const branch: Branch = { label: role.toLowerCase(), selector: { failover: role }, held: true };
    return new RoutingPolicy([{ kind: 'failover', branchesIn: () => [branch] }]);
  }

  /**
   * Both of a pair in this stack: the record's own target is the primary, `secondary` answers while it is unhealthy.
   * Survives the loss of the primary target, for example of one of two load balancers; not of the region.
   */
  public static failoverTo(secondary: FailoverSecondary): RoutingPolicy {
    const { PRIMARY, SECONDARY } = route53.Failover;
    const branches: Branch[] = [
      { label: 'primary', selector: { failover: PRIMARY }, held: true },
      { label: 'secondary', selector: { failover: SECONDARY }, held: true, leaf: secondary },
    ];
    return new RoutingPolicy([{ kind: 'failover', branchesIn: () => branches }]);
  }

  /** Answers are spread by weight over the healthy members. Survives the loss of a member. */
  public static weighted(options: WeightedOptions): RoutingPolicy {
    const { weight, setIdentifier } = options;
    validate('RoutingPolicy.weighted', weightChecks('weight', weight, setIdentifier));
    const branches = (own: string): Branch[] => [{ label: setIdentifier ?? own, selector: { weight }, held: true }];
    return new RoutingPolicy([{ kind: 'weighted', needsRegion: !setIdentifier, branchesIn: branches }]);
  }

  /**
   * One policy inside the other, the first one decides first: geolocation, then latency, then failover.
   *
   * Every policy but the last leads to a record set below it, whose name is the label of the branch before the name
   * above: `eu.api.example.com`, and below that `eu-west-1.eu.api.example.com`. Labels are the continent (`eu`), the
   * country (`country-de`), `default`, the region, the set identifier, `primary` and `secondary`. They depend on the
   * member alone, so a region comes and goes without a change to another. A set below counts as healthy while one of
   * its members is; when none is, the policy above goes on to its next choice.
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
   */
  public static composed(policies: RoutingPolicy[]): RoutingPolicy {
    validate('RoutingPolicy.composed', [
      {
        code: 'CompositionTooShort',
        property: 'policies',
        when: policies.length < 2,
        value: policies.length,
        allowed: 'two policies or more',
        action: 'Use a single policy without `composed`',
      },
    ]);
    return new RoutingPolicy(policies.flatMap((policy) => policy._steps));
  }

  private constructor(/** @internal */ public readonly _steps: Step[]) {}
}

function locationBranch(geoLocation: route53.GeoLocation, held: boolean): Branch {
  return { label: locationLabel(geoLocation), selector: { geoLocation }, held };
}
