import type { Entry } from './load-balancer';
import type { OpsStack } from './ops-stack';
import { allow } from './pieces';
import { type Call, parameter, require, run, type Runbook, unlessDryRun, waitFor } from './runbook-steps';

export function evacuate({ loadBalancer }: Entry): Runbook {
  const { loadBalancerArn } = loadBalancer;
  const describe: Call = ['elbv2', 'DescribeLoadBalancers', { LoadBalancerArns: [loadBalancerArn] }];
  const managed: Call = ['arc-zonal-shift', 'GetManagedResource', { resourceIdentifier: loadBalancerArn }];
  const shift: Call = [
    'arc-zonal-shift',
    'StartZonalShift',
    {
      resourceIdentifier: loadBalancerArn,
      awayFrom: '{{ZoneId}}',
      expiresIn: '{{Hours}}h',
      comment: 'Runbook {{automation:EXECUTION_ID}}',
    },
  ];
  const says = 'Shift the load balancer away from {{ZoneId}} for {{Hours}} hours';
  return {
    description: 'Shifts a load balancer away from a zone. The other zones have to carry the load already.',
    parameters: {
      ZoneId: parameter('Id of the zone, for example use1-az1', '^[a-z0-9]+-az[0-9]+$'),
      Hours: parameter('Hours until it shifts back', '^([1-9]|[1-6][0-9]|7[0-2])$', '1'),
    },
    steps: [
      require('RequireActive', describe, '$.LoadBalancers[0].State.Code', 'active'),
      require('RequireZonalShift', managed, '$.arn', loadBalancerArn),
      ...unlessDryRun(run('ShiftAway', shift, says, { ZonalShiftId: '$.zonalShiftId' })),
      waitFor('WaitForShift', 900, managed, '$.zonalShifts[0].zonalShiftId', '{{ShiftAway.ZonalShiftId}}'),
    ],
    outputs: ['ShiftAway.ZonalShiftId'],
    statements: [
      allow(['elasticloadbalancing:DescribeLoadBalancers'], '*'),
      allow(['arc-zonal-shift:GetManagedResource', 'arc-zonal-shift:StartZonalShift'], loadBalancerArn),
    ],
  };
}

export function rollBackWeb({ app: { web }, region, account }: OpsStack): Runbook {
  const { autoScalingGroupName: name } = web.group;
  const parameters = { AutoScalingGroupName: name };
  const describe: Call = ['autoscaling', 'DescribeInstanceRefreshes', { ...parameters, MaxRecords: 1 }];
  const rollBack: Call = ['autoscaling', 'RollbackInstanceRefresh', parameters];
  const status = '$.InstanceRefreshes[0].Status';
  const group = `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${name}`;
  return {
    description: `Rolls back the running instance refresh of ${name}. Revert its stack too.`,
    steps: [
      require('RequireRefresh', describe, status, 'Pending', 'InProgress', 'Baking'),
      ...unlessDryRun(run('RollBack', rollBack, `Roll the instance refresh of ${name} back`)),
      waitFor('WaitForRollback', 3600, describe, status, 'RollbackSuccessful'),
    ],
    statements: [
      allow(['autoscaling:DescribeInstanceRefreshes'], '*'),
      allow(['autoscaling:RollbackInstanceRefresh'], group),
    ],
  };
}

export function rollBackApi({ app: { api }, region, account }: OpsStack): Runbook {
  const { clusterName: cluster } = api.cluster;
  const { serviceName: service } = api.service;
  const taskDefinition = '{{TaskDefinition}}';
  const describe: Call = ['ecs', 'DescribeServices', { cluster, services: [service] }];
  const former: Call = ['ecs', 'DescribeTaskDefinition', { taskDefinition }];
  const update: Call = ['ecs', 'UpdateService', { cluster, service, taskDefinition }];
  const at = (property: string) => `$.services[0].${property}`;
  const says = `Deploy ${taskDefinition} to ${service}`;
  return {
    description: `Deploys a former task definition of ${service}. The next deployment of its stack undoes it.`,
    parameters: { TaskDefinition: parameter('The last good one, as family:revision', '^[A-Za-z0-9_-]+:[0-9]+$') },
    steps: [
      require('RequireService', describe, at('status'), 'ACTIVE'),
      require('RequireTaskDefinition', former, '$.taskDefinition.status', 'ACTIVE'),
      run('ReadCurrent', describe, 'Note what runs', { TaskDefinition: at('taskDefinition') }),
      ...unlessDryRun(run('DeployFormer', update, says)),
      waitFor('WaitForDeployment', 1800, describe, at('deployments[0].rolloutState'), 'COMPLETED'),
    ],
    outputs: ['ReadCurrent.TaskDefinition'],
    statements: [
      allow(
        ['ecs:DescribeServices', 'ecs:UpdateService'],
        `arn:aws:ecs:${region}:${account}:service/${cluster}/${service}`,
      ),
      allow(['ecs:DescribeTaskDefinition'], '*'),
    ],
  };
}
