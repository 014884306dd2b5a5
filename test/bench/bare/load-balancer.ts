import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { AppStack } from './app-stack';
import { protect } from './firewall';
import { PORTS } from './settings';

/** A load balancer with one target group. */
export interface Entry {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly targetGroup: elbv2.ApplicationTargetGroup;
  readonly rule: elbv2.ApplicationListenerRule;
}

/** An internal load balancer that only `clients` reach, and which forwards everything to the target group. */
export function createEntry(
  stack: AppStack,
  id: string,
  clients: ec2.IPeer,
  group: elbv2.ApplicationTargetGroup,
): Entry {
  const loadBalancer = createLoadBalancer(stack, id, clients);
  const listener = loadBalancer.addListener('Https', {
    port: PORTS.https,
    protocol: elbv2.ApplicationProtocol.HTTPS,
    certificates: [stack.certificate],
    sslPolicy: elbv2.SslPolicy.TLS13_12_RES_PQ,
    open: false,
    defaultAction: elbv2.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' }),
  });
  const rule = new elbv2.ApplicationListenerRule(stack, `${id}Rule`, {
    listener,
    priority: 1000,
    conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
    action: elbv2.ListenerAction.forward([group]),
  });
  protect(stack, `${id}Protection`, loadBalancer.loadBalancerArn, stack.firewall);
  return { loadBalancer, targetGroup: group, rule };
}

export function createTargetGroup(stack: AppStack, id: string, options: elbv2.ApplicationTargetGroupProps) {
  return new elbv2.ApplicationTargetGroup(stack, id, {
    vpc: stack.foundation.vpc,
    port: PORTS.workload,
    protocol: elbv2.ApplicationProtocol.HTTP,
    deregistrationDelay: Duration.seconds(60),
    crossZoneEnabled: true,
    targetGroupHealth: { dnsMinimumHealthyTargetCount: 1, routingMinimumHealthyTargetCount: 1 },
    healthCheck: {
      protocol: elbv2.Protocol.HTTP,
      path: '/',
      healthyHttpCodes: '200-299',
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 2,
    },
    ...options,
  });
}

function createLoadBalancer(stack: AppStack, id: string, clients: ec2.IPeer): elbv2.ApplicationLoadBalancer {
  const { vpc, app, accessLogs } = stack.foundation;
  const description = `Load balancer ${id}`;
  const securityGroup = new ec2.SecurityGroup(stack, `${id}Clients`, { vpc, description, allowAllOutbound: false });
  securityGroup.addIngressRule(clients, ec2.Port.tcp(PORTS.https), 'HTTPS');
  const loadBalancer = new elbv2.ApplicationLoadBalancer(stack, id, {
    vpc,
    vpcSubnets: app,
    securityGroup,
    internetFacing: false,
    deletionProtection: true,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: elbv2.DesyncMitigationMode.DEFENSIVE,
    crossZoneEnabled: true,
    http2Enabled: true,
    wafFailOpen: false,
  });
  loadBalancer.setAttribute('zonal_shift.config.enabled', 'true');
  loadBalancer.logAccessLogs(accessLogs, id);
  return loadBalancer;
}
