import { arn, DURATION, type Fault, marked, ONE, type Target, target } from './fault';
import { allow, allowWhen } from './pieces';

const ofFis = (key: string) => ({ StringEquals: { [`${key}/managedByFIS`]: 'true' } });

/** Cuts subnets off from everything, from other zones, or from a service. */
export function cutSubnets(scope: string, zone?: string): Fault {
  const acl = arn('ec2', 'network-acl/*');
  const vpc = arn('ec2', 'vpc/*');
  const tag = {
    StringEquals: { 'aws:RequestTag/managedByFIS': 'true', 'ec2:CreateAction': 'CreateNetworkAcl' },
  };
  const parameters = { scope, duration: DURATION };
  const inZone = zone ? { parameters: { availabilityZoneIdentifier: zone } } : {};
  return {
    actions: {
      CutSubnets: { actionId: 'aws:network:disrupt-connectivity', parameters, targets: { Subnets: 'Subnets' } },
    },
    targets: { Subnets: target('aws:ec2:subnet', zone, inZone) },
    statements: [
      allowWhen(tag, ['ec2:CreateTags'], acl),
      allowWhen(ofFis('aws:RequestTag'), ['ec2:CreateNetworkAcl'], acl),
      allow(['ec2:CreateNetworkAcl'], vpc),
      allowWhen(ofFis('ec2:ResourceTag'), ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], acl, vpc),
      allow(['ec2:ReplaceNetworkAclAssociation'], acl, arn('ec2', 'subnet/*')),
      allow(
        ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
        '*',
      ),
    ],
  };
}

/** A database by its ARN, or all that are in a zone. */
export function failOverDatabase(by: Pick<Target, 'resourceArns'> | string): Fault {
  const resourceType = 'aws:rds:db';
  const inZone = (zone: string) => target(resourceType, zone, { parameters: { availabilityZoneIdentifiers: zone } });
  return {
    actions: {
      FailOverDatabases: {
        actionId: 'aws:rds:reboot-db-instances',
        parameters: { forceFailover: 'true' },
        targets: { DBInstances: 'Databases' },
      },
    },
    targets: { Databases: typeof by === 'string' ? inZone(by) : { resourceType, selectionMode: ONE, ...by } },
    statements: [
      allow(['rds:RebootDBInstance'], arn('rds', 'db:*')),
      allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances', 'tag:GetResources'], '*'),
    ],
  };
}

export function cutCaches(zone: string): Fault {
  const actionId = 'aws:elasticache:replicationgroup-interrupt-az-power';
  const parameters = { availabilityZoneIdentifier: zone };
  return {
    actions: {
      CutCaches: { actionId, parameters: { duration: DURATION }, targets: { ReplicationGroups: 'Caches' } },
    },
    targets: { Caches: target('aws:elasticache:replicationgroup', zone, { parameters }) },
    statements: [
      allowWhen(marked, ['elasticache:InterruptClusterAzPower'], '*'),
      allow(['elasticache:DescribeReplicationGroups', 'tag:GetResources'], '*'),
    ],
  };
}
