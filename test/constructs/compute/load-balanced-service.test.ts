import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  BalancingAlgorithm,
  ContainerService,
  LoadBalancedService,
  type LoadBalancedServiceProps,
  LoadMetric,
  ScalingPolicy,
} from '../../../constructs/compute';
import { codesOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { ACKNOWLEDGED_AROUND, type Entry, entry, warningsOf } from './load-balancer-fixture';

const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable');

function shop(props: Partial<LoadBalancedServiceProps> = {}, around: Entry = entry(testApp())): LoadBalancedService {
  const { stack, network, logVault, certificates, firewall } = around;
  const given = { network, logVault, certificates, firewall, image, port: 8080, peakMembers: 4, ...props };
  return new LoadBalancedService(stack, 'Shop', given);
}

function maximal(around: Entry): LoadBalancedService {
  const notifications = new sns.Topic(around.stack, 'Told', { masterKey: around.platformKey.key, enforceSSL: true });
  const props: Partial<LoadBalancedServiceProps> = {
    notifications,
    healthCheckGrace: Duration.minutes(3),
    healthCheck: { path: '/healthy' },
    algorithm: BalancingAlgorithm.leastOutstandingRequests(),
    deregistrationDelay: Duration.seconds(20),
    protocolVersion: elbv2.ApplicationProtocolVersion.HTTP2,
    scaling: [
      ScalingPolicy.cpu(50),
      ScalingPolicy.requests(600),
      ScalingPolicy.predictive({ load: LoadMetric.REQUESTS, target: 600, act: true }),
    ],
  };
  return shop(props, around);
}

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    shop({}, entry(app, 'Minimal'));
    maximal(entry(app, 'Maximal', 'eu-west-1'));
  });

  test('find nothing', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('have acknowledged nothing of its own', () => {
    expect(synthesis.acknowledged).toEqual(ACKNOWLEDGED_AROUND);
  });
});

describe('by default', () => {
  let template: Template;

  beforeAll(() => {
    template = Template.fromStack(shop().service.service.stack);
  });

  test('runs as many tasks as carry the peak without a zone', () => {
    template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: Match.absent() });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 6, MaxCapacity: 12 });
  });

  test('rolls a release back that does not start, fails requests or leaves tasks unhealthy', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      AvailabilityZoneRebalancing: 'ENABLED',
      HealthCheckGracePeriodSeconds: 60,
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        Alarms: {
          Enable: true,
          Rollback: true,
          AlarmNames: [refTo('FailureAlarm'), refTo('UnhealthyAlarm')],
        },
      },
    });
  });

  test('gives new tasks their grace period before it calls them unhealthy', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'UnHealthyHostCount',
      EvaluationPeriods: 4,
      DatapointsToAlarm: 3,
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.anyValue(),
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    });
  });

  test('has alarms that tell a topic which lets them in', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [refTo('Alarms')] });
    const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    const allowed = policy.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(JSON.stringify(allowed)).toContain('"cloudwatch.amazonaws.com"');
  });

  test('registers addresses of tasks, on the port that the load balancer may reach', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { TargetType: 'ip', Port: 8080 });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, ToPort: 8080 });
    const services = Object.values(template.findResources('AWS::ECS::Service')) as { DependsOn: string[] }[];
    expect(services[0].DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching('Rule'), expect.stringMatching('ConnectionIngress')]),
    );
  });
});

describe('when it is told to', () => {
  let template: Template;

  beforeAll(() => {
    template = Template.fromStack(maximal(entry(testApp())).service.service.stack);
  });

  test('scales on the requests that its own target group counts', () => {
    const label = {
      'Fn::Join': ['', Match.arrayWith([{ 'Fn::GetAtt': [Match.stringLikeRegexp('Target'), 'TargetGroupFullName'] }])],
    };
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 600,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label },
      },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PredictiveScalingPolicyConfiguration: {
        Mode: 'ForecastAndScale',
        MetricSpecifications: [
          { PredefinedMetricPairSpecification: { PredefinedMetricType: 'ALBRequestCount', ResourceLabel: label } },
        ],
      },
    });
  });

  test('tells the topic that it was given, and makes none', () => {
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [refTo('Told')] });
  });

  test('gives tasks more time', () => {
    template.hasResourceProperties('AWS::ECS::Service', { HealthCheckGracePeriodSeconds: 180 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'UnHealthyHostCount',
      DatapointsToAlarm: 5,
    });
  });
});

test('makes neither alarms nor a topic when alarms are ruled out', () => {
  const template = Template.fromStack(shop({ rollbackAlarms: [] }).service.service.stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  template.resourceCountIs('AWS::SNS::Topic', 0);
  template.hasResourceProperties('AWS::ECS::Service', { DeploymentConfiguration: { Alarms: Match.absent() } });
});

test('warns with the numbers when the minimum does not survive the loss of a zone', () => {
  expect(warningsOf(shop({ peakMembers: 6, minimum: 3 }).service)).toEqual([
    expect.stringMatching('minimum of 3 over 3 zones leaves 2 .* the peak needs 6.* to 9'),
  ]);
});

test('shares a load balancer with another service', () => {
  const around = entry(testApp());
  const { loadBalancer, service } = shop({}, around);
  const { stack, network, logVault } = around;
  const members = service.securityGroup;
  const options = { members, port: 8080, targetType: elbv2.TargetType.IP, paths: ['/search/*'], priority: 10 };
  const target = loadBalancer.addTarget(stack, 'SearchTarget', options);
  new ContainerService(stack, 'Search', { network, logVault, image, peakMembers: 2, port: 8080, target });
  Template.fromStack(stack).resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 2);
});

test('fails with the mistakes of all parts at once', () => {
  const mistakes = { certificates: [], deregistrationDelay: Duration.hours(2), peakMembers: 0, cpu: 300 };
  expect(codesOf(() => shop(mistakes))).toEqual([
    'MissingCertificate',
    'DeregistrationDelayOutOfRange',
    'PeakNotPositive',
    'FargateSizeNotOffered',
  ]);
});

test('fails when a service behind a load balancer states no port', () => {
  const around = entry(testApp());
  const { target } = shop({}, around);
  const { stack, network, logVault } = around;
  const props = { network, logVault, image, peakMembers: 2, target };
  expect(codesOf(() => new ContainerService(stack, 'Portless', props))).toEqual(['MissingPort']);
});

test('fails when a service does not fit its target: another port, or a target for instances', () => {
  const around = entry(testApp());
  const { loadBalancer, service } = shop({}, around);
  const { stack, network, logVault } = around;
  const target = loadBalancer.addTarget(stack, 'Servers', { members: service.securityGroup, port: 8080, priority: 1 });
  const props = { network, logVault, image, peakMembers: 2, port: 3000, target };
  expect(codesOf(() => new ContainerService(stack, 'Misfit', props))).toEqual([
    'TargetTypeMismatch',
    'PortNotOfTarget',
  ]);
});

function refTo(id: string) {
  return { Ref: Match.stringLikeRegexp(id) };
}
