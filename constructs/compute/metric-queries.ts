import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Id of the query that is tracked; the inputs of an expression have the names that its user gave them. */
export const RESULT = 'result';

/** Periods that target tracking takes, in seconds. */
const PERIODS = [10, 30, 60];

/** A metric in a target tracking policy. Of the two services, Application Auto Scaling leaves the period out. */
export interface MetricQuery {
  readonly id: string;
  readonly returnData: boolean;
  readonly expression?: string;
  readonly metricStat?: ReturnType<typeof statOf>;
}

/** Whether a metric is calculated from others. */
export function isMath(metric: cloudwatch.IMetric): boolean {
  return metric.toMetricConfig().mathExpression !== undefined;
}

/** A metric, or what a metric is calculated from; the last one is the result. */
export function metricQueries(metric: cloudwatch.IMetric): MetricQuery[] {
  const queries = flatten(metric, RESULT, true);
  // Two expressions may use the same metric; an id may be stated only once.
  return queries.filter((query, index) => queries.findIndex((other) => other.id === query.id) === index);
}

function flatten(metric: cloudwatch.IMetric, id: string, returnData: boolean): MetricQuery[] {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (metricStat) return [{ id, metricStat: statOf(metricStat), returnData }];
  const inputs = Object.entries(mathExpression?.usingMetrics ?? {});
  const queries = inputs.flatMap(([name, input]) => flatten(input, name, false));
  return [...queries, { id, expression: mathExpression?.expression, returnData }];
}

function statOf(stat: cloudwatch.MetricStatConfig) {
  const { namespace, metricName, statistic, unitFilter, dimensions = [] } = stat;
  const pairs = dimensions.map(({ name, value }) => ({ name, value: String(value) }));
  const seconds = stat.period.toSeconds();
  const period = PERIODS.includes(seconds) ? seconds : 60;
  return { metric: { namespace, metricName, dimensions: pairs }, stat: statistic, unit: unitFilter, period };
}
