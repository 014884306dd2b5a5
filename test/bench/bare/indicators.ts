import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { math, type Metrics } from './ops-metrics';

/** A number of requests as metric math, whose ids begin with a prefix. */
type Count = (prefix: string, period: Duration) => cloudwatch.MathExpression;

/** Metrics whose period is that of the window. */
type Counted = Record<string, cloudwatch.Metric>;

/** A promise, and what tells whether it is kept. */
export interface Indicator {
  readonly name: string;
  readonly promise: string;
  /** The share of requests that may break it. */
  readonly allowed: number;
  readonly total: Count;
  readonly broken: Count;
}

/** The sum of metrics. */
export function sum(metrics: Counted): Count {
  const terms = (prefix: string) => Object.keys(metrics).map((id) => `FILL(${prefix}${id}, 0)`);
  return (prefix, period) => math(terms(prefix).join(' + '), prefixed(metrics, prefix, period), '', period);
}

/** A percentage of requests. */
export function percentage(id: string, rate: cloudwatch.Metric, of: Counted): Count {
  const [all] = Object.keys(of);
  return (prefix, period) => {
    const expression = `FILL(${prefix}${id}, 0) / 100 * FILL(${prefix}${all}, 0)`;
    return math(expression, prefixed({ [id]: rate, ...of }, prefix, period), '', period);
  };
}

/** Requests that were not answered in time. */
export function late(measured: cloudwatch.Metric, inTime: cloudwatch.Metric): Count {
  return (prefix, period) => {
    const expression = `(100 - FILL(${prefix}inTime, 100)) / 100 * FILL(${prefix}measured, 0)`;
    return math(expression, prefixed({ measured, inTime }, prefix, period), '', period);
  };
}

export function availability(total: Count, broken: Count): Indicator {
  const promise = 'at most 0.05 percent of the requests of 30 days fail';
  return { name: 'Availability', promise, allowed: 0.0005, total, broken };
}

export function latency(measured: cloudwatch.Metric, inTime: cloudwatch.Metric): Indicator {
  const promise = 'at most 1 percent of the requests of 30 days take longer than 200 ms';
  return { name: 'LatencyP99', promise, allowed: 0.01, total: sum({ measured }), broken: late(measured, inTime) };
}

function prefixed(metrics: Counted, prefix: string, period: Duration): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [`${prefix}${id}`, metric.with({ period })]));
}

/** The share of requests that broke the promise; none when there were too few. */
export function brokenShare(
  { name, total, broken }: Indicator,
  period: Duration,
  prefix = '',
): cloudwatch.MathExpression {
  const [all, bad] = [`${prefix}sloTotal`, `${prefix}sloFailed`];
  const expression = `IF(${all} < ${Math.max(10, period.toMinutes())} OR ${bad} < 1.5, 0, ${bad} / ${all})`;
  const usingMetrics = { [all]: total(prefix, period), [bad]: broken(prefix, period) };
  return math(expression, usingMetrics, `${name}: error ratio`, period);
}
