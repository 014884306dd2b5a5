import { Resource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Check } from '../../core/errors';
import type { DerivedMetric } from './derived-metric';
import { inputsOf } from './derived-metric-spec';

/**
 * What one request of the handler reads, and, with all that is said about them, well below what a schedule can pass on.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const MOST_INPUTS = 500;

/** Everything that can be wrong with a set of derived metrics. */
export function derivedMetricsChecks(scope: IConstruct, metrics: DerivedMetric[]): Check[] {
  const names = metrics.map(({ _name }) => _name);
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  const inputs = countInputs(scope, metrics);
  return [
    {
      code: 'NoMetrics',
      property: 'metrics',
      when: metrics.length === 0,
      value: metrics,
      allowed: 'at least one metric',
      action: 'State what has to be published, or leave the construct out',
    },
    {
      code: 'DuplicateMetric',
      property: 'metrics',
      when: repeated.length > 0,
      value: [...new Set(repeated)],
      allowed: 'each metric once',
      action: 'Remove the repetition, and use the metric of the first wherever it is needed',
    },
    {
      code: 'TooManyInputs',
      property: 'metrics',
      when: inputs > MOST_INPUTS,
      value: inputs,
      allowed: `at most ${MOST_INPUTS} metrics that are read`,
      action: 'Spread the metrics over several DerivedMetrics',
    },
    publishedCheck(metrics),
    regionCheck(scope, metrics),
  ];
}

/** The handler reads what several metrics are made of only once. */
function countInputs(scope: IConstruct, metrics: DerivedMetric[]): number {
  const inputs = metrics.flatMap(({ _spec }) => inputsOf(_spec.formula));
  return new Set(inputs.map((input) => JSON.stringify(Stack.of(scope).resolve(input.toMetricConfig())))).size;
}

function publishedCheck(metrics: DerivedMetric[]): Check {
  const taken = metrics.filter(({ _publisher }) => _publisher !== undefined);
  return {
    code: 'MetricPublishedTwice',
    property: 'metrics',
    when: taken.length > 0,
    value: taken.map(({ _name, _publisher }) => `${_name} by ${_publisher!.node.path}`),
    allowed: 'metrics that no other DerivedMetrics publishes',
    action: 'Leave the metric to one of them',
  };
}

/** Metrics stay in their region, and so do those that are made of them. */
function regionCheck(scope: IConstruct, metrics: DerivedMetric[]): Check {
  const { region } = Stack.of(scope);
  const strangers = metrics.flatMap(({ _spec }) => _spec.about).filter((each) => isElsewhere(each, region));
  return {
    code: 'MetricOfAnotherRegion',
    property: 'metrics',
    when: strangers.length > 0,
    value: [...new Set(strangers.map(({ node }) => node.path))],
    allowed: `what is in ${region}`,
    action: 'Publish it in its own region',
  };
}

function isElsewhere(construct: IConstruct, region: string): boolean {
  const other = Resource.isResource(construct) ? construct.env.region : Stack.of(construct).region;
  return !Token.isUnresolved(region) && !Token.isUnresolved(other) && other !== region;
}
