import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { LoadBalancedFleet, LoadBalancedService, LoadBalancerTarget } from '../../compute';
import { family, type MetricOf, percentiles, regionOf } from './signal-metric';
import type { Panel } from './signal-panel';
import { alarmsIn, type SignalSpec } from './signal-spec';

const { AVERAGE, MAXIMUM, MINIMUM, SUM } = cloudwatch.Stats;

/** Servers: what they answer, how busy they are, and by the Auto Scaling group how many there are. */
export function fleetSpec(tier: LoadBalancedFleet, name = tier.node.id): SignalSpec {
  const { group } = tier.fleet;
  const dimensions = { AutoScalingGroupName: group.autoScalingGroupName };
  const region = regionOf(tier);
  const [ec2, agent, scaling] = ['AWS/EC2', 'CWAgent', 'AWS/AutoScaling'].map((namespace) =>
    family(namespace, dimensions, region),
  );
  const busy = [ec2('CPUUtilization', AVERAGE, 'CPU'), ec2('CPUUtilization', MAXIMUM, 'CPU, busiest server')];
  const memory = agent('mem_used_percent', AVERAGE, 'memory, where servers report it');
  const members = [
    scaling('GroupInServiceInstances', AVERAGE, 'in service'),
    scaling('GroupDesiredCapacity', AVERAGE, 'wanted'),
    scaling('GroupMaxSize', AVERAGE, 'at most'),
  ];
  return {
    name,
    place: region,
    panels: [
      ...balancedPanels(tier.target),
      { title: 'CPU and memory', unit: 'percent', max: 100, left: [...busy, memory] },
      connections(tier.target),
    ],
    covered: { group },
    summary: [{ title: 'Capacity', unit: 'servers', left: members }],
    alarms: alarmsIn(tier),
  };
}

/** Tasks: what they answer, and how busy and how many they are. */
export function serviceSpec(tier: LoadBalancedService, name = tier.node.id): SignalSpec {
  const { cluster, service, minimum, maximum } = tier.service;
  const dimensions = { ClusterName: cluster.clusterName, ServiceName: service.serviceName };
  const region = regionOf(tier);
  const [ecs, insights] = ['AWS/ECS', 'ECS/ContainerInsights'].map((each) => family(each, dimensions, region));
  const busy = [ecs('CPUUtilization', AVERAGE, 'CPU'), ecs('MemoryUtilization', AVERAGE, 'memory')];
  const tasks = [insights('RunningTaskCount', AVERAGE, 'running'), insights('DesiredTaskCount', AVERAGE, 'wanted')];
  const limits = [
    { value: minimum, label: 'at least' },
    { value: maximum, label: 'at most' },
  ];
  return {
    name,
    place: region,
    panels: [...balancedPanels(tier.target), connections(tier.target)],
    covered: { tasks: tier },
    summary: [
      { title: 'CPU and memory', unit: 'percent', max: 100, left: busy },
      { title: 'Capacity', unit: 'tasks', left: tasks, limits },
    ],
    alarms: alarmsIn(tier),
  };
}

interface Answers {
  readonly whole: MetricOf;
  readonly members: MetricOf;
}

/**
 * Metrics of the load balancer, and of what it sends to the members. A target group of the CDK derives the name of its load
 * balancer from the ARN of the listener, which a stack that reads it from an output cannot take apart.
 */
function answersOf({ targetGroup, loadBalancer }: LoadBalancerTarget): Answers {
  const balancer = { LoadBalancer: loadBalancer.alb.loadBalancerFullName };
  const region = regionOf(loadBalancer);
  return {
    whole: family('AWS/ApplicationELB', balancer, region),
    members: family('AWS/ApplicationELB', { ...balancer, TargetGroup: targetGroup.targetGroupFullName }, region),
  };
}

function balancedPanels(target: LoadBalancerTarget): Panel[] {
  const { whole, members } = answersOf(target);
  return [
    { title: 'Latency', unit: 'seconds', left: percentiles(members('TargetResponseTime', AVERAGE)) },
    { title: 'Traffic', unit: 'requests a minute', left: [members('RequestCount', SUM, 'requests')] },
    {
      title: 'Errors',
      unit: 'answers a minute',
      left: [
        members('HTTPCode_Target_5XX_Count', SUM, '5xx of members'),
        whole('HTTPCode_ELB_5XX_Count', SUM, '5xx of the load balancer'),
        members('HTTPCode_Target_4XX_Count', SUM, '4xx of members'),
      ],
    },
  ];
}

function connections(target: LoadBalancerTarget): Panel {
  const { whole, members } = answersOf(target);
  return {
    title: 'Connections and members',
    unit: 'connections',
    left: [
      whole('ActiveConnectionCount', SUM, 'open'),
      whole('RejectedConnectionCount', SUM, 'rejected'),
      members('TargetConnectionErrorCount', SUM, 'failed to members'),
    ],
    rightUnit: 'members',
    right: [members('HealthyHostCount', MINIMUM, 'healthy'), members('UnHealthyHostCount', MAXIMUM, 'unhealthy')],
  };
}
