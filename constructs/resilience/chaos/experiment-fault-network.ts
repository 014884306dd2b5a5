import type { Duration } from 'aws-cdk-lib';
import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import { type ExperimentContext, type ExperimentPlan, type Permission, tagged } from './experiment-spec';

/** Which traffic of the subnets is denied. */
export interface CutTraffic {
  readonly scope: string;
  readonly duration: Duration;
  readonly zone?: string;
  readonly prefixList?: string;
}

/**
 * FIS puts a network ACL that denies the traffic in front of the subnets, and takes it away again.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#disrupt-connectivity
 */
export function cutSubnets(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  { scope, duration, zone, prefixList }: CutTraffic,
): ExperimentPlan {
  const cut = {
    actionId: 'aws:network:disrupt-connectivity',
    parameters: {
      scope,
      duration: duration.toIsoString(),
      ...(prefixList ? { prefixListIdentifier: prefixList } : {}),
    },
    targets: { Subnets: 'Subnets' },
  };
  const parameters = zone ? { availabilityZoneIdentifier: zone } : undefined;
  return {
    targets: { Subnets: tagged('aws:ec2:subnet', tag, share, { parameters }) },
    actions: { CutSubnets: cut },
    permissions: aclPermissions(context),
  };
}

export const MADE_BY_FIS = { StringEquals: { 'aws:RequestTag/managedByFIS': 'true' } };
export const OWNED_BY_FIS = { StringEquals: { 'ec2:ResourceTag/managedByFIS': 'true' } };

/** Tags may be set only on what FIS is making. */
export function tagWhileMaking(resource: string, action: string): Permission {
  const StringEquals = { ...MADE_BY_FIS.StringEquals, 'ec2:CreateAction': action };
  return { actions: ['ec2:CreateTags'], resources: [resource], conditions: { StringEquals } };
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSFaultInjectionSimulatorNetworkAccess.html */
function aclPermissions(context: ExperimentContext): Permission[] {
  const of = (resource: string) => context.arn('ec2', resource, '*');
  const acls = of('network-acl');
  return [
    tagWhileMaking(acls, 'CreateNetworkAcl'),
    { actions: ['ec2:CreateNetworkAcl'], resources: [acls], conditions: MADE_BY_FIS },
    { actions: ['ec2:CreateNetworkAcl'], resources: [of('vpc')] },
    {
      actions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'],
      resources: [acls, of('vpc')],
      conditions: OWNED_BY_FIS,
    },
    // The way back must not depend on a tag that somebody removed meanwhile.
    { actions: ['ec2:ReplaceNetworkAclAssociation'], resources: [of('subnet'), acls] },
    { actions: ['ec2:GetManagedPrefixListEntries'], resources: [of('prefix-list')] },
    {
      actions: ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      resources: ['*'],
    },
  ];
}
