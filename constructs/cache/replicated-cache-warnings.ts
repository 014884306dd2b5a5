import type { CacheMode } from './cache-mode';

/** Nodes of a cluster, unless the account's quota was raised. */
const DEFAULT_NODE_QUOTA = 90;

/** Something legal but risky. */
export interface SizeWarning {
  readonly code: string;
  readonly message: string;
}

/** What the numbers of a cache give up. */
export function sizeWarnings(mode: CacheMode, zones: string[]): SizeWarning[] {
  const perShard = 1 + mode.replicasPerShard;
  return [...loneShards(mode), ...crowdedZones(perShard, zones), ...quota(perShard, mode._nodes?.shards ?? 0)];
}

function loneShards(mode: CacheMode): SizeWarning[] {
  if (mode._isMultiAz) return [];
  const share = mode._nodes ? `one of ${mode._nodes.shards} parts of the keys` : 'a part of the keys';
  const message = `No shard has a replica: a node or zone that fails takes ${share} with it. State at least one replica.`;
  return [{ code: 'CacheWithoutReplicas', message }];
}

function crowdedZones(perShard: number, zones: string[]): SizeWarning[] {
  if (perShard <= zones.length) return [];
  const message =
    `The ${perShard} nodes of a shard share ${zones.length} zones: losing a zone can take more than one of them. ` +
    'Use more zones, or fewer replicas.';
  return [{ code: 'CacheZonesShared', message }];
}

function quota(perShard: number, shards: number): SizeWarning[] {
  const nodes = shards * perShard;
  if (nodes <= DEFAULT_NODE_QUOTA) return [];
  const message = `${nodes} nodes are more than the ${DEFAULT_NODE_QUOTA} of the default quota: have it raised first.`;
  return [{ code: 'CacheAboveNodeQuota', message }];
}
