import { Duration, Size } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DeletionProtection } from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  InstanceChoice,
  MaintenancePolicy,
  Rollout,
  ScalingPolicy,
  ServerFleet,
  type ServerFleetProps,
  WarmPool,
  ZoneImpairment,
} from '../../../constructs/compute';
import { codesOf } from '../../_helpers/errors';
import { surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { ACKNOWLEDGED_AROUND } from './load-balancer-fixture';

const arm = new ec2.InstanceType('m7g.large');
const older = new ec2.InstanceType('m6g.large');
const intel = new ec2.InstanceType('m7i.large');
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

type Settings = Partial<ServerFleetProps>;

function build(settings: Settings | ((scope: Construct) => Settings) = {}, app = testApp()) {
  const { stack, platformKey, network } = surroundings(app);
  const required = { network, key: platformKey.key, instances: InstanceChoice.single(arm), peakMembers: 2 };
  const own = typeof settings === 'function' ? settings(stack) : settings;
  return { stack, fleet: new ServerFleet(stack, 'Workers', { ...required, ...own }) };
}

const ordersIn = (scope: Construct) =>
  sqs.Queue.fromQueueArn(scope, 'Orders', 'arn:aws:sqs:us-east-1:111111111111:orders');

const userDataOf = ({ launchTemplate }: ServerFleet): unknown =>
  launchTemplate.stack.resolve(launchTemplate.userData?.render());

const anyString: unknown = expect.any(String);

const templateOf = (props: Settings) => Template.fromStack(build(props).stack);

describe('the default', () => {
  let built!: ReturnType<typeof build>;
  const synthesis = new Synthesis((app) => {
    built = build({ sessionManager: false }, app);
  });
  const template = () => synthesis.template(built.stack);

  test('passes all gates, without any acknowledgement of its own when there is no shell', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(ACKNOWLEDGED_AROUND);
  });

  test('launches members that are monitored, encrypted, private, and ask for IMDSv2 tokens', () => {
    template().hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
        Monitoring: { Enabled: true },
        EbsOptimized: true,
        NetworkInterfaces: [Match.objectLike({ AssociatePublicIpAddress: false })],
        BlockDeviceMappings: [
          {
            DeviceName: '/dev/xvda',
            Ebs: Match.objectLike({ Encrypted: true, VolumeType: 'gp3', VolumeSize: 20, KmsKeyId: Match.anyValue() }),
          },
        ],
        KeyName: Match.absent(),
      },
    });
  });

  test('takes the newest Amazon Linux of the architecture at deployment', () => {
    const parameters = template().findParameters('*', { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' });
    expect(Object.values(parameters).map((parameter) => parameter.Default)).toEqual([
      expect.stringMatching(/al2023.*arm64$/),
    ]);
  });

  test('refreshes members, tells of every change, and refuses to end with running members', () => {
    template().hasResource(GROUP, {
      Properties: {
        MinSize: '3',
        MaxSize: '6',
        HealthCheckType: 'EBS',
        DefaultInstanceWarmup: 120,
        DeletionProtection: 'prevent-force-deletion',
        MetricsCollection: [{ Granularity: '1Minute' }],
        NotificationConfigurations: [
          { TopicARN: Match.anyValue(), NotificationTypes: Array(4).fill(Match.anyValue()) },
        ],
      },
      UpdatePolicy: { AutoScalingInstanceRefresh: { Strategy: 'Rolling' } },
    });
    template().hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template().resourceCountIs('AWS::AutoScaling::LifecycleHook', 0);
    template().resourceCountIs('AWS::AutoScaling::WarmPool', 0);
  });

  test('waits for the way out', () => {
    template().hasResource(GROUP, { DependsOn: Match.arrayWith([Match.stringLikeRegexp('AppADefaultRoute$')]) });
  });
});

describe('everything switched on', () => {
  let built!: ReturnType<typeof build>;
  const synthesis = new Synthesis((app) => {
    const full = (scope: Construct): Settings => ({
      instances: InstanceChoice.mixed({ types: [arm, older], onDemandBase: 2, onDemandPercent: 50 }),
      scaling: [ScalingPolicy.memory(60), ScalingPolicy.backlog(ordersIn(scope), 10)],
      drain: Duration.minutes(5),
      maximumLifetime: Duration.days(30),
      rollout: Rollout.rolling({ signals: true, batchSize: 2, pause: Duration.minutes(10) }),
      zoneImpairment: ZoneImpairment.IGNORE_UNHEALTHY,
      rootVolume: Size.gibibytes(50),
    });
    built = build(full, app);
  });
  const template = () => synthesis.template(built.stack);

  test('passes all gates', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(['AwsSolutions-IAM5[Resource::*]', ...ACKNOWLEDGED_AROUND]);
  });

  test('mixes types in their order, keeps a floor on-demand, and replaces Spot early', () => {
    template().hasResourceProperties(GROUP, {
      LaunchTemplate: Match.absent(),
      CapacityRebalance: true,
      MixedInstancesPolicy: {
        InstancesDistribution: Match.objectLike({ OnDemandBaseCapacity: 2, OnDemandPercentageAboveBaseCapacity: 50 }),
        LaunchTemplate: Match.objectLike({ Overrides: [{ InstanceType: 'm7g.large' }, { InstanceType: 'm6g.large' }] }),
      },
    });
  });

  test('tracks the messages per member', () => {
    template().hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      TargetTrackingConfiguration: {
        TargetValue: 10,
        CustomizedMetricSpecification: {
          Metrics: [
            Match.objectLike({ Id: 'visible', ReturnData: false }),
            Match.objectLike({ Id: 'members', ReturnData: false }),
            { Id: 'result', Expression: 'visible / IF(members > 0, members, 1)', ReturnData: true },
          ],
        },
      },
    });
  });

  test('tracks the memory that an agent on each member reports', () => {
    const dimensions = [{ Name: 'AutoScalingGroupName', Value: Match.anyValue() }];
    const metric = { Namespace: 'CWAgent', MetricName: 'mem_used_percent', Dimensions: dimensions };
    const MetricStat = Match.objectLike({ Metric: metric });
    template().hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      TargetTrackingConfiguration: {
        CustomizedMetricSpecification: { Metrics: [Match.objectLike({ MetricStat })] },
      },
    });
    expect(built.fleet.launchTemplate.userData?.render()).toContain('dnf install -y amazon-cloudwatch-agent');
  });

  test('waits in batches until each member reports its start', () => {
    template().hasResource(GROUP, {
      CreationPolicy: { ResourceSignal: { Count: 3, Timeout: 'PT10M' } },
      UpdatePolicy: {
        AutoScalingRollingUpdate: Match.objectLike({
          MaxBatchSize: 2,
          MinInstancesInService: 3,
          WaitOnResourceSignals: true,
          PauseTime: 'PT10M',
        }),
        AutoScalingInstanceRefresh: Match.absent(),
      },
    });
    const UserData = { 'Fn::Base64': Match.stringLikeRegexp('cfn-signal --stack Test --resource WorkersGroupASG') };
    template().hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { UserData } });
  });

  test('lets members finish their work, and end that time early', () => {
    template().hasResourceProperties('AWS::AutoScaling::LifecycleHook', {
      LifecycleHookName: 'drain',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      HeartbeatTimeout: 300,
      DefaultResult: 'CONTINUE',
    });
    template().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WorkersGroupASG'), 'AutoScalingGroupARN'] },
          }),
        ],
      },
    });
  });
});

describe('choices', () => {
  test('a warm pool waits stopped and takes members back', () => {
    const template = templateOf({ warmPool: WarmPool.stopped({ minimum: 2, maximumPrepared: 5 }) });
    template.hasResourceProperties('AWS::AutoScaling::WarmPool', {
      PoolState: 'Stopped',
      MinSize: 2,
      MaxGroupPreparedCapacity: 5,
      InstanceReusePolicy: { ReuseOnScaleIn: true },
    });
  });

  test('a script that a warm pool may interrupt runs at every boot, others at the first', () => {
    const scriptOf = (warmPool: WarmPool) => {
      const userData = ec2.UserData.forLinux();
      userData.addCommands('serve');
      return userDataOf(build({ userData, warmPool }).fleet);
    };
    const script = '#!/bin/bash\nserve';
    expect(scriptOf(WarmPool.stopped())).toEqual({
      'Fn::Join': ['', [expect.stringContaining('- [scripts-user, always]'), { 'Fn::Base64': script }, anyString]],
    });
    expect(scriptOf(WarmPool.running())).toBe(script);
    expect(scriptOf(WarmPool.none())).toBe(script);
  });

  test('a policy that is added later can need the agent, which an image of your own brings itself', () => {
    const scripts = [undefined, ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-0123456789abcdef0' })].map(
      (image) => {
        const { fleet, stack } = build({ image, warmPool: WarmPool.stopped() });
        fleet.addScaling(ScalingPolicy.memory(60));
        Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
          PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'cloudwatch:PutMetricData' })]) },
        });
        return JSON.stringify(userDataOf(fleet));
      },
    );
    expect(scripts[0]).toContain('dnf install -y amazon-cloudwatch-agent');
    expect(scripts[1]).not.toContain('amazon-cloudwatch-agent');
  });

  test('a refresh watches alarms and waits at checkpoints', () => {
    const { stack } = build((scope) => {
      const alarm = cloudwatch.Alarm.fromAlarmArn(
        scope,
        'Alarm',
        'arn:aws:cloudwatch:us-east-1:111111111111:alarm:Errors',
      );
      const waits = { checkpoints: [20, 100], checkpointDelay: Duration.minutes(5) };
      return { rollout: Rollout.instanceRefresh({ alarms: [alarm], bakeTime: Duration.minutes(30), ...waits }) };
    });
    Template.fromStack(stack).hasResource(GROUP, {
      UpdatePolicy: {
        AutoScalingInstanceRefresh: {
          Strategy: 'Rolling',
          Preferences: {
            AlarmSpecification: { Alarms: ['Errors'] },
            BakeTime: 1800,
            CheckpointPercentages: [20, 100],
            CheckpointDelay: 300,
          },
        },
      },
    });
  });

  test('the cheaper ways are explicit', () => {
    const template = templateOf({
      maintenance: MaintenancePolicy.terminateBeforeLaunch(),
      zoneImpairment: ZoneImpairment.NONE,
      rollout: Rollout.manual(),
      deletionProtection: false,
      scaling: [],
    });
    template.hasResource(GROUP, {
      Properties: {
        InstanceMaintenancePolicy: { MinHealthyPercentage: 90, MaxHealthyPercentage: 100 },
        AvailabilityZoneImpairmentPolicy: Match.objectLike({ ZonalShiftEnabled: false }),
        DeletionProtection: DeletionProtection.NONE,
      },
      UpdatePolicy: { AutoScalingInstanceRefresh: Match.absent(), AutoScalingRollingUpdate: Match.absent() },
    });
    template.resourceCountIs('AWS::AutoScaling::ScalingPolicy', 0);
  });
});

describe('bad input', () => {
  const mixed = (types: ec2.InstanceType[], onDemandPercent = 100) =>
    InstanceChoice.mixed({ types, onDemandPercent, onDemandBase: 2 });

  test.each<[string, Settings]>([
    ['PeakNotPositive', { peakMembers: 0 }],
    ['MembersNotWhole', { minimum: 2.5, maximum: 6 }],
    ['MinimumAboveMaximum', { minimum: 7, maximum: 6 }],
    ['MaximumBelowZoneLoss', { minimum: 1, maximum: 2 }],
    ['GraceOutOfRange', { healthCheckGrace: Duration.seconds(0) }],
    ['GraceOutOfRange', { healthCheckGrace: Duration.hours(3) }],
    ['WarmUpOutOfRange', { warmUp: Duration.seconds(3601) }],
    ['DrainOutOfRange', { drain: Duration.seconds(29) }],
    ['DrainOutOfRange', { drain: Duration.seconds(7201) }],
    ['LifetimeOutOfRange', { maximumLifetime: Duration.hours(23) }],
    ['PauseOutOfRange', { rollout: Rollout.rolling({ pause: Duration.minutes(61) }) }],
    ['RollingOutOfRange', { rollout: Rollout.rolling({ minimumInService: 6 }) }],
    ['RollingOutOfRange', { rollout: Rollout.rolling({ batchSize: 0 }) }],
    ['BakeTimeOutOfRange', { rollout: Rollout.instanceRefresh({ bakeTime: Duration.days(3) }) }],
    ['CheckpointDelayOutOfRange', { rollout: Rollout.instanceRefresh({ checkpointDelay: Duration.days(3) }) }],
    ['CheckpointsOutOfOrder', { rollout: Rollout.instanceRefresh({ checkpoints: [50, 20, 100] }) }],
    ['CheckpointsOutOfOrder', { rollout: Rollout.instanceRefresh({ checkpoints: [20, 50] }) }],
    ['MaintenanceOutOfRange', { maintenance: MaintenancePolicy.between(50, 151) }],
    ['MaintenanceOutOfRange', { maintenance: MaintenancePolicy.launchBeforeTerminate(201) }],
    ['InstanceTypesMismatch', { instances: mixed([arm, intel]) }],
    ['InstanceTypesMismatch', { instances: mixed([]) }],
    ['OnDemandOutOfRange', { instances: mixed([arm], 101) }],
    ['WarmPoolNotWithSpot', { instances: mixed([arm], 50), warmPool: WarmPool.running() }],
    ['WarmPoolOutOfRange', { warmPool: WarmPool.stopped({ minimum: 7 }) }],
    ['ScalingNeedsLoadBalancer', { scaling: [ScalingPolicy.requests(100)] }],
  ])('fails with %s', (code, props) => {
    expect(codesOf(() => build(props))).toEqual([code]);
  });

  test('fails when the same kind of policy is added twice', () => {
    const { fleet } = build();
    expect(codesOf(() => fleet.addScaling(ScalingPolicy.cpu(60)))).toEqual(['DuplicateScalingPolicy']);
  });
});
