import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { AppStack } from './app-stack';
import { connectToData, dataStatements } from './data-access';
import { createEntry, createTargetGroup, type Entry } from './load-balancer';
import { allow, role } from './pieces';
import { MEMBERS, PORTS, REQUESTS_PER_MINUTE } from './settings';

/** Who may reach the web tier: CloudFront, by its prefix list in us-east-1. */
const CLOUDFRONT = ec2.Peer.prefixList('pl-3b927c52');

const SESSION = [
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

/** The web tier. */
export interface Web extends Entry {
  readonly group: autoscaling.AutoScalingGroup;
}

/** Web servers behind a load balancer. */
export function createWeb(stack: AppStack): Web {
  const targetGroup = createTargetGroup(stack, 'WebTarget', {
    targetType: elbv2.TargetType.INSTANCE,
    loadBalancingAlgorithmType: elbv2.TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM,
    enableAnomalyMitigation: true,
  });
  const entry = createEntry(stack, 'Web', CLOUDFRONT, targetGroup);
  const statements = [allow(SESSION, '*'), ...dataStatements(stack)];
  const servers = role(stack, 'WebRole', 'ec2', statements, [stack.data.login]);
  const members = new ec2.SecurityGroup(stack, 'WebMembers', { vpc: stack.foundation.vpc, description: 'Web servers' });
  connectToData(stack, members);
  const group = createGroup(stack, launchTemplate(stack, servers, members));
  targetGroup.addTarget(group);
  keepReady(group);
  scale(group, entry);
  return { ...entry, group };
}

function launchTemplate(stack: AppStack, servers: iam.IRole, members: ec2.SecurityGroup): ec2.LaunchTemplate {
  const userData = ec2.UserData.forLinux();
  userData.addCommands(`systemd-run --unit=web python3 -m http.server ${PORTS.workload} --directory /var/empty`);
  const volume = ec2.BlockDeviceVolume.ebs(20, {
    volumeType: ec2.EbsDeviceVolumeType.GP3,
    encrypted: true,
    kmsKey: stack.foundation.key,
    deleteOnTermination: true,
  });
  return new ec2.LaunchTemplate(stack, 'WebTemplate', {
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.M8G, ec2.InstanceSize.LARGE),
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
    userData,
    role: servers,
    securityGroup: members,
    associatePublicIpAddress: false,
    requireImdsv2: true,
    httpEndpoint: true,
    httpPutResponseHopLimit: 1,
    detailedMonitoring: true,
    ebsOptimized: true,
    blockDevices: [{ deviceName: '/dev/xvda', volume }],
  });
}

function createGroup(stack: AppStack, template: ec2.LaunchTemplate): autoscaling.AutoScalingGroup {
  const { vpc, app, operations } = stack.foundation;
  const group = new autoscaling.AutoScalingGroup(stack, 'WebGroup', {
    vpc,
    vpcSubnets: app,
    ...MEMBERS,
    launchTemplate: template,
    healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
      additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
      gracePeriod: Duration.minutes(5),
    }),
    defaultInstanceWarmup: Duration.minutes(2),
    minHealthyPercentage: 100,
    maxHealthyPercentage: 110,
    azCapacityDistributionStrategy: autoscaling.CapacityDistributionStrategy.BALANCED_BEST_EFFORT,
    groupMetrics: [autoscaling.GroupMetrics.all()],
    notifications: [{ topic: operations, scalingEvents: autoscaling.ScalingEvents.ALL }],
    updatePolicy: autoscaling.UpdatePolicy.instanceRefresh({ strategy: autoscaling.InstanceRefreshStrategy.ROLLING }),
    deletionProtection: autoscaling.DeletionProtection.PREVENT_FORCE_DELETION,
  });
  (group.node.defaultChild as autoscaling.CfnAutoScalingGroup).availabilityZoneImpairmentPolicy = {
    zonalShiftEnabled: true,
    impairedZoneHealthCheckBehavior: 'ReplaceUnhealthy',
  };
  return group;
}

function keepReady(group: autoscaling.AutoScalingGroup): void {
  group.addWarmPool({ poolState: autoscaling.PoolState.STOPPED, minSize: 3, reuseOnScaleIn: true });
}

function scale(group: autoscaling.AutoScalingGroup, { targetGroup, rule }: Entry): void {
  group.scaleOnRequestCount('Requests', { targetRequestsPerMinute: REQUESTS_PER_MINUTE });
  group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50 });
  const resourceLabel = `${targetGroup.firstLoadBalancerFullName}/${targetGroup.targetGroupFullName}`;
  const policy = new autoscaling.CfnScalingPolicy(group, 'Predictive', {
    autoScalingGroupName: group.autoScalingGroupName,
    policyType: 'PredictiveScaling',
    predictiveScalingConfiguration: {
      mode: 'ForecastOnly',
      schedulingBufferTime: 300,
      maxCapacityBreachBehavior: 'HonorMaxCapacity',
      metricSpecifications: [
        {
          targetValue: REQUESTS_PER_MINUTE,
          predefinedMetricPairSpecification: { predefinedMetricType: 'ALBRequestCount', resourceLabel },
        },
      ],
    },
  });
  policy.node.addDependency(rule);
}
