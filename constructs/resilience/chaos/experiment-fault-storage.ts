import type { Duration } from 'aws-cdk-lib';
import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import { type ExperimentPlan, onlyTagged, SEARCH_TAGS, tagged } from './experiment-spec';

/**
 * Cache nodes of a zone lose power, and are not replaced before the end. Node-based caches with Multi-AZ; not serverless.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#replicationgroup-interrupt-az-power
 */
export function cutCaches(tag: TargetTag, share: TargetShare, zone: string, duration: Duration): ExperimentPlan {
  const parameters = { availabilityZoneIdentifier: zone };
  const cut = {
    actionId: 'aws:elasticache:replicationgroup-interrupt-az-power',
    parameters: { duration: duration.toIsoString() },
    targets: { ReplicationGroups: 'Caches' },
  };
  return {
    targets: { Caches: tagged('aws:elasticache:replicationgroup', tag, share, { parameters }) },
    actions: { CutCaches: cut },
    permissions: [
      { actions: ['elasticache:InterruptClusterAzPower'], resources: ['*'], conditions: onlyTagged(tag) },
      { actions: ['elasticache:DescribeReplicationGroups'], resources: ['*'] },
      SEARCH_TAGS,
    ],
  };
}

/**
 * Volumes of a zone do not answer. They must be attached to Nitro servers.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#pause-volume-io
 */
export function pauseVolumes(
  tag: TargetTag,
  share: TargetShare,
  { zone, duration, startAfter }: { zone: string; duration: Duration; startAfter?: string[] },
): ExperimentPlan {
  const pause = {
    actionId: 'aws:ebs:pause-volume-io',
    parameters: { duration: duration.toIsoString() },
    targets: { Volumes: 'Volumes' },
    startAfter,
  };
  const parameters = { availabilityZoneIdentifier: zone };
  return {
    targets: { Volumes: tagged('aws:ec2:ebs-volume', tag, share, { parameters }) },
    actions: { PauseVolumes: pause },
    permissions: [
      { actions: ['ec2:PauseVolumeIO'], resources: ['*'], conditions: onlyTagged(tag) },
      { actions: ['ec2:DescribeVolumes'], resources: ['*'] },
      SEARCH_TAGS,
    ],
  };
}
