import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ReplicatedCache } from '../../cache';
import type { Check } from '../../core/errors';
import { cacheNodes } from './cache-nodes';
import { family, GLOBAL_METRICS_REGION, type MetricOf } from '../dashboards/signal-metric';

const { AVERAGE, SUM } = cloudwatch.Stats;

/** Metrics of one alarm; each node needs two. */
const NODES_OF_ALARM = 5;

/** What one alarm judges. */
export interface HitRatePart {
  /** Reads in a period. */
  readonly requests: string;
  /** Hits of all reads, in percent. */
  readonly rate: string;
  readonly metrics: { [id: string]: cloudwatch.IMetric };
}

/** How a cache is judged. */
export interface CacheHitSpec {
  readonly parts: HitRatePart[];
  readonly checks: Check[];
  /** The distribution whose additional metrics are needed. */
  readonly distribution?: cloudfront.IDistribution;
  /** Whether nodes can be added that nobody watches. */
  readonly isScaled: boolean;
}

/** A cache whose nodes are counted. */
export interface CacheNodesWatch {
  /**
   * Shards of the cache.
   * @default - as many as it was made with; needed for a copy of another region's, which does not know
   */
  readonly shards?: number;
}

/** What has a hit rate. */
export class CacheHitSource {
  /** A cache: hits of all reads over the nodes that it is made with. */
  public static cache(cache: ReplicatedCache, options: CacheNodesWatch = {}): CacheHitSource {
    return new CacheHitSource(cacheSpec(cache, options.shards ?? cache.mode._nodes?.shards));
  }

  /** A distribution: what viewers of the whole world find in its caches. Alarms have to live in us-east-1. */
  public static distribution(distribution: cloudfront.IDistribution): CacheHitSource {
    return new CacheHitSource(distributionSpec(distribution));
  }

  private constructor(/** @internal */ public readonly _spec: CacheHitSpec) {}
}

function cacheSpec(cache: ReplicatedCache, shards: number | undefined): CacheHitSpec {
  const nodes = cacheNodes(cache, isCount(shards) ? shards : 0);
  const starts = Array.from({ length: Math.ceil(nodes.length / NODES_OF_ALARM) }, (_, part) => part * NODES_OF_ALARM);
  return {
    parts: starts.map((start) => partOf(nodes.slice(start, start + NODES_OF_ALARM))),
    isScaled: cache._settings.scaling.length > 0,
    checks: [
      {
        code: 'ShardsUnknown',
        property: 'shards',
        when: !isCount(shards),
        value: shards,
        allowed: 'a whole number, 1 or more; a copy of another region has as many shards as its primary',
        action: 'State the number of shards',
      },
    ],
  };
}

function isCount(shards: number | undefined): shards is number {
  return shards !== undefined && Number.isInteger(shards) && shards >= 1;
}

function partOf(nodes: MetricOf[]): HitRatePart {
  const each = (id: string, metricName: string) =>
    nodes.map((node, index) => [`${id}${index}`, node(metricName, SUM, metricName)] as const);
  const [hits, misses] = [each('hits', 'CacheHits'), each('misses', 'CacheMisses')];
  const sum = (metrics: (readonly [string, cloudwatch.IMetric])[]) =>
    metrics.map(([id]) => `FILL(${id}, 0)`).join(' + ');
  const [found, all] = [sum(hits), sum([...hits, ...misses])];
  return {
    requests: `(${all})`,
    rate: `100 * (${found}) / (${all})`,
    metrics: Object.fromEntries([...hits, ...misses]),
  };
}

function distributionSpec(distribution: cloudfront.IDistribution): CacheHitSpec {
  const dimensions = { DistributionId: distribution.distributionId, Region: 'Global' };
  const metric = family('AWS/CloudFront', dimensions, GLOBAL_METRICS_REGION);
  const metrics = { requests: metric('Requests', SUM, 'requests'), rate: metric('CacheHitRate', AVERAGE, 'hit rate') };
  return {
    parts: [{ requests: 'FILL(requests, 0)', rate: 'FILL(rate, 0)', metrics }],
    checks: [],
    distribution,
    isScaled: false,
  };
}
