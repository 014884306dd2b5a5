import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { RegionalStack } from '../../../constructs/core';

/** An internal load balancer that the policy packs accept, without the VPC, listener and targets of a real one. */
export function internalLoadBalancer(stack: RegionalStack): elbv2.IApplicationLoadBalancer {
  const attributes = {
    'deletion_protection.enabled': 'true',
    'routing.http.drop_invalid_header_fields.enabled': 'true',
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': 'access-logs',
  };
  const loadBalancer = new elbv2.CfnLoadBalancer(stack, 'LoadBalancer', {
    scheme: 'internal',
    subnets: ['subnet-11111111', 'subnet-22222222'],
    loadBalancerAttributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  });
  return elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Reference', {
    loadBalancerArn: loadBalancer.ref,
    loadBalancerDnsName: loadBalancer.attrDnsName,
    securityGroupId: 'sg-11111111',
  });
}
