import { Duration } from 'aws-cdk-lib';
import { regionalArn } from './runbook-arns';
import type { RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/** A service of ECS that is to go back to a former task definition. */
export interface ServiceRollbackOptions {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Name of the service. */
  readonly serviceName: string;
  /**
   * How long the deployment back may take.
   * @default - 30 minutes
   */
  readonly timeout?: Duration;
}

/** A fleet whose instance refresh is to be undone. */
export interface FleetRollbackOptions {
  /** Name of the Auto Scaling group. */
  readonly autoScalingGroupName: string;
  /**
   * How long the way back may take.
   * @default - an hour
   */
  readonly timeout?: Duration;
}

/** Deploys a former task definition. */
export function serviceRollback(options: ServiceRollbackOptions): RunbookProcedureProps {
  const { clusterName, serviceName, timeout = Duration.minutes(30) } = options;
  const resources = [regionalArn('ecs', `service/${clusterName}/${serviceName}`)];
  const inputs = { cluster: clusterName, services: [serviceName] };
  const describe = { service: 'ecs', api: 'DescribeServices', inputs, resources };
  return {
    description: `Deploys a former task definition of ${serviceName}. The next deployment of its stack undoes it: revert there too.`,
    parameters: [
      {
        name: 'TaskDefinition',
        description: 'The last good one, as family:revision',
        allowedPattern: '^[A-Za-z0-9_-]+:[0-9]+$',
      },
    ],
    preconditions: [
      RunbookStep.require('RequireService', { ...describe, selector: '$.services[0].status', desired: ['ACTIVE'] }),
      RunbookStep.require('RequireTaskDefinition', {
        service: 'ecs',
        api: 'DescribeTaskDefinition',
        inputs: { taskDefinition: '{{TaskDefinition}}' },
        resources: ['*'],
        selector: '$.taskDefinition.status',
        desired: ['ACTIVE'],
      }),
      RunbookStep.read('ReadCurrent', {
        ...describe,
        outputs: [{ name: 'TaskDefinition', selector: '$.services[0].taskDefinition' }],
      }),
    ],
    steps: [
      RunbookStep.change('DeployFormer', {
        description: `Deploy {{TaskDefinition}} to ${serviceName}`,
        service: 'ecs',
        api: 'UpdateService',
        inputs: { cluster: clusterName, service: serviceName, taskDefinition: '{{TaskDefinition}}' },
        resources,
      }),
      RunbookStep.waitFor('WaitForDeployment', {
        ...describe,
        selector: '$.services[0].deployments[0].rolloutState',
        desired: ['COMPLETED'],
        timeout,
      }),
    ],
    outputs: ['ReadCurrent.TaskDefinition'],
  };
}

const GROUP_ID = 'The ARN of a group has an id that only the deployment knows; the name behind it is this one.';

/** Rolls back a running instance refresh. */
export function fleetRollback(options: FleetRollbackOptions): RunbookProcedureProps {
  const { autoScalingGroupName, timeout = Duration.hours(1) } = options;
  const inputs = { AutoScalingGroupName: autoScalingGroupName };
  const service = 'autoscaling';
  const describe = {
    service,
    api: 'DescribeInstanceRefreshes',
    inputs: { ...inputs, MaxRecords: 1 },
    resources: ['*'],
    selector: '$.InstanceRefreshes[0].Status',
  };
  return {
    description: `Rolls back the running instance refresh of ${autoScalingGroupName}. Revert its stack too.`,
    preconditions: [
      RunbookStep.require('RequireRefresh', { ...describe, desired: ['Pending', 'InProgress', 'Baking'] }),
    ],
    steps: [
      RunbookStep.change('RollBack', {
        description: `Roll the instance refresh of ${autoScalingGroupName} back`,
        service,
        api: 'RollbackInstanceRefresh',
        inputs,
        resources: [regionalArn(service, `autoScalingGroup:*:autoScalingGroupName/${autoScalingGroupName}`)],
        wildcardReason: GROUP_ID,
      }),
      RunbookStep.waitFor('WaitForRollback', { ...describe, desired: ['RollbackSuccessful'], timeout }),
    ],
  };
}
