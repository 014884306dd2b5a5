import type { Check } from '../../core/errors';
import type { ScaleFleetOptions, ScaleStepOptions, ScaleServiceOptions } from './recovery-step-options';
import {
  inOrder,
  minutesOf,
  percentCheck,
  type Permission,
  type StepContext,
  type StepSpec,
  wholeMinutesCheck,
} from './recovery-step-spec';

/** The capacity that the service itself remembers, at no cost and without the region that it was in. */
const REMEMBERED = 'sampledMaxInLast24Hours';
const NOT_PER_RESOURCE = 'the action knows no resources; it only reads';

export function scaleFleet(options: ScaleFleetOptions): StepSpec {
  const { groups } = options;
  return {
    ...common(options, Object.keys(groups)),
    type: 'EC2AutoScaling',
    configure: (context) => ({
      ec2AsgCapacityIncreaseConfig: { asgs: inOrder(groups, context).map((arn) => ({ arn })), ...settings(options) },
    }),
    permissions: () => [
      { actions: ['autoscaling:DescribeAutoScalingGroups'], resources: ['*'], why: NOT_PER_RESOURCE },
      { actions: ['autoscaling:UpdateAutoScalingGroup'], resources: Object.values(groups) },
      { ...metrics(), conditions: { StringEquals: { 'cloudwatch:namespace': 'AWS/AutoScaling' } } },
      ...(waits(options) ? [targetHealth()] : []),
    ],
  };
}

export function scaleService(options: ScaleServiceOptions): StepSpec {
  const { services } = options;
  return {
    ...common(options, Object.keys(services)),
    type: 'ECSServiceScaling',
    configure: (context) => ({
      ecsCapacityIncreaseConfig: {
        services: inOrder(services, context).map(({ clusterArn, serviceArn }) => ({ clusterArn, serviceArn })),
        ...settings(options),
      },
    }),
    permissions: (context) => [
      ...servicePermissions(options),
      ...(waits(options) ? [targetHealth(), ...tasks(options, context)] : []),
    ],
  };
}

function servicePermissions({ services }: ScaleServiceOptions): Permission[] {
  const all = Object.values(services);
  return [
    { actions: ['ecs:DescribeServices', 'ecs:UpdateService'], resources: all.map(({ serviceArn }) => serviceArn) },
    { actions: ['ecs:DescribeClusters'], resources: all.map(({ clusterArn }) => clusterArn) },
    { actions: ['ecs:ListServices'], resources: ['*'], why: NOT_PER_RESOURCE },
    {
      actions: ['application-autoscaling:DescribeScalableTargets', 'application-autoscaling:RegisterScalableTarget'],
      resources: ['*'],
      why: 'targets of services get their ids when they are registered; only the capacity of ECS services is raised',
    },
    metrics(),
  ];
}

/** Which targets of the load balancer are the tasks. */
function tasks({ services }: ScaleServiceOptions, { partition, account }: StepContext): Permission[] {
  const clusters = Object.values(services).map(({ clusterArn }) => clusterArn);
  return [
    { actions: ['ecs:ListTasks'], resources: ['*'], why: NOT_PER_RESOURCE },
    {
      actions: ['ecs:DescribeTasks'],
      resources: [`arn:${partition}:ecs:*:${account}:task/*`],
      conditions: { ArnEquals: { 'ecs:cluster': clusters } },
      why: 'tasks get their ids when they start; a condition limits them to the named clusters',
    },
  ];
}

function metrics(): Permission {
  return { actions: ['cloudwatch:GetMetricStatistics'], resources: ['*'], why: NOT_PER_RESOURCE };
}

function targetHealth(): Permission {
  return { actions: ['elasticloadbalancing:DescribeTargetHealth'], resources: ['*'], why: NOT_PER_RESOURCE };
}

function settings({ timeout, targetPercent = 100, minimumSuccessPercent: least, ...options }: ScaleStepOptions) {
  return {
    capacityMonitoringApproach: REMEMBERED,
    targetPercent,
    timeoutMinutes: minutesOf(timeout),
    ungraceful: least === undefined ? undefined : { minimumSuccessPercentage: least },
    waitElbTargetGroupHealthy: waits(options) ? 'enabled' : 'disabled',
  };
}

function waits({ waitsForHealthyTargets = true }: Pick<ScaleStepOptions, 'waitsForHealthyTargets'>): boolean {
  return waitsForHealthyTargets;
}

function common(options: ScaleStepOptions, regions: string[]) {
  const { name, description, timeout } = options;
  return { name, description, duration: timeout, regions, checks: checks(options) };
}

function checks({ name, timeout, targetPercent = 100, minimumSuccessPercent = 0 }: ScaleStepOptions): Check[] {
  return [
    wholeMinutesCheck(name, 'timeout', timeout),
    percentCheck(name, 'targetPercent', targetPercent, 1, 1000),
    percentCheck(name, 'minimumSuccessPercent', minimumSuccessPercent, 0, 99),
  ];
}
