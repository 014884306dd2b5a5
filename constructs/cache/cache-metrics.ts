import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

const NAMESPACE = 'AWS/ElastiCache';
const PERIOD = Duration.minutes(1);

/**
 * Hits of all reads, in percent, over all nodes that there happen to be. Their ids begin with that of the cache: without
 * quotes it is a part of them, in quotes it would have to be the whole id and nothing were found.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function hitRate(replicationGroupId: string): cloudwatch.IMetric {
  const sum = (name: string) => {
    const nodes = `{${NAMESPACE},CacheClusterId} MetricName="${name}" AND ${replicationGroupId}`;
    return `SUM(SEARCH('${nodes}', 'Sum', ${PERIOD.toSeconds()}))`;
  };
  const [hits, misses] = [sum('CacheHits'), sum('CacheMisses')];
  return new cloudwatch.MathExpression({
    label: 'Hit rate (%)',
    expression: `100 * ${hits} / (${hits} + ${misses})`,
    usingMetrics: {},
    period: PERIOD,
  });
}

/** Memory that counts for eviction, in percent. */
export function memoryUsage(replicationGroupId: string): cloudwatch.IMetric {
  const metricName = 'DatabaseMemoryUsageCountedForEvictPercentage';
  return average(metricName, { ReplicationGroupId: replicationGroupId });
}

/** Processor time of the engine on the primaries, in percent. */
export function primaryProcessorUsage(replicationGroupId: string): cloudwatch.IMetric {
  return average('EngineCPUUtilization', { ReplicationGroupId: replicationGroupId, Role: 'Primary' });
}

function average(metricName: string, dimensionsMap: Record<string, string>): cloudwatch.IMetric {
  return new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap,
    statistic: 'Average',
    period: PERIOD,
  });
}
