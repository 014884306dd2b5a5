import type { CfnScalingPolicy } from 'aws-cdk-lib/aws-autoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

type Query = CfnScalingPolicy.TargetTrackingMetricDataQueryProperty;

/** Periods that target tracking takes, in seconds. */
const PERIODS = [10, 30, 60];

/** A metric, or what a metric is calculated from, as the queries of a target tracking policy. */
export function metricData(metric: cloudwatch.IMetric, id = 'result', returnData = true): Query[] {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (metricStat) return [{ id, metricStat: statOf(metricStat), returnData }];
  const inputs = Object.entries(mathExpression?.usingMetrics ?? {});
  const queries = inputs.flatMap(([name, input]) => metricData(input, name, false));
  return [...queries, { id, expression: mathExpression?.expression, returnData }];
}

function statOf(stat: cloudwatch.MetricStatConfig): CfnScalingPolicy.TargetTrackingMetricStatProperty {
  const { namespace, metricName, dimensions = [], statistic, unitFilter } = stat;
  const seconds = stat.period.toSeconds();
  return {
    metric: {
      namespace,
      metricName,
      dimensions: dimensions.map(({ name, value }) => ({ name, value: String(value) })),
    },
    stat: statistic,
    unit: unitFilter,
    period: PERIODS.includes(seconds) ? seconds : 60,
  };
}
