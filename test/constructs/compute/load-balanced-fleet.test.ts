import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  BalancingAlgorithm,
  InstanceChoice,
  LoadBalancedFleet,
  type LoadBalancedFleetProps,
  LoadMetric,
  ScalingPolicy,
  Stickiness,
} from '../../../constructs/compute';
import { codesOf, errorOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { ACKNOWLEDGED_AROUND, entry, warningsOf } from './load-balancer-fixture';

const instances = InstanceChoice.single(new ec2.InstanceType('m7g.large'));
const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'OrdersPerMember' });

function build(props: Partial<LoadBalancedFleetProps> = {}, app = testApp()) {
  const around = entry(app);
  const key = around.platformKey.key;
  const tier = new LoadBalancedFleet(around.stack, 'Web', {
    ...around,
    key,
    instances,
    port: 8080,
    peakMembers: 6,
    ...props,
  });
  return { stack: around.stack, tier };
}

const scaling = [
  ScalingPolicy.cpu(40),
  ScalingPolicy.requests(1000),
  ScalingPolicy.metric({ name: 'Orders', metric, target: 5 }),
  ScalingPolicy.schedule({
    at: autoscaling.Schedule.cron({ minute: '0', hour: '8' }),
    timeZone: 'Europe/Berlin',
    minimum: 12,
    maximum: 30,
  }),
  ScalingPolicy.predictive({
    load: LoadMetric.REQUESTS,
    target: 1000,
    act: true,
    lead: Duration.minutes(10),
    maximumBuffer: 10,
  }),
  ScalingPolicy.step({
    name: 'Burst',
    metric,
    steps: [
      { upper: 10, change: -1 },
      { lower: 50, change: 2 },
      { lower: 100, change: 4 },
    ],
  }),
];

describe('the default', () => {
  let tier!: LoadBalancedFleet;
  const synthesis = new Synthesis((app) => {
    tier = build({}, app).tier;
  });
  const template = () => synthesis.template(tier.loadBalancer.alb.stack);

  test('passes all gates', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(['AwsSolutions-IAM5[Resource::*]', ...ACKNOWLEDGED_AROUND]);
  });

  test('has as many members as still carry the peak without a zone: 9 over 3 zones for a peak of 6', () => {
    template().hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', { MinSize: '9', MaxSize: '18' });
    expect([tier.fleet.minimum, tier.fleet.maximum]).toEqual([9, 18]);
    expect(warningsOf(tier.fleet)).toEqual([]);
  });

  test('spreads over all zones, replaces what the load balancer finds unhealthy, and starts before it ends', () => {
    template().hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      VPCZoneIdentifier: [Match.anyValue(), Match.anyValue(), Match.anyValue()],
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 300,
      InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
      AvailabilityZoneDistribution: { CapacityDistributionStrategy: 'balanced-best-effort' },
      AvailabilityZoneImpairmentPolicy: {
        ZonalShiftEnabled: true,
        ImpairedZoneHealthCheckBehavior: 'ReplaceUnhealthy',
      },
      TargetGroupARNs: [Match.anyValue()],
    });
  });

  test('opens the members for the load balancer alone', () => {
    const rules = template().findResources('AWS::EC2::SecurityGroupIngress');
    expect(Object.values(rules).map((rule) => rule.Properties.FromPort)).toEqual([8080]);
    template().hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Members of Test/Web',
      SecurityGroupIngress: Match.absent(),
    });
  });
});

describe('scaling', () => {
  let tier!: LoadBalancedFleet;
  const synthesis = new Synthesis((app) => {
    tier = build({ scaling, algorithm: BalancingAlgorithm.weightedRandom() }, app).tier;
  });
  const template = () => synthesis.template(tier.loadBalancer.alb.stack);
  const label = Match.objectLike({ 'Fn::Join': Match.anyValue() });

  test('by all policies at once passes all gates', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(['AwsSolutions-IAM5[Resource::*]', ...ACKNOWLEDGED_AROUND]);
  });

  test('tracks CPU and a metric of your own', () => {
    template().hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      TargetTrackingConfiguration: {
        TargetValue: 40,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    });
    const MetricStat = {
      Metric: Match.objectLike({ Namespace: 'Shop', MetricName: 'OrdersPerMember' }),
      Stat: 'Average',
      Period: 60,
    };
    template().hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      TargetTrackingConfiguration: {
        TargetValue: 5,
        CustomizedMetricSpecification: { Metrics: [{ Id: 'result', MetricStat, ReturnData: true }] },
      },
    });
  });

  test('tracks the requests per member once the target receives requests', () => {
    template().hasResource('AWS::AutoScaling::ScalingPolicy', {
      Properties: {
        TargetTrackingConfiguration: {
          TargetValue: 1000,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label },
        },
      },
      DependsOn: [Match.stringLikeRegexp('^WebTargetRule')],
    });
  });

  test('starts capacity ahead of the forecast, up to ten percent above the maximum', () => {
    template().hasResource('AWS::AutoScaling::ScalingPolicy', {
      Properties: {
        PolicyType: 'PredictiveScaling',
        PredictiveScalingConfiguration: {
          Mode: 'ForecastAndScale',
          SchedulingBufferTime: 600,
          MaxCapacityBreachBehavior: 'IncreaseMaxCapacity',
          MaxCapacityBuffer: 10,
          MetricSpecifications: [
            {
              TargetValue: 1000,
              PredefinedMetricPairSpecification: { PredefinedMetricType: 'ALBRequestCount', ResourceLabel: label },
            },
          ],
        },
      },
      DependsOn: [Match.stringLikeRegexp('^WebTargetRule')],
    });
  });

  test('follows the calendar in its time zone', () => {
    const action = { MinSize: 12, MaxSize: 30, Recurrence: '0 8 * * *', TimeZone: 'Europe/Berlin' };
    template().hasResourceProperties('AWS::AutoScaling::ScheduledAction', action);
  });

  test('adds more members the larger the breach', () => {
    template().hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      PolicyType: 'StepScaling',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 50, ScalingAdjustment: 2 },
        { MetricIntervalLowerBound: 50, ScalingAdjustment: 4 },
      ],
    });
  });
});

describe('warnings', () => {
  test('name the numbers when the minimum does not survive a zone', () => {
    const { tier } = build({ minimum: 8 });
    const text =
      'The minimum of 8 over 3 zones leaves 5 when a zone is lost; the peak needs 6. Raise `minimum` to 9, or leave it out.';
    expect(warningsOf(tier.fleet)).toEqual([expect.stringContaining(text)]);
    expect(warningsOf(build({ minimum: 9 }).tier.fleet)).toEqual([]);
  });

  test('name the numbers when the peak depends on Spot', () => {
    const types = [new ec2.InstanceType('m7g.large'), new ec2.InstanceType('m6g.large')];
    const spot = (onDemandBase: number) => InstanceChoice.mixed({ types, onDemandBase, onDemandPercent: 0 });
    const text = 'Of the 6 members that the peak needs, 2 and 0 percent of the others are on-demand';
    expect(warningsOf(build({ instances: spot(2) }).tier.fleet)).toEqual([expect.stringContaining(text)]);
    expect(warningsOf(build({ instances: spot(6) }).tier.fleet)).toEqual([]);
  });
});

describe('bad input', () => {
  test('fails with the problems of all parts at once', () => {
    const bad = () =>
      build({
        certificates: [],
        stickiness: Stickiness.cookie(Duration.days(8)),
        peakMembers: 6,
        maximum: 8,
        scaling: [ScalingPolicy.cpu(0)],
      });
    expect(codesOf(bad)).toEqual([
      'MissingCertificate',
      'StickinessOutOfRange',
      'MinimumAboveMaximum',
      'MaximumBelowZoneLoss',
      'PercentOutOfRange',
    ]);
  });

  test('fails with the whole message when the maximum cannot carry the peak without a zone', () => {
    expect(errorOf(() => build({ minimum: 3, maximum: 8 })).message).toBe(
      'Test/Web: [MaximumBelowZoneLoss] maximum is 8; allowed: 9 or more: the peak needs 6 members, so 9 over 3 zones ' +
        'when one may be lost. Raise `maximum`, or lower `peakMembers`.',
    );
  });
});
