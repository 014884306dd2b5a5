import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** What CloudFront and Route 53 publish is there, wherever it happens. */
export const GLOBAL_METRICS_REGION = 'us-east-1';

/** Metrics of services come once a minute. */
export const MINUTE = Duration.minutes(1);

/** One metric of a family. */
export type MetricOf = (metricName: string, statistic: string, label?: string) => cloudwatch.Metric;

/** Metrics with the same dimensions. On a dashboard of another region they say in which region they are. */
export function family(
  namespace: string,
  dimensionsMap: { [name: string]: string },
  stackRegion: string | undefined,
): MetricOf {
  const common = { namespace, dimensionsMap, stackRegion, period: MINUTE };
  return (metricName, statistic, label) => new cloudwatch.Metric({ ...common, metricName, statistic, label });
}

/** The region of a construct, if it is known. */
export function regionOf(construct: IConstruct): string | undefined {
  const { region } = Stack.of(construct);
  return Token.isUnresolved(region) ? undefined : region;
}

/** A latency in three lines: of half of the requests, of nearly all, and of those that users complain about. */
export function percentiles(latency: cloudwatch.Metric): cloudwatch.Metric[] {
  return [50, 95, 99].map((percent) =>
    latency.with({ statistic: cloudwatch.Stats.percentile(percent), label: `p${percent}`, period: MINUTE }),
  );
}

/**
 * The same metric for a widget beside others: it says in which region it is if it did not yet, and the ids of an expression
 * get a prefix, because on a widget an id stands for one metric.
 */
export function placed(metric: cloudwatch.IMetric, region?: string, prefix = ''): cloudwatch.IMetric {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (mathExpression) return placedMath(metric, mathExpression, region, prefix);
  if (!metricStat || metricStat.region !== undefined || region === undefined) return metric;
  return metric instanceof cloudwatch.Metric ? metric.with({ stackRegion: region }) : metric;
}

function placedMath(
  metric: cloudwatch.IMetric,
  math: cloudwatch.MetricExpressionConfig,
  region: string | undefined,
  prefix: string,
): cloudwatch.IMetric {
  const ids = Object.keys(math.usingMetrics);
  const parts = ids.map((id) => [`${prefix}${id}`, placed(math.usingMetrics[id], region, prefix)] as const);
  const { label, color } = metric.toMetricConfig().renderingProperties ?? {};
  return new cloudwatch.MathExpression({
    expression: ids.length === 0 ? math.expression : renamed(math.expression, ids, prefix),
    usingMetrics: Object.fromEntries(parts),
    period: Duration.seconds(math.period),
    label: label as string | undefined,
    color: color as string | undefined,
    searchAccount: math.searchAccount,
    searchRegion: math.searchRegion ?? (math.expression.includes('SEARCH(') ? region : undefined),
  });
}

function renamed(expression: string, ids: string[], prefix: string): string {
  return expression.replace(/[A-Za-z_]\w*/g, (word) => (ids.includes(word) ? `${prefix}${word}` : word));
}
