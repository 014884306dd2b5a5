import { RemovalPolicy } from 'aws-cdk-lib';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { DataStack } from './data-stack';
import { logGroup } from './pieces';
import { PORTS, REGION } from './settings';

const NAME = 'bare-cache';

export interface Cache {
  readonly group: elasticache.CfnReplicationGroup;
  readonly user: elasticache.CfnUser;
}

/** A Valkey cache of three shards, which other regions can join. */
export function createCache(stack: DataStack): Cache {
  const user = createUser(stack, 'User', NAME, 'iam', 'on ~* &* +@all -@dangerous +info');
  const nobody = createUser(stack, 'DefaultUser', 'default', 'no-password-required', 'off -@all');
  const users = new elasticache.CfnUserGroup(stack, 'UserGroup', {
    engine: 'redis',
    userGroupId: `group-${NAME}`,
    userIds: [nobody.ref, user.ref],
  });
  const group = createGroup(stack, users);
  const global = new elasticache.CfnGlobalReplicationGroup(stack, 'GlobalCache', {
    globalReplicationGroupDescription: NAME,
    globalReplicationGroupIdSuffix: NAME,
    members: [{ role: 'PRIMARY', replicationGroupId: group.ref, replicationGroupRegion: REGION }],
  });
  global.applyRemovalPolicy(RemovalPolicy.DESTROY);
  return { group, user };
}

function createUser(stack: DataStack, id: string, userName: string, type: string, accessString: string) {
  const userId = `user-${userName}`;
  return new elasticache.CfnUser(stack, `Cache${id}`, {
    engine: 'redis',
    userId,
    userName: type === 'iam' ? userId : userName,
    authenticationMode: { Type: type },
    accessString,
  });
}

function createGroup(stack: DataStack, users: elasticache.CfnUserGroup): elasticache.CfnReplicationGroup {
  const { key } = stack.foundation;
  const group = new elasticache.CfnReplicationGroup(stack, 'Cache', {
    replicationGroupDescription: NAME,
    engine: 'valkey',
    engineVersion: '8.2',
    clusterMode: 'enabled',
    cacheNodeType: 'cache.r7g.large',
    numNodeGroups: 3,
    replicasPerNodeGroup: 1,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    ...network(stack),
    atRestEncryptionEnabled: true,
    kmsKeyId: key.keyArn,
    transitEncryptionEnabled: true,
    transitEncryptionMode: 'required',
    userGroupIds: [users.ref],
    snapshotRetentionLimit: 35,
    logDeliveryConfigurations: [
      delivery('slow-log', logGroup(stack, 'SlowLog', key)),
      delivery('engine-log', logGroup(stack, 'EngineLog', key)),
    ],
  });
  group.cfnOptions.updatePolicy = { useOnlineResharding: true };
  group.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
  return group;
}

function network(stack: DataStack) {
  const { vpc, data } = stack.foundation;
  const { subnetIds } = vpc.selectSubnets(data);
  const subnets = new elasticache.CfnSubnetGroup(stack, 'CacheSubnets', { description: NAME, subnetIds });
  const parameters = new elasticache.CfnParameterGroup(stack, 'CacheParameters', {
    cacheParameterGroupFamily: 'valkey8',
    description: NAME,
    properties: { 'cluster-enabled': 'yes', 'maxmemory-policy': 'volatile-lru' },
  });
  return {
    cacheSubnetGroupName: subnets.ref,
    cacheParameterGroupName: parameters.ref,
    securityGroupIds: [stack.cacheGroup.securityGroupId],
    port: PORTS.cache,
  };
}

function delivery(logType: string, { logGroupName }: logs.LogGroup) {
  return {
    logType,
    logFormat: 'json',
    destinationType: 'cloudwatch-logs',
    destinationDetails: { cloudWatchLogsDetails: { logGroup: logGroupName } },
  };
}
