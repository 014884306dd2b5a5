import { type Duration, ReferenceStrength, Stack, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct, IConstruct } from 'constructs';

/** The internal load balancer of one region. */
export interface EdgeLoadBalancer {
  /** Region of the load balancer: a literal. */
  readonly region: string;
  /**
   * An internal Application Load Balancer with an HTTPS listener on port 443. Its security group has to let in the prefix
   * list `com.amazonaws.global.cloudfront.origin-facing`, and its VPC needs an internet gateway (no route to it).
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
   */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  /**
   * Paths that always go to this region, with all methods and without cache or failover: for writes.
   * @default - none
   */
  readonly paths?: string[];
}

/** How the edge connects to load balancers. */
export interface ConnectionOptions {
  readonly hostName?: string;
  readonly connectionTimeout: Duration;
  readonly connectionAttempts: number;
  readonly responseTimeout: Duration;
  readonly originShieldRegion?: string;
}

/**
 * The VPC origin of a load balancer. CloudFront's control plane is in us-east-1 alone, therefore the VPC origin is in the
 * stack of the distribution: one update takes the distribution off a load balancer before it removes the VPC origin.
 * @see https://docs.aws.amazon.com/general/latest/gr/cf_region.html
 */
export function vpcOrigin(scope: Construct, { region, loadBalancer }: EdgeLoadBalancer): cloudfront.VpcOrigin {
  const endpointArn = reference(scope, loadBalancer, loadBalancer.loadBalancerArn);
  const domainName = reference(scope, loadBalancer, loadBalancer.loadBalancerDnsName);
  return new cloudfront.VpcOrigin(scope, `VpcOrigin-${region}`, {
    endpoint: { endpointArn, domainName },
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
  });
}

/** A VPC origin as an origin of the distribution. */
export function loadBalancerOrigin(
  vpcOrigin: cloudfront.IVpcOrigin,
  originId: string,
  options: ConnectionOptions,
): cloudfront.IOrigin {
  const { hostName, responseTimeout, connectionTimeout, connectionAttempts, originShieldRegion } = options;
  return origins.VpcOrigin.withVpcOrigin(vpcOrigin, {
    originId,
    domainName: hostName,
    connectionTimeout,
    connectionAttempts,
    readTimeout: responseTimeout,
    originShieldRegion,
  });
}

/** A value of another stack, read when this stack is deployed: regions must not hold one another. */
export function reference(consumer: IConstruct, producer: IConstruct, value: string): string {
  const isLocal = Stack.of(consumer) === Stack.of(producer) || !Token.isUnresolved(value);
  return isLocal ? value : Stack.consumeReference(value, ReferenceStrength.WEAK);
}
