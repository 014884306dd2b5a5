import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

/** How a metric is calculated: the shape that the handler reads, with metrics of the CDK. */
export type DerivedFormula =
  | { readonly kind: 'perMember'; readonly backlog: cloudwatch.IMetric; readonly members: cloudwatch.IMetric }
  | {
      readonly kind: 'lag';
      readonly lags: cloudwatch.IMetric[];
      readonly secondsPerUnit: number;
      readonly objectiveSeconds?: number;
    }
  | { readonly kind: 'headroom'; readonly used: cloudwatch.IMetric; readonly allowed: cloudwatch.IMetric | number };

/** A metric, and what it is made of. */
export interface DerivedMetricSpec {
  readonly name: string;
  readonly unit: cloudwatch.Unit;
  /** The worst of several values of a minute. */
  readonly statistic: string;
  readonly dimensions: { [name: string]: string };
  /** What it is about: the first one is where a mistake is reported. */
  readonly about: IConstruct[];
  readonly formula: DerivedFormula;
}

/** The metrics that a formula reads. */
export function inputsOf(formula: DerivedFormula): cloudwatch.IMetric[] {
  const parts: unknown[] = Object.values(formula);
  return parts.flat().filter(isMetric);
}

/** What the handler is told. */
export function describe({ name, unit, dimensions, formula }: DerivedMetricSpec): object {
  const parts = Object.entries(formula).map(([key, value]) => [key, describePart(value)]);
  return { name, unit, dimensions, formula: Object.fromEntries(parts) as object };
}

function describePart(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(describePart);
  return isMetric(part) ? sourceOf(part) : part;
}

function sourceOf(metric: cloudwatch.IMetric): object {
  const { namespace, metricName, statistic, dimensions = [] } = metric.toMetricConfig().metricStat!;
  const pairs = dimensions.map(({ name, value }): [string, unknown] => [name, value]);
  return { namespace, name: metricName, statistic, dimensions: Object.fromEntries(pairs) };
}

function isMetric(value: unknown): value is cloudwatch.IMetric {
  return typeof value === 'object' && value !== null && 'toMetricConfig' in value;
}
