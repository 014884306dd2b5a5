import { MADE_BY_FIS, OWNED_BY_FIS, tagWhileMaking } from './experiment-fault-network';
import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import { type ExperimentContext, type ExperimentPlan, type Permission, SEARCH_TAGS, tagged } from './experiment-spec';

/** The other region, and for how long it is away. */
export interface LostRegion {
  readonly region: string;
  /** ISO 8601. */
  readonly duration: string;
}

/**
 * What the subnets send to the other region has no route. FIS needs room for 250 routes (350 for us-east-1) per table.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#route-table-disrupt-cross-region-connectivity
 */
export function cutRoutes(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  lost: LostRegion,
): ExperimentPlan {
  const actionId = 'aws:network:route-table-disrupt-cross-region-connectivity';
  return {
    targets: { Subnets: tagged('aws:ec2:subnet', tag, share) },
    actions: { CutRoutes: { actionId, parameters: { ...lost }, targets: { Subnets: 'Subnets' } } },
    permissions: routePermissions(context),
  };
}

/**
 * What a transit gateway sends to its peers in the other region is dropped.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#transit-gateway-disrupt-cross-region-connectivity
 */
export function cutTransitGateways(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  lost: LostRegion,
): ExperimentPlan {
  const actionId = 'aws:network:transit-gateway-disrupt-cross-region-connectivity';
  const tables = context.arn('ec2', 'transit-gateway-route-table', '*');
  const attachments = context.arn('ec2', 'transit-gateway-attachment', '*');
  const associate = ['ec2:AssociateTransitGatewayRouteTable', 'ec2:DisassociateTransitGatewayRouteTable'];
  const describe = ['Attachments', 'PeeringAttachments', 's'].map((what) => `ec2:DescribeTransitGateway${what}`);
  return {
    targets: { TransitGateways: tagged('aws:ec2:transit-gateway', tag, share) },
    actions: {
      CutTransitGateways: { actionId, parameters: { ...lost }, targets: { TransitGateways: 'TransitGateways' } },
    },
    permissions: [
      { actions: associate, resources: [tables, attachments] },
      { actions: describe, resources: ['*'] },
    ],
  };
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSFaultInjectionSimulatorNetworkAccess.html */
function routePermissions(context: ExperimentContext): Permission[] {
  const of = (resource: string) => context.arn('ec2', resource, '*');
  const [tables, interfaces, lists] = [of('route-table'), of('network-interface'), of('prefix-list')];
  return [
    tagWhileMaking(tables, 'CreateRouteTable'),
    tagWhileMaking(interfaces, 'CreateNetworkInterface'),
    tagWhileMaking(lists, 'CreateManagedPrefixList'),
    { actions: ['ec2:CreateRouteTable'], resources: [tables], conditions: MADE_BY_FIS },
    { actions: ['ec2:CreateNetworkInterface'], resources: [interfaces], conditions: MADE_BY_FIS },
    { actions: ['ec2:CreateManagedPrefixList'], resources: [lists], conditions: MADE_BY_FIS },
    { actions: ['ec2:CreateRouteTable'], resources: [of('vpc')] },
    { actions: ['ec2:CreateNetworkInterface'], resources: [of('subnet'), of('security-group')] },
    { actions: ['ec2:DeleteRouteTable'], resources: [tables, of('vpc')], conditions: OWNED_BY_FIS },
    {
      actions: ['ec2:CreateRoute', 'ec2:DisassociateRouteTable', 'ec2:ModifyVpcEndpoint'],
      resources: [tables],
      conditions: OWNED_BY_FIS,
    },
    { actions: ['ec2:DeleteNetworkInterface'], resources: [interfaces], conditions: OWNED_BY_FIS },
    {
      actions: ['ec2:DeleteManagedPrefixList', 'ec2:ModifyManagedPrefixList'],
      resources: [lists],
      conditions: OWNED_BY_FIS,
    },
    { actions: ['ec2:AssociateRouteTable', 'ec2:ReplaceRouteTableAssociation'], resources: [of('subnet'), tables] },
    { actions: ['ec2:DisassociateRouteTable'], resources: [of('subnet')] },
    { actions: ['ec2:ModifyVpcEndpoint'], resources: [of('vpc-endpoint')] },
    { actions: ['ec2:GetManagedPrefixListEntries'], resources: [lists] },
    { actions: DESCRIBE.map((what) => `ec2:Describe${what}`), resources: ['*'] },
    SEARCH_TAGS,
  ];
}

const DESCRIBE = [
  'ManagedPrefixLists',
  'NetworkInterfaces',
  'RouteTables',
  'Subnets',
  'VpcEndpoints',
  'VpcPeeringConnections',
  'Vpcs',
];
