import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { parseCidr } from '../core/cidr';
import { type Check, validate } from '../core/errors';
import type { ITieredVpc } from './tiered-vpc';

/** Your own VPC. */
export interface ImportedTieredVpcProps {
  /** The VPC. */
  readonly vpc: ec2.IVpc;
  /** Its IPv4 block as a literal, because policy checks cannot read tokens. */
  readonly cidr: string;
  /** Subnets of the workloads. */
  readonly app: ec2.SubnetSelection;
  /** Subnets of databases and caches. */
  readonly data: ec2.SubnetSelection;
  /**
   * The fewest zones that both tiers must span.
   * @default 3
   */
  readonly minimumZones?: number;
}

/** A VPC that somebody else made, checked for what the library needs of it. */
export class ImportedTieredVpc extends Construct implements ITieredVpc {
  /** The VPC. */
  public readonly vpc: ec2.IVpc;
  /** Its IPv4 block. */
  public readonly cidr: string;
  /** Zones of the app tier. */
  public readonly zones: string[];
  /** Subnets of the workloads. */
  public readonly app: ec2.SubnetSelection;
  /** Subnets of databases and caches. */
  public readonly data: ec2.SubnetSelection;

  constructor(scope: Construct, id: string, props: ImportedTieredVpcProps) {
    super(scope, id);
    validate(this, checks(props));
    this.vpc = props.vpc;
    this.cidr = props.cidr;
    this.app = props.app;
    this.data = props.data;
    this.zones = zonesOfTier(props.vpc, props.app);
  }
}

function checks(props: ImportedTieredVpcProps): Check[] {
  const minimum = props.minimumZones ?? 3;
  const tier = (name: string, selection: ec2.SubnetSelection): Check => {
    const zones = zonesOfTier(props.vpc, selection);
    return {
      code: 'MissingSubnets',
      property: name,
      when: zones.length < minimum,
      value: zones,
      allowed: `subnets in at least ${minimum} zones`,
      action: `Select subnets of the ${name} tier, or say with \`minimumZones\` that fewer zones are enough`,
    };
  };
  const block: Check = {
    code: 'InvalidCidr',
    property: 'cidr',
    when: parseCidr(props.cidr) === undefined,
    value: props.cidr,
    allowed: 'a literal IPv4 block, for example 10.0.0.0/16',
    action: 'State the block of the VPC',
  };
  return [block, tier('app', props.app), tier('data', props.data)];
}

/** Zones of the selected subnets; none when the selection matches nothing (the VPC would throw without a code). */
function zonesOfTier(vpc: ec2.IVpc, selection: ec2.SubnetSelection): string[] {
  try {
    return [...new Set(vpc.selectSubnets(selection).availabilityZones)];
  } catch {
    return [];
  }
}
