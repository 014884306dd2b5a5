import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { TierSecurityGroup } from '../network';
import { CacheDurability } from './cache-durability';
import type { CacheSettings } from './cache-settings';
import type { CacheAccess } from './cache-users';
import { isTiered } from './node-types';
import type { ReplicatedCacheProps } from './replicated-cache-props';

type GroupProps = elasticache.CfnReplicationGroupProps;

/** What a replication group is made of. */
export interface GroupParts {
  readonly props: ReplicatedCacheProps;
  readonly settings: CacheSettings;
  readonly access: CacheAccess;
  readonly securityGroup: TierSecurityGroup;
  readonly slowLog: logs.ILogGroup;
  readonly engineLog: logs.ILogGroup;
}

/** Makes the replication group, which is the cache. */
export function replicationGroup(scope: Construct, parts: GroupParts): elasticache.CfnReplicationGroup {
  const { settings } = parts;
  const group = new elasticache.CfnReplicationGroup(scope, 'Group', {
    replicationGroupDescription: scope.node.path,
    ...(settings.mode._nodes ? ownProps(scope, parts) : inheritedProps(settings)),
    ...availabilityProps(settings),
    ...networkProps(scope, parts),
    ...upkeepProps(parts),
    ...parts.access.settings,
    kmsKeyId: parts.props.key.keyArn,
  });
  // Without this, CloudFormation answers another number of shards with another, empty cache.
  group.cfnOptions.updatePolicy = { useOnlineResharding: true };
  group.applyRemovalPolicy(settings.removalPolicy);
  return group;
}

/** What a cache of its own decides, and a secondary may not even state. */
function ownProps(scope: Construct, { props, settings }: GroupParts): Partial<GroupProps> {
  const { engine, mode, durability } = settings;
  return {
    engine: engine.name,
    engineVersion: engine.version,
    clusterMode: 'enabled',
    cacheNodeType: mode._nodes?.nodeType,
    numNodeGroups: mode._nodes?.shards,
    dataTieringEnabled: isTiered(mode._nodes?.nodeType ?? '') ? true : undefined,
    durability: durability === CacheDurability.NONE ? undefined : durability,
    cacheParameterGroupName: parameterGroup(scope, settings, props.parameters).ref,
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    transitEncryptionMode: 'required',
  };
}

function inheritedProps({ mode }: CacheSettings): Partial<GroupProps> {
  return { globalReplicationGroupId: mode._global?.globalReplicationGroupId };
}

/** Cluster mode insists on automatic failover; with a replica to fail over to, the zones are part of it. */
function availabilityProps({ mode }: CacheSettings): Partial<GroupProps> {
  return {
    replicasPerNodeGroup: mode.replicasPerShard,
    automaticFailoverEnabled: true,
    multiAzEnabled: mode._isMultiAz,
  };
}

function networkProps(scope: Construct, { props, settings, securityGroup }: GroupParts): Partial<GroupProps> {
  const { vpc, data } = props.network;
  const subnets = new elasticache.CfnSubnetGroup(scope, 'Subnets', {
    description: scope.node.path,
    subnetIds: vpc.selectSubnets(data).subnetIds,
  });
  return {
    cacheSubnetGroupName: subnets.ref,
    securityGroupIds: [securityGroup.securityGroupId],
    port: settings.port,
  };
}

function upkeepProps({ props, settings, slowLog, engineLog }: GroupParts): Partial<GroupProps> {
  return {
    snapshotRetentionLimit: settings.snapshotRetention.toDays(),
    snapshotWindow: props.snapshotWindow,
    preferredMaintenanceWindow: props.maintenanceWindow,
    notificationTopicArn: props.notifications?.topicArn,
    logDeliveryConfigurations: [delivery('slow-log', slowLog), delivery('engine-log', engineLog)],
  };
}

function parameterGroup(scope: Construct, settings: CacheSettings, parameters: Record<string, string> = {}) {
  return new elasticache.CfnParameterGroup(scope, 'Parameters', {
    cacheParameterGroupFamily: settings.engine._parameterFamily,
    description: scope.node.path,
    properties: { ...parameters, 'cluster-enabled': 'yes', 'maxmemory-policy': settings.eviction },
  });
}

function delivery(
  logType: string,
  group: logs.ILogGroup,
): elasticache.CfnReplicationGroup.LogDeliveryConfigurationRequestProperty {
  return {
    logType,
    logFormat: 'json',
    destinationType: 'cloudwatch-logs',
    destinationDetails: { cloudWatchLogsDetails: { logGroup: group.logGroupName } },
  };
}
