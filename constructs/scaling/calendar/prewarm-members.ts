import * as iam from 'aws-cdk-lib/aws-iam';
import type { PrewarmKind } from './prewarm-kind';
import { LESS_THAN_WANTED } from './prewarm-kind';
import { atLeast } from './prewarm-states';

const group = { 'AutoScalingGroupName.$': '$.change.group' };

/**
 * The minimum of an Auto Scaling group. Raising it above the size of the group also raises the desired capacity; lowering
 * it leaves the members to the policies, which take away those that the load does not need.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
 */
export const MEMBERS: PrewarmKind = {
  name: 'members',
  read: {
    api: 'autoscaling:describeAutoScalingGroups',
    parameters: { 'AutoScalingGroupNames.$': 'States.Array($.change.group)' },
    select: { 'minimum.$': '$..AutoScalingGroups[*].MinSize' },
  },
  found: ['$.read.minimum[0]'],
  value: { 'value.$': '$.read.minimum[0]' },
  isOptional: false,
  raises: [
    {
      name: 'Raise members',
      when: [LESS_THAN_WANTED],
      call: { api: 'autoscaling:updateAutoScalingGroup', parameters: { ...group, 'MinSize.$': '$.change.want' } },
    },
  ],
  check: {
    api: 'autoscaling:describeAutoScalingGroups',
    parameters: { 'AutoScalingGroupNames.$': 'States.Array($.change.group)' },
    select: { 'inService.$': "$..AutoScalingGroups[*].Instances[?(@.LifecycleState=='InService')].InstanceId" },
  },
  count: { 'value.$': 'States.ArrayLength($.read.inService)' },
  reached: [atLeast('$.count.value', '$.change.want')],
  restores: [
    {
      name: 'Restore members',
      when: [],
      call: { api: 'autoscaling:updateAutoScalingGroup', parameters: { ...group, 'MinSize.$': '$.before.value' } },
    },
  ],
};

/** What the workflow needs to do for one group, beside reading. */
export function memberStatements(groupArn: string): iam.PolicyStatement[] {
  return [new iam.PolicyStatement({ actions: ['autoscaling:UpdateAutoScalingGroup'], resources: [groupArn] })];
}
