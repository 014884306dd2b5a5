import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  BalancingAlgorithm,
  ClientSource,
  LoadBalancer,
  type LoadBalancerProps,
  Stickiness,
  type TargetOptions,
  type TargetSettings,
} from '../../../constructs/compute';
import { RegionalStack } from '../../../constructs/core';
import { TierSecurityGroup } from '../../../constructs/network';
import { codesOf, errorOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { ACKNOWLEDGED_AROUND, entry } from './load-balancer-fixture';

function build(props: Partial<LoadBalancerProps> = {}, app = testApp(), region?: string) {
  const around = entry(app, 'Test', region);
  const { stack, network } = around;
  const loadBalancer = new LoadBalancer(stack, 'Entry', { ...around, ...props });
  const members = new TierSecurityGroup(stack, 'Members', { vpc: network.vpc, description: 'Members' });
  return { stack, network, loadBalancer, members };
}

function withTarget(settings: Partial<TargetSettings> = {}) {
  const built = build();
  const target = built.loadBalancer.addTarget(built.stack, 'Target', {
    port: 8080,
    members: built.members,
    ...settings,
  });
  return { ...built, target };
}

const attribute = (Key: string, Value: string) => ({ Key, Value });
const codesOfTarget = (settings: Partial<TargetSettings>) => codesOf(() => withTarget(settings));

test('passes all gates, minimal and maximal', () => {
  const synthesis = new Synthesis((app) => {
    const { loadBalancer, members, stack } = build({}, app);
    loadBalancer.addTarget(stack, 'Plain', { port: 8080, members });
    loadBalancer.addTarget(stack, 'Full', {
      port: 8443,
      members,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      targetType: elbv2.TargetType.IP,
      alternate: true,
      algorithm: BalancingAlgorithm.leastOutstandingRequests(),
      stickiness: Stickiness.applicationCookie('session', Duration.hours(1)),
      paths: ['/api/*'],
      hosts: ['api.example.com'],
      priority: 10,
    });
    const full = entry(app, 'Full', 'eu-west-1');
    new LoadBalancer(full.stack, 'Entry', {
      ...full,
      allowFrom: [
        ClientSource.cloudFront(),
        ClientSource.cidr('10.9.0.0/16'),
        ClientSource.prefixList('pl-0123456789abcdef0'),
      ],
      reservedCapacityUnits: 500,
      minimumHealthyTargets: 2,
      idleTimeout: Duration.minutes(2),
    });
  });
  expect(synthesis.fatal).toEqual([]);
  expect(synthesis.acknowledged).toEqual(ACKNOWLEDGED_AROUND);
});

describe('the default', () => {
  const { stack } = withTarget();
  const template = Template.fromStack(stack);

  test('is internal, in the subnets of all zones, protected, logged, and can be shifted away from a zone', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      Subnets: [Match.anyValue(), Match.anyValue(), Match.anyValue()],
      MinimumLoadBalancerCapacity: Match.absent(),
      LoadBalancerAttributes: Match.arrayWith([
        attribute('deletion_protection.enabled', 'true'),
        attribute('load_balancing.cross_zone.enabled', 'true'),
        attribute('routing.http.drop_invalid_header_fields.enabled', 'true'),
        attribute('zonal_shift.config.enabled', 'true'),
        attribute('access_logs.s3.enabled', 'true'),
      ]),
    });
  });

  test('listens on HTTPS alone, and answers 404 to what no target takes', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: Match.objectLike({ StatusCode: '404' }) }],
    });
  });

  test('is behind the web ACL', () => {
    const ResourceArn = { Ref: Match.stringLikeRegexp('^EntryAlb') };
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn,
      WebACLArn: Match.stringLikeRegexp('webacl'),
    });
  });

  test('lets in the VPC on 443, and connects to the port of its members alone', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Load balancer Test/Entry',
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443 })],
    });
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupEgress', { FromPort: 8080, ToPort: 8080 }, 1);
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, ToPort: 8080 }, 1);
  });

  test('sends everything to its members, which are checked every ten seconds', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Priority: 1000,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'instance',
      HealthCheckIntervalSeconds: 10,
      HealthCheckProtocol: 'HTTP',
      UnhealthyThresholdCount: 2,
      TargetGroupAttributes: Match.arrayWith([
        attribute('deregistration_delay.timeout_seconds', '60'),
        attribute('target_group_health.dns_failover.minimum_healthy_targets.count', '1'),
        attribute('stickiness.enabled', 'false'),
        attribute('load_balancing.algorithm.type', 'round_robin'),
      ]),
    });
  });
});

test('lets CloudFront in by the prefix list of the region', () => {
  const { stack } = build({ allowFrom: [ClientSource.cloudFront()] }, testApp(), 'eu-central-1');
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    SourcePrefixListId: 'pl-a3a144ca',
    FromPort: 443,
  });
  template.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.anyValue() }, 0);
});

describe('a target', () => {
  const { stack, loadBalancer, members } = build();
  const add = (port: number, settings: Omit<TargetOptions, 'port' | 'members'>) =>
    loadBalancer.addTarget(stack, `Target${port}`, { port, members, priority: port, ...settings });
  add(1, { algorithm: BalancingAlgorithm.weightedRandom() });
  add(2, { slowStart: Duration.seconds(90), deregistrationDelay: Duration.minutes(5), crossZone: false });
  add(3, { protocol: elbv2.ApplicationProtocol.HTTPS, healthCheck: { path: '/ready' } });
  add(4, { protocolVersion: elbv2.ApplicationProtocolVersion.GRPC });
  add(5, { alternate: true });
  const template = Template.fromStack(stack);
  const expectGroup = (Port: number, properties: object) =>
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { Port, ...properties });
  const expectAttribute = (port: number, key: string, value: string) =>
    expectGroup(port, { TargetGroupAttributes: Match.arrayWith([attribute(key, value)]) });

  test('mitigates anomalies with weighted random routing', () => {
    expectAttribute(1, 'load_balancing.algorithm.type', 'weighted_random');
    expectAttribute(1, 'load_balancing.algorithm.anomaly_mitigation', 'on');
  });

  test('starts members slowly, drains them, and can stay in its zone', () => {
    expectAttribute(2, 'slow_start.duration_seconds', '90');
    expectAttribute(2, 'deregistration_delay.timeout_seconds', '300');
    expectAttribute(2, 'load_balancing.cross_zone.enabled', 'false');
  });

  test('checks members on the protocol of the requests, and keeps what is left out of a health check', () => {
    expectGroup(3, { HealthCheckProtocol: 'HTTPS', HealthCheckPath: '/ready', HealthCheckIntervalSeconds: 10 });
  });

  test('checks gRPC members by gRPC status', () => {
    expectGroup(4, { ProtocolVersion: 'GRPC', Matcher: Match.absent() });
  });

  test('can have a second group, which starts without traffic', () => {
    const weight = (Weight: number) => Match.objectLike({ Weight });
    template.resourcePropertiesCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 5 }, 2);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [weight(100), weight(0)] } }],
    });
  });
});

test('a target of another stack leaves the stack of the load balancer alone', () => {
  const app = testApp();
  const { stack, loadBalancer, network } = build({}, app);
  const other = new RegionalStack(app, 'Other', { region: 'us-east-1', zones: stack.zones });
  const members = new TierSecurityGroup(other, 'Members', { vpc: network.vpc, description: 'Members' });
  loadBalancer.addTarget(other, 'Target', { port: 8080, members });
  Template.fromStack(other).resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
  expect(stack.dependencies).toEqual([]);
});

describe('bad input', () => {
  test('fails with all problems of a load balancer', () => {
    const bad = () =>
      build({
        certificates: [],
        allowFrom: [ClientSource.cidr('0.0.0.0/0')],
        idleTimeout: Duration.hours(2),
        reservedCapacityUnits: 99,
        minimumHealthyTargets: 0,
      });
    expect(codesOf(bad)).toEqual([
      'InvalidSource',
      'MissingCertificate',
      'IdleTimeoutOutOfRange',
      'ReservedCapacityTooSmall',
      'MinimumHealthyOutOfRange',
    ]);
  });

  test('fails with the whole message when the prefix list of CloudFront is unknown', () => {
    const error = errorOf(() => build({ allowFrom: [ClientSource.cloudFront()] }, testApp(), 'xx-north-1'));
    expect(error.message).toMatch(
      /^Test\/Entry: \[CloudFrontPrefixListUnknown\] allowFrom is 'xx-north-1'; allowed: a literal region out of ap-.*us-west-2\. Look the id up once and pass ClientSource\.prefixList\(id\)\.$/,
    );
  });

  test.each([
    ['SlowStartOutOfRange', { slowStart: Duration.seconds(29) }],
    ['SlowStartOutOfRange', { slowStart: Duration.seconds(901) }],
    ['DeregistrationDelayOutOfRange', { deregistrationDelay: Duration.seconds(3601) }],
    ['StickinessOutOfRange', { stickiness: Stickiness.cookie(Duration.days(8)) }],
    ['ReservedCookieName', { stickiness: Stickiness.applicationCookie('AWSALBAPP-0', Duration.days(1)) }],
    [
      'SlowStartNeedsRoundRobin',
      { slowStart: Duration.minutes(1), algorithm: BalancingAlgorithm.leastOutstandingRequests() },
    ],
    [
      'StickinessNotWithWeightedRandom',
      { stickiness: Stickiness.cookie(Duration.days(1)), algorithm: BalancingAlgorithm.weightedRandom() },
    ],
    ['StickinessNeedsCrossZone', { stickiness: Stickiness.cookie(Duration.days(1)), crossZone: false }],
    ['TooManyConditions', { paths: ['/a', '/b', '/c'], hosts: ['a.example.com', 'b.example.com', 'c.example.com'] }],
    ['PriorityOutOfRange', { priority: 0 }],
    ['PriorityOutOfRange', { priority: 50001 }],
  ])('fails with %s', (code, settings) => {
    expect(codesOfTarget(settings)).toEqual([code]);
  });

  test('empty lists of paths and hosts mean everything', () => {
    const { stack } = withTarget({ paths: [], hosts: [] });
    Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    });
  });

  test('fails when two targets have one priority', () => {
    const { loadBalancer, stack, members } = withTarget();
    expect(codesOf(() => loadBalancer.addTarget(stack, 'Second', { port: 8081, members }))).toEqual(['PriorityTaken']);
  });

  test('accepts the ends of every range', () => {
    const ends = { slowStart: Duration.seconds(30), deregistrationDelay: Duration.seconds(3600), priority: 50000 };
    expect(() => withTarget(ends)).not.toThrow();
    expect(() =>
      withTarget({ slowStart: Duration.seconds(900), deregistrationDelay: Duration.seconds(0), priority: 1 }),
    ).not.toThrow();
  });
});
