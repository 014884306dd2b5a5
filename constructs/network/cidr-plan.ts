import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { type AddressRange, formatCidr, parseCidr } from '../core/cidr';

/** A band of the VPC: where it starts, in sixteenths of the VPC, and how many blocks share one sixteenth. */
interface Band {
  readonly start: number;
  readonly blocksPerUnit: number;
}

/** Names of the tiers, which are the names of the subnet groups. */
export const TIERS = { app: 'app', data: 'data', public: 'public' } as const;

/** Zones a to h. */
const MAX_ZONES = 8;

/**
 * Which block a tier has in a zone. For a /16: app /20 (4,091 addresses, because interfaces run out first in a burst),
 * data /22, public /24. The last three and a half sixteenths stay free for your own tiers.
 */
const BANDS: Record<string, Band> = {
  [TIERS.app]: { start: 0, blocksPerUnit: 1 },
  [TIERS.data]: { start: 8, blocksPerUnit: 4 },
  [TIERS.public]: { start: 10, blocksPerUnit: 16 },
};
const EXTRA_BANDS_START = 11;

/**
 * Gives every tier and zone a block that never depends on which other tiers and zones exist: the place follows from
 * the tier's name and the zone's letter alone. So a zone or tier can be added later without moving a subnet.
 */
export class CidrPlan implements ec2.IIpAddresses {
  private readonly range: AddressRange;

  constructor(
    private readonly cidr: string,
    private readonly extraTiers: string[] = [],
  ) {
    const range = parseCidr(cidr);
    if (!range) throw new Error(`'${cidr}' is not an IPv4 block`);
    this.range = range;
  }

  public allocateVpcCidr(): ec2.VpcIpamOptions {
    return { cidrBlock: this.cidr };
  }

  public allocateSubnetsCidr(input: ec2.AllocateCidrRequest): ec2.SubnetIpamOptions {
    const allocatedSubnets = input.requestedSubnets.map((request) => ({
      cidr: this.blockOf(request.configuration.name, request.availabilityZone),
    }));
    return { allocatedSubnets };
  }

  /** The block of a tier in a zone. */
  public blockOf(tier: string, zone: string): string {
    const band = this.bandOf(tier);
    const unit = this.range.size / 16;
    const size = unit / band.blocksPerUnit;
    return formatCidr({ first: this.range.first + band.start * unit + zoneIndex(zone) * size, size });
  }

  private bandOf(tier: string): Band {
    const extra = this.extraTiers.indexOf(tier);
    return BANDS[tier] ?? { start: EXTRA_BANDS_START + extra, blocksPerUnit: MAX_ZONES };
  }
}

/** Tiers beyond app, data and public that fit into the plan. */
export const MAX_EXTRA_TIERS = 16 - EXTRA_BANDS_START;

/** Position of a zone by its letter: `us-east-1c` is 2, whatever other zones are used. */
function zoneIndex(zone: string): number {
  return zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0);
}

/** Whether a zone has a place in the plan (local and wavelength zones have not). */
export function isPlannable(zone: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-\d[a-h]$/.test(zone);
}
