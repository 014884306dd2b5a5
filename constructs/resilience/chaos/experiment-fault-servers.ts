import type { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import { type ExperimentContext, type ExperimentPlan, onlyTagged, type Permission, tagged } from './experiment-spec';

const DESCRIBE: Permission = { actions: ['ec2:DescribeInstances'], resources: ['*'] };

/** Running servers with the tag, of one zone or of all. */
export function runningServers(tag: TargetTag, share: TargetShare, zone?: string) {
  const running = { path: 'State.Name', values: ['running'] };
  const inZone = zone ? [{ path: 'Placement.AvailabilityZone', values: [zone] }] : [];
  return tagged('aws:ec2:instance', tag, share, { filters: [running, ...inZone] });
}

/**
 * Servers are terminated, as by a hardware failure.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#terminate-instances
 */
export function terminateServers(context: ExperimentContext, tag: TargetTag, share: TargetShare): ExperimentPlan {
  const resources = [context.arn('ec2', 'instance', '*')];
  return {
    targets: { Servers: runningServers(tag, share) },
    actions: { TerminateServers: { actionId: 'aws:ec2:terminate-instances', targets: { Instances: 'Servers' } } },
    permissions: [{ actions: ['ec2:TerminateInstances'], resources, conditions: onlyTagged(tag) }, DESCRIBE],
  };
}

/** Servers of a zone that stop. */
export interface StoppedServers {
  readonly zone: string;
  readonly duration: Duration;
  readonly volumeKeys: IKey[];
}

/**
 * Servers stop, and come back afterwards unless their group has replaced them.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#stop-instances
 */
export function stopServers(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  { zone, duration, volumeKeys }: StoppedServers,
): ExperimentPlan {
  const resources = [context.arn('ec2', 'instance', '*')];
  const parameters = { startInstancesAfterDuration: duration.toIsoString(), completeIfInstancesTerminated: 'true' };
  const stop = { actionId: 'aws:ec2:stop-instances', parameters, targets: { Instances: 'Servers' } };
  return {
    targets: { Servers: runningServers(tag, share, zone) },
    actions: { StopServers: stop },
    permissions: [
      { actions: ['ec2:StopInstances'], resources, conditions: onlyTagged(tag) },
      // The way back must not depend on a tag that somebody removed meanwhile.
      { actions: ['ec2:StartInstances'], resources },
      DESCRIBE,
      ...volumeKeys.map((key) => restart(context, key)),
    ],
  };
}

/** Servers with encrypted volumes start only if the key agrees. */
function restart({ stack }: ExperimentContext, key: IKey): Permission {
  return {
    actions: ['kms:CreateGrant'],
    resources: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `ec2.${stack.region}.${stack.urlSuffix}` },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    },
  };
}

/**
 * Groups cannot launch servers in a zone.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#asg-ice
 */
export function refuseLaunches(tag: TargetTag, share: TargetShare, zone: string, duration: Duration): ExperimentPlan {
  const actionId = 'aws:ec2:asg-insufficient-instance-capacity-error';
  const parameters = {
    availabilityZoneIdentifiers: zone,
    duration: duration.toIsoString(),
    percentage: '100',
  };
  return {
    targets: { Groups: tagged('aws:ec2:autoscaling-group', tag, share) },
    actions: { RefuseLaunches: { actionId, parameters, targets: { AutoScalingGroups: 'Groups' } } },
    permissions: [
      {
        actions: ['ec2:InjectApiError'],
        resources: ['*'],
        conditions: { 'ForAnyValue:StringEquals': { 'ec2:FisActionId': [actionId] } },
      },
      { actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeTags'], resources: ['*'] },
    ],
  };
}
