import type { CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Whether a metric is calculated from others. */
export function isMath(metric: cloudwatch.IMetric): boolean {
  return metric.toMetricConfig().mathExpression !== undefined;
}

/** A calculated metric as the queries that a target tracking policy understands; the last one is the result. */
export function metricQueries(metric: cloudwatch.IMetric): CfnScalingPolicy.TargetTrackingMetricDataQueryProperty[] {
  const queries = flatten(metric, 'result', true);
  // Two expressions may use the same metric; an id may be stated only once.
  return queries.filter((query, index) => queries.findIndex((other) => other.id === query.id) === index);
}

function flatten(
  metric: cloudwatch.IMetric,
  id: string,
  returnData: boolean,
): CfnScalingPolicy.TargetTrackingMetricDataQueryProperty[] {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (metricStat) return [{ id, metricStat: rendered(metricStat), returnData }];
  const inputs = Object.entries(mathExpression?.usingMetrics ?? {});
  return [
    ...inputs.flatMap(([name, input]) => flatten(input, name, false)),
    { id, expression: mathExpression?.expression, returnData },
  ];
}

function rendered(stat: cloudwatch.MetricStatConfig): CfnScalingPolicy.TargetTrackingMetricStatProperty {
  const { namespace, metricName, statistic, dimensions = [] } = stat;
  const pairs = dimensions.map(({ name, value }) => ({ name, value: String(value) }));
  return { stat: statistic, unit: stat.unitFilter, metric: { namespace, metricName, dimensions: pairs } };
}
