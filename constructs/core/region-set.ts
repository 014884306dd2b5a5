import { zonesOf } from './availability-zones';
import { homeCheck, regionSetChecks } from './region-set-checks';
import { validate } from './errors';

/** What a region does while everything is healthy. */
export enum RegionRole {
  /** Takes writes; exactly one region has this role. */
  PRIMARY = 'primary',
  /** Ready to take over: replicated data, running capacity, no user traffic until a failover. */
  STANDBY = 'standby',
  /** Serves users from local replicas and sends writes to the primary. */
  SERVING = 'serving',
}

/** One region of a platform. */
export interface RegionProps {
  /** Region name, for example `eu-west-1`. */
  readonly name: string;
  /** IPv4 block of the region's VPC; must not overlap another region's. */
  readonly cidr: string;
  /**
   * Zones to use, by name.
   * @default - the first `zoneCount` zones of the region
   */
  readonly zones?: string[];
  /**
   * How many zones to use when `zones` is not given.
   * @default 3
   */
  readonly zoneCount?: number;
  /**
   * ISO continent codes (AF, AN, AS, EU, NA, OC, SA) whose users this region serves first.
   * @default - none: only latency decides
   */
  readonly continents?: string[];
}

/** The regions of a platform by role. */
export interface RegionSetProps {
  /** The region that takes the writes. */
  readonly primary: RegionProps;
  /**
   * Regions that serve users locally and forward writes.
   * @default - none
   */
  readonly serving?: RegionProps[];
  /**
   * Regions that wait to take over.
   * @default - none
   */
  readonly standby?: RegionProps[];
  /**
   * Name of the region in which the data began: the primary, or the region that takes over. A fact of the past: leave it as
   * it is when the two exchange roles after a failover, because databases are not made again for that.
   * @default - the primary
   */
  readonly home?: string;
}

/** A region with all defaults filled in. */
export interface RegionSpec {
  /** Region name. */
  readonly name: string;
  /** What the region does while everything is healthy. */
  readonly role: RegionRole;
  /** IPv4 block of the region's VPC. */
  readonly cidr: string;
  /** Zones by name, in the order in which subnets are made. */
  readonly zones: string[];
  /** Continents whose users this region serves first. */
  readonly continents: string[];
}

/**
 * The regions of a platform: one primary, any number that serve and any number that stand by. Creates no AWS
 * resources and asks no account: zones come from a table or from you.
 *
 * Fails, naming every problem at once, on an unknown or repeated region, overlapping or malformed blocks, and on
 * fewer zones than asked for.
 */
export class RegionSet {
  /** All regions: the primary first, then the serving ones, then those that stand by. */
  public readonly all: RegionSpec[];

  private readonly homeName: string;

  constructor(props: RegionSetProps) {
    const regions = withRoles(props);
    this.homeName = props.home ?? props.primary.name;
    validate('RegionSet', [...regionSetChecks(regions), homeCheck(pairOf(regions), this.homeName)]);
    this.all = regions.map(({ role, region }) => ({
      name: region.name,
      role,
      cidr: region.cidr,
      zones: region.zones ?? zonesOf(region.name).slice(0, region.zoneCount ?? 3),
      continents: region.continents ?? [],
    }));
  }

  /** The region that takes the writes. */
  public get primary(): RegionSpec {
    return this.all[0];
  }

  /** All regions but the primary. */
  public get secondaries(): RegionSpec[] {
    return this.all.slice(1);
  }

  /** The region that takes over first, if there is one: the first standby, else the first serving region. */
  public get failoverTarget(): RegionSpec | undefined {
    return takesOver(this.all);
  }

  /** The region in which the data began. */
  public get home(): RegionSpec {
    return this.all.find(({ name }) => name === this.homeName)!;
  }

  /** The other one of the two regions that exchange roles in a failover, if there is one. */
  public get away(): RegionSpec | undefined {
    return this.home === this.primary ? this.failoverTarget : this.primary;
  }

  /** Whether every region serves users while everything is healthy. */
  public get isActiveActive(): boolean {
    return this.all.every((region) => region.role !== RegionRole.STANDBY);
  }
}

/** A region as stated, with the role that its place in the props gives it. */
export interface RegionWithRole {
  readonly role: RegionRole;
  readonly region: RegionProps;
}

/** The first that stands by, else the first that serves; the primary comes before both. */
function takesOver<T extends { readonly role: RegionRole }>(regions: T[]): T | undefined {
  return regions.find(({ role }) => role === RegionRole.STANDBY) ?? regions[1];
}

/** Names of the two regions that exchange roles in a failover: the primary, and the first one that takes over. */
function pairOf(regions: RegionWithRole[]): string[] {
  return [regions[0], takesOver(regions)].flatMap((entry) => entry?.region.name ?? []);
}

function withRoles(props: RegionSetProps): RegionWithRole[] {
  const as = (role: RegionRole, regions: RegionProps[] = []) => regions.map((region) => ({ role, region }));
  return [
    ...as(RegionRole.PRIMARY, [props.primary]),
    ...as(RegionRole.SERVING, props.serving),
    ...as(RegionRole.STANDBY, props.standby),
  ];
}
