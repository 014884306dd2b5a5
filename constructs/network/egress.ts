import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** How the app tier reaches the internet. */
export class Egress {
  /**
   * One regional NAT gateway that spans all zones: no public subnets, nothing to place. It follows the workload into a new
   * zone within an hour; until then that zone's traffic leaves through another one.
   * Survives the loss of a zone.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
   */
  public static regionalNat(): Egress {
    return new Egress('regional', false, ec2.NatProvider.regionalGateway());
  }

  /** A NAT gateway in a public subnet of every zone. Survives the loss of a zone. */
  public static natPerZone(): Egress {
    return new Egress('perZone', true, ec2.NatProvider.gateway());
  }

  /** One NAT gateway in one zone. Does not survive the loss of that zone: all zones lose their way out with it. */
  public static singleNat(): Egress {
    return new Egress('single', true, ec2.NatProvider.gateway(), 1);
  }

  /**
   * No way out: everything that the workload needs comes through VPC endpoints. Without an internet gateway, CloudFront
   * cannot reach load balancers of the VPC either.
   */
  public static none(): Egress {
    return new Egress('none', false);
  }

  private constructor(
    /** @internal */ public readonly _kind: string,
    /** Whether the choice needs a public subnet in every zone. */
    public readonly needsPublicSubnets: boolean,
    /** @internal */ public readonly _provider?: ec2.NatProvider,
    /** @internal */ public readonly _gateways?: number,
  ) {}
}
