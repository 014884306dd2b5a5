import { arn, DURATION, type Fault, marked, type Target, target } from './fault';
import { allow, allowWhen } from './pieces';
import { REGION } from './settings';

const RUNNING = { path: 'State.Name', values: ['running'] };

function servers(zone?: string): Target {
  const inZone = zone ? [{ path: 'Placement.AvailabilityZone', values: [zone] }] : [];
  return target('aws:ec2:instance', zone, { filters: [RUNNING, ...inZone] });
}

export function terminateServer(): Fault {
  return {
    actions: { TerminateServers: { actionId: 'aws:ec2:terminate-instances', targets: { Instances: 'Servers' } } },
    targets: { Servers: servers() },
    statements: [
      allowWhen(marked, ['ec2:TerminateInstances'], arn('ec2', 'instance/*')),
      allow(['ec2:DescribeInstances'], '*'),
    ],
  };
}

export function stopServers(zone: string): Fault {
  const parameters = { startInstancesAfterDuration: DURATION, completeIfInstancesTerminated: 'true' };
  return {
    actions: { StopServers: { actionId: 'aws:ec2:stop-instances', parameters, targets: { Instances: 'Servers' } } },
    targets: { Servers: servers(zone) },
    statements: [
      allowWhen(marked, ['ec2:StopInstances'], arn('ec2', 'instance/*')),
      allow(['ec2:StartInstances'], arn('ec2', 'instance/*')),
      allow(['ec2:DescribeInstances'], '*'),
    ],
  };
}

export function refuseLaunches(zone: string): Fault {
  const actionId = 'aws:ec2:asg-insufficient-instance-capacity-error';
  const parameters = { availabilityZoneIdentifiers: zone, duration: DURATION, percentage: '100' };
  const only = { 'ForAnyValue:StringEquals': { 'ec2:FisActionId': [actionId] } };
  return {
    actions: { RefuseLaunches: { actionId, parameters, targets: { AutoScalingGroups: 'Groups' } } },
    targets: { Groups: target('aws:ec2:autoscaling-group', zone) },
    statements: [
      allowWhen(only, ['ec2:InjectApiError'], '*'),
      allow(['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeTags'], '*'),
    ],
  };
}

export function stopTasks(zone?: string): Fault {
  const filters = zone && { filters: [{ path: 'AvailabilityZone', values: [zone] }] };
  const tasks = arn('ecs', 'task/*');
  return {
    actions: { StopTasks: { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'Tasks' } } },
    targets: { Tasks: target('aws:ecs:task', zone, filters || {}) },
    statements: [
      allowWhen(marked, ['ecs:StopTask'], tasks),
      allow(['ecs:DescribeTasks'], tasks),
      allow(['ecs:ListTasks', 'tag:GetResources'], '*'),
    ],
  };
}

/** Runs a document of FIS on one server. */
export function runCommand(name: string, document: string, parameters: Record<string, string>): Fault {
  const documentArn = `arn:aws:ssm:${REGION}::document/${document}`;
  const documentParameters = JSON.stringify({ DurationSeconds: '600', InstallDependencies: 'True', ...parameters });
  return {
    actions: {
      [name]: {
        actionId: 'aws:ssm:send-command',
        parameters: { documentArn, documentParameters, duration: 'PT12M' },
        targets: { Instances: 'Servers' },
      },
    },
    targets: { Servers: servers() },
    statements: [
      allow(['ssm:SendCommand'], documentArn),
      allowWhen(marked, ['ssm:SendCommand'], arn('ec2', 'instance/*')),
      allow(['ec2:DescribeInstances', 'ec2:DescribeSubnets', 'ssm:CancelCommand', 'ssm:ListCommands'], '*'),
    ],
  };
}
