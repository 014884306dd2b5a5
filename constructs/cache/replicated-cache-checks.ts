import type { Duration } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Check } from '../core/errors';
import { portCheck } from '../core/port-check';
import { CacheDurability } from './cache-durability';
import { type CacheEngine, engineChecks } from './cache-engine';
import type { CacheMode } from './cache-mode';
import { repetitionCheck, scalingChecks } from './cache-scaling-checks';
import { DURABLE_NODE_TYPES, isDurable, isNodeType } from './node-types';
import type { CacheSettings } from './cache-settings';

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html */
export const MAX_NODES = 500;
const MAX_REPLICAS = 5;
const MAX_RETENTION_DAYS = 35;

/** Everything that can be wrong with a cache, whatever stands behind it. */
export function cacheChecks(settings: CacheSettings, zones: string[], notifications?: sns.ITopic): Check[] {
  return [
    topicCheck(notifications),
    portCheck(settings.port),
    retentionCheck(settings.snapshotRetention),
    userNameCheck(settings),
    replicasCheck(settings.mode),
    zonesCheck(settings.mode, zones),
  ];
}

/** Everything that can be wrong with a cache of its own. */
export function nodesChecks(settings: CacheSettings): Check[] {
  const { mode, engine, durability } = settings;
  if (!mode._nodes) return [];
  const { nodeType, shards } = mode._nodes;
  return [
    ...engineChecks(engine),
    ...sizeChecks(nodeType, shards, mode.replicasPerShard),
    ...durabilityChecks(durability, engine, mode, nodeType),
    ...settings.scaling.flatMap(({ _spec }) => scalingChecks(_spec, mode)),
    repetitionCheck(settings.scaling),
  ];
}

/** ElastiCache would take the topic and never reach it. */
function topicCheck(topic?: sns.ITopic): Check {
  return {
    code: 'NotificationsEncrypted',
    property: 'notifications',
    when: topic?.masterKey !== undefined,
    value: topic?.node.path,
    allowed: 'a topic without a key, because ElastiCache does not publish to encrypted ones',
    action: 'Pass another topic, or none',
  };
}

function retentionCheck(retention: Duration): Check {
  const days = retention.toDays({ integral: false });
  return {
    code: 'SnapshotRetentionOutOfRange',
    property: 'snapshotRetention',
    when: !Number.isInteger(days) || days > MAX_RETENTION_DAYS,
    value: retention.toString(),
    allowed: `0 (no snapshots) to ${MAX_RETENTION_DAYS} whole days`,
    action: 'Choose a retention in this range',
  };
}

function userNameCheck({ authentication }: CacheSettings): Check {
  const spec = authentication._spec;
  const name = spec.kind === 'iam' ? spec.userName : undefined;
  return {
    code: 'InvalidCacheUserName',
    property: 'authentication',
    when: name !== undefined && !/^[a-z](-?[a-z0-9]){0,39}$/.test(name),
    value: name,
    allowed: 'a letter, then lower-case letters, digits and single hyphens, at most 40 characters',
    action: 'Correct the name of the user',
  };
}

function replicasCheck({ replicasPerShard }: CacheMode): Check {
  return {
    code: 'ReplicasOutOfRange',
    property: 'replicasPerShard',
    when: !isBetween(replicasPerShard, 0, MAX_REPLICAS),
    value: replicasPerShard,
    allowed: `a whole number from 0 to ${MAX_REPLICAS}`,
    action: 'State how many copies each shard has beside its primary',
  };
}

function zonesCheck(mode: CacheMode, zones: string[]): Check {
  return {
    code: 'TooFewZones',
    property: 'network',
    when: mode._isMultiAz && zones.length < 2,
    value: zones,
    allowed: 'a data tier in at least two zones',
    action: 'Pass a network whose data tier spans more zones',
  };
}

function sizeChecks(nodeType: string, shards: number, replicas: number): Check[] {
  const nodes = shards * (1 + replicas);
  return [
    {
      code: 'InvalidNodeType',
      property: 'nodeType',
      when: !isNodeType(nodeType),
      value: nodeType,
      allowed: 'a type like cache.r7g.large',
      action: 'Correct the node type',
    },
    {
      code: 'ShardsOutOfRange',
      property: 'shards',
      when: !isBetween(shards, 1, MAX_NODES),
      value: shards,
      allowed: `a whole number from 1 to ${MAX_NODES}`,
      action: 'State over how many shards the keys are spread',
    },
    {
      code: 'TooManyCacheNodes',
      property: 'shards',
      when: isBetween(shards, 1, MAX_NODES) && nodes > MAX_NODES,
      value: nodes,
      allowed: `at most ${MAX_NODES} nodes: shards x (1 + replicasPerShard)`,
      action: 'Use larger nodes, or several caches',
    },
  ];
}

function durabilityChecks(
  durability: CacheDurability,
  engine: CacheEngine,
  mode: CacheMode,
  nodeType: string,
): Check[] {
  const isDurableCache = durability !== CacheDurability.NONE;
  return [
    {
      code: 'DurabilityNeedsValkey9',
      property: 'durability',
      when: isDurableCache && !engine._isValkeySince('9.0'),
      value: `${engine.name} ${engine.version}`,
      allowed: 'Valkey 9.0 or newer',
      action: "Use CacheEngine.valkey('9.0'), or CacheDurability.NONE",
    },
    {
      code: 'DurabilityNeedsReplicas',
      property: 'durability',
      when: isDurableCache && !mode._isMultiAz,
      value: mode.replicasPerShard,
      allowed: 'at least one replica per shard',
      action: 'Add a replica, or use CacheDurability.NONE',
    },
    {
      code: 'DurabilityNodeType',
      property: 'durability',
      when: isDurableCache && !isDurable(nodeType),
      value: nodeType,
      allowed: DURABLE_NODE_TYPES,
      action: 'Choose one of these families, or CacheDurability.NONE',
    },
  ];
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
