import { Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { LogVault } from '../security';
import { CidrPlan, TIERS } from './cidr-plan';
import { Egress } from './egress';
import { EndpointProfile } from './endpoint-profile';
import { addEndpoints } from './endpoints';
import { addFlowLog } from './flow-log';
import { type ImportedTieredVpcProps, ImportedTieredVpc } from './imported-vpc';
import { nameSubnetsByZone } from './subnet-names';
import { tieredVpcChecks } from './tiered-vpc-checks';

/** A VPC with a tier for workloads and a tier for data: yours or the library's. */
export interface ITieredVpc {
  /** The VPC. */
  readonly vpc: ec2.IVpc;
  /** Its IPv4 block, as a literal. */
  readonly cidr: string;
  /** Zones over which both tiers are spread. */
  readonly zones: string[];
  /** Subnets of the workloads: private, with a way out unless `Egress.none()`. */
  readonly app: ec2.SubnetSelection;
  /** Subnets of databases and caches: isolated. */
  readonly data: ec2.SubnetSelection;
}

/** A VPC over exactly the stated zones. */
export interface TieredVpcProps {
  /** IPv4 block: a literal from /16 to /20. */
  readonly cidr: string;
  /** Makes the flow logs' group. */
  readonly logVault: LogVault;
  /**
   * Zones by name.
   * @default - the zones of the stack; a `RegionalStack` knows them without a look-up
   */
  readonly zones?: string[];
  /**
   * The fewest zones that are accepted. Two must be said, because then losing a zone takes half of the capacity.
   * @default 3
   */
  readonly minimumZones?: number;
  /**
   * How the app tier reaches the internet.
   * @default Egress.regionalNat()
   */
  readonly egress?: Egress;
  /**
   * Which AWS services are reached inside the VPC.
   * @default EndpointProfile.gatewayOnly()
   */
  readonly endpoints?: EndpointProfile;
  /**
   * Names of further isolated tiers, at most five. Append only: the position decides the block.
   * @default - none
   */
  readonly extraTiers?: string[];
  /**
   * Whether the rules of the default security group are removed (by a small function that the CDK provides).
   * @default true
   */
  readonly restrictDefaultSecurityGroup?: boolean;
}

/**
 * A VPC over exactly the stated zones with the tiers app and data, and public only where NAT gateways need it.
 *
 * Survives the loss of a zone (with `Egress.singleNat()` only if it is another one). A zone or tier that is added later
 * never replaces a subnet: block and logical id follow from the tier's name and the zone's letter. Does not survive the
 * loss of its region.
 */
export class TieredVpc extends Construct implements ITieredVpc {
  /** Your own VPC as a tiered one. */
  public static fromVpc(scope: Construct, id: string, props: ImportedTieredVpcProps): ITieredVpc {
    return new ImportedTieredVpc(scope, id, props);
  }

  /** The VPC. */
  public readonly vpc: ec2.IVpc;
  /** Its IPv4 block. */
  public readonly cidr: string;
  /** Zones of the tiers. */
  public readonly zones: string[];
  /** Subnets of the workloads. */
  public readonly app: ec2.SubnetSelection = { subnetGroupName: TIERS.app };
  /** Subnets of databases and caches. */
  public readonly data: ec2.SubnetSelection = { subnetGroupName: TIERS.data };
  /** Where accepted and rejected connections are logged. */
  public readonly flowLogGroup: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: TieredVpcProps) {
    super(scope, id);
    this.zones = props.zones ?? Stack.of(this).availabilityZones;
    this.cidr = props.cidr;
    validate(this, tieredVpcChecks(this, this.zones, props));
    const egress = props.egress ?? Egress.regionalNat();
    this.vpc = this.createVpc(props, egress);
    this.flowLogGroup = addFlowLog(this, this.vpc, props.logVault);
    addEndpoints(this, this, props.endpoints ?? EndpointProfile.gatewayOnly());
    this.warnOfSharedFate(egress);
  }

  private createVpc(props: TieredVpcProps, egress: Egress): ec2.Vpc {
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: new CidrPlan(props.cidr, props.extraTiers),
      availabilityZones: this.zones,
      subnetConfiguration: tiers(egress, props.extraTiers ?? []),
      natGatewayProvider: egress._provider,
      natGateways: egress._provider ? egress._gateways : 0,
      restrictDefaultSecurityGroup: props.restrictDefaultSecurityGroup ?? true,
    });
    nameSubnetsByZone(vpc);
    waitForAttachment(vpc);
    return vpc;
  }

  private warnOfSharedFate(egress: Egress): void {
    if (egress._kind !== 'single' || this.zones.length < 2) return;
    const message = `All ${this.zones.length} zones reach the internet through one NAT gateway in ${this.zones[0]}`;
    Validations.of(this).addWarning(
      'cdk-nines::SingleNat',
      `${message}: when that zone fails, all lose their way out.`,
    );
  }
}

/**
 * A regional NAT gateway is refused before the internet gateway is attached, and holds on to it when all is deleted. The
 * VPC makes only zonal ones wait, by the routes of their subnets.
 */
function waitForAttachment(vpc: ec2.Vpc): void {
  const attachment = vpc.node.tryFindChild('VPCGW');
  if (attachment) vpc.node.tryFindChild('RegionalNatGateway')?.node.addDependency(attachment);
}

function tiers(egress: Egress, extraTiers: string[]): ec2.SubnetConfiguration[] {
  const { PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED, PUBLIC } = ec2.SubnetType;
  const isolated = [TIERS.data, ...extraTiers].map((name) => ({ name, subnetType: PRIVATE_ISOLATED }));
  const app = { name: TIERS.app, subnetType: egress._provider ? PRIVATE_WITH_EGRESS : PRIVATE_ISOLATED };
  const publicTier = { name: TIERS.public, subnetType: PUBLIC, mapPublicIpOnLaunch: false };
  return [...(egress.needsPublicSubnets ? [publicTier] : []), app, ...isolated];
}
