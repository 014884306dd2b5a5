import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { parseCidr } from '../core/cidr';
import { type Check, validate } from '../core/errors';
import { portCheck } from '../core/port-check';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
const DESCRIPTION = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

/** The security group of one tier. */
export interface TierSecurityGroupProps {
  /** The VPC. */
  readonly vpc: ec2.IVpc;
  /** What is behind the group: at most 255 ASCII letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* */
  readonly description: string;
  /**
   * Whether members may open connections to anywhere; false means: only to tiers that are linked.
   * @default true
   */
  readonly allowAllOutbound?: boolean;
}

/** One direction of traffic between two tiers. */
export interface TierLink {
  /** Who opens the connection. */
  readonly client: TierSecurityGroup;
  /** Who answers. */
  readonly server: TierSecurityGroup;
  /** TCP port: a literal number from 1 to 65535. */
  readonly port: number;
}

/**
 * The security group of a tier, in two shapes: `group` owns the rules, `reference` is what other constructs get, so that
 * none of them can add rules with ports that are unknown at synthesis (policy checks cannot read those).
 */
export class TierSecurityGroup extends Construct {
  /**
   * Allows connections from one tier to another. Both rules live in `scope`: pass the consumer's stack, so that the
   * stack of the other tier need not change.
   */
  public static link(scope: Construct, id: string, link: TierLink): void {
    const { client, server, port } = link;
    validate(scope, [portCheck(port)]);
    const rule = {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `${client.node.id} to ${server.node.id}`,
    };
    new ec2.CfnSecurityGroupIngress(scope, `${id}Ingress`, {
      ...rule,
      groupId: server.securityGroupId,
      sourceSecurityGroupId: client.securityGroupId,
    });
    if (client.allowAllOutbound) return;
    new ec2.CfnSecurityGroupEgress(scope, `${id}Egress`, {
      ...rule,
      groupId: client.securityGroupId,
      destinationSecurityGroupId: server.securityGroupId,
    });
  }

  /** The group that owns the rules. */
  public readonly group: ec2.SecurityGroup;
  /** An unchangeable view of the group, to be handed to other constructs. */
  public readonly reference: ec2.ISecurityGroup;
  /** Whether members may open connections to anywhere. */
  public readonly allowAllOutbound: boolean;

  constructor(scope: Construct, id: string, props: TierSecurityGroupProps) {
    super(scope, id);
    validate(this, [descriptionCheck(props.description)]);
    this.allowAllOutbound = props.allowAllOutbound ?? true;
    const { vpc, description } = props;
    const allowAllOutbound = this.allowAllOutbound;
    this.group = new ec2.SecurityGroup(this, 'Group', { vpc, description, allowAllOutbound });
    this.reference = ec2.SecurityGroup.fromSecurityGroupId(this, 'Reference', this.group.securityGroupId, {
      mutable: false,
      allowAllOutbound,
    });
  }

  /** Id of the group. */
  public get securityGroupId(): string {
    return this.group.securityGroupId;
  }

  /** Allows connections from a literal block of addresses to a TCP port. */
  public allowFromCidr(cidr: string, port: number, description: string): void {
    validate(this, [portCheck(port), descriptionCheck(description), cidrCheck(cidr)]);
    this.group.addIngressRule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), description);
  }
}

function descriptionCheck(description: string): Check {
  return {
    code: 'InvalidDescription',
    property: 'description',
    when: !Token.isUnresolved(description) && !DESCRIPTION.test(description),
    value: description,
    allowed: '1 to 255 ASCII letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*',
    action: 'Shorten or respell it',
  };
}

function cidrCheck(cidr: string): Check {
  return {
    code: 'InvalidCidr',
    property: 'cidr',
    when: parseCidr(cidr) === undefined,
    value: cidr,
    allowed: 'a literal IPv4 block, for example 10.0.0.0/16',
    action: 'State the block as a literal, because policy checks cannot read tokens',
  };
}
