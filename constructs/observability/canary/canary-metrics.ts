import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as synthetics from 'aws-cdk-lib/aws-synthetics';
import type { CanaryStep } from './canary-step';

/** Percentage of runs that succeeded: 100 or 0 in a period with one run. */
export function successMetric(canary: synthetics.Canary, period: Duration): cloudwatch.Metric {
  return canary.metricSuccessPercent({ period, statistic: cloudwatch.Stats.AVERAGE });
}

/** How long the slowest step took. Without what the run itself takes: starting, uploading its artifacts. */
export function latencyMetric(canary: synthetics.Canary, steps: CanaryStep[], period: Duration): cloudwatch.IMetric {
  const durations = steps.map((step) => stepDuration(canary, step, period));
  if (durations.length === 1) return durations[0];
  const usingMetrics = Object.fromEntries(durations.map((metric, index) => [`step${index}`, metric]));
  const expression = `MAX([${Object.keys(usingMetrics).join(', ')}])`;
  return new cloudwatch.MathExpression({ expression, usingMetrics, period, label: 'Slowest step' });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html */
function stepDuration(canary: synthetics.Canary, step: CanaryStep, period: Duration): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'CloudWatchSynthetics',
    metricName: 'Duration',
    dimensionsMap: { CanaryName: canary.canaryName, StepName: step.name },
    statistic: cloudwatch.Stats.MAXIMUM,
    period,
  });
}
