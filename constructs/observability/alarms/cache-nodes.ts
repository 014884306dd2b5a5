import type { ReplicatedCache } from '../../cache';
import { family, type MetricOf, regionOf } from '../dashboards/signal-metric';

/**
 * The nodes of the first shards of a cache, for alarms, which cannot search for them. Nodes are named after the cache, the
 * shard and a number.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
 */
export function cacheNodes(cache: ReplicatedCache, shards: number): MetricOf[] {
  const perShard = 1 + cache.mode.replicasPerShard;
  return Array.from({ length: shards * perShard }, (_, index) => {
    const shard = String(Math.floor(index / perShard) + 1).padStart(4, '0');
    const node = String((index % perShard) + 1).padStart(3, '0');
    return family('AWS/ElastiCache', { CacheClusterId: `${cache.cacheName}-${shard}-${node}` }, regionOf(cache));
  });
}
