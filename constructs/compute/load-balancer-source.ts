import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { parseCidr } from '../core/cidr';
import type { Check } from '../core/errors';

/**
 * Ids of the prefix list `com.amazonaws.global.cloudfront.origin-facing`. They differ per region, do not change, and
 * could otherwise be found only by asking the account.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
const CLOUDFRONT_PREFIX_LISTS: { [region: string]: string } = {
  'ap-northeast-1': 'pl-58a04531',
  'ap-northeast-2': 'pl-22a6434b',
  'ap-northeast-3': 'pl-31a14458',
  'ap-south-1': 'pl-9aa247f3',
  'ap-southeast-1': 'pl-31a34658',
  'ap-southeast-2': 'pl-b8a742d1',
  'ca-central-1': 'pl-38a64351',
  'eu-central-1': 'pl-a3a144ca',
  'eu-north-1': 'pl-fab65393',
  'eu-west-1': 'pl-4fa04526',
  'eu-west-2': 'pl-93a247fa',
  'eu-west-3': 'pl-75b1541c',
  'sa-east-1': 'pl-5da64334',
  'us-east-1': 'pl-3b927c52',
  'us-east-2': 'pl-b6a144df',
  'us-west-1': 'pl-4ea04527',
  'us-west-2': 'pl-82a045eb',
};

type Kind = 'vpc' | 'cloudfront' | 'cidr' | 'prefixList';

/** Who may open HTTPS connections to a load balancer. */
export class ClientSource {
  /** Every address of the load balancer's own VPC. Does not let CloudFront in: see `cloudFront`. */
  public static vpc(): ClientSource {
    return new ClientSource('vpc');
  }

  /**
   * CloudFront, which reaches an internal load balancer as a VPC origin. Its connections match the managed prefix list
   * of CloudFront, not the block of the VPC. The list counts as 55 of the 60 rules that a group may have, so it leaves
   * room for four other sources.
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
   */
  public static cloudFront(): ClientSource {
    return new ClientSource('cloudfront');
  }

  /** A literal IPv4 block, for example of a peered VPC. */
  public static cidr(cidr: string): ClientSource {
    return new ClientSource('cidr', cidr);
  }

  /** A prefix list by its id, for example `pl-0123456789abcdef0`. */
  public static prefixList(id: string): ClientSource {
    return new ClientSource('prefixList', id);
  }

  private constructor(
    private readonly kind: Kind,
    private readonly value: string = kind,
  ) {}

  /** @internal */
  public _checks(scope: IConstruct): Check[] {
    const check = { property: 'allowFrom', value: this.value };
    return [
      {
        ...check,
        code: 'InvalidSource',
        when: this.kind === 'cidr' && !isBlock(this.value),
        allowed: 'a literal IPv4 block smaller than 0.0.0.0/0 whose host bits are zero, for example 10.1.0.0/16',
        action: 'State the block of the clients',
      },
      {
        ...check,
        code: 'CloudFrontPrefixListUnknown',
        when: this.kind === 'cloudfront' && cloudFrontList(scope) === undefined,
        value: Stack.of(scope).region,
        allowed: `a literal region out of ${Object.keys(CLOUDFRONT_PREFIX_LISTS).join(', ')}`,
        action: 'Look the id up once and pass ClientSource.prefixList(id)',
      },
    ];
  }

  /** @internal */
  public _peer(scope: IConstruct, vpcCidr: string): ec2.IPeer {
    const { kind, value } = this;
    if (kind === 'vpc') return ec2.Peer.ipv4(vpcCidr);
    if (kind === 'cidr') return ec2.Peer.ipv4(value);
    return ec2.Peer.prefixList(kind === 'cloudfront' ? (cloudFrontList(scope) ?? value) : value);
  }

  /** @internal */
  public get _description(): string {
    return `HTTPS from ${this.value}`;
  }
}

function cloudFrontList(scope: IConstruct): string | undefined {
  const { region } = Stack.of(scope);
  return Token.isUnresolved(region) ? undefined : CLOUDFRONT_PREFIX_LISTS[region];
}

function isBlock(text: string): boolean {
  const range = parseCidr(text);
  return range !== undefined && range.size < 2 ** 32;
}
