import type { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** What an objective is measured by: of all requests, those that broke the promise. */
export interface RequestCounts {
  readonly total: cloudwatch.IMetric;
  readonly failed: cloudwatch.IMetric;
}

const statistic = cloudwatch.Stats.SUM;

/**
 * `RequestCount` leaves out requests for which no target could be chosen: a service without a single target would look as
 * if it had no requests. They are answered with 503, and added here.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function loadBalancerCounts({ metrics }: elbv2.IApplicationLoadBalancer): RequestCounts {
  const chosen = metrics.requestCount({ statistic });
  const rejected = metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_503_COUNT, { statistic });
  const byTargets = metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { statistic });
  const byBalancer = metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, { statistic });
  return {
    total: math('FILL(chosen, 0) + FILL(rejected, 0)', { chosen, rejected }),
    failed: math('FILL(byTargets, 0) + FILL(byBalancer, 0)', { byTargets, byBalancer }),
  };
}

export function targetGroupCounts({ metrics }: elbv2.IApplicationTargetGroup): RequestCounts {
  const chosen = metrics.requestCount({ statistic });
  const byTargets = metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { statistic });
  return { total: filled({ chosen }), failed: filled({ byTargets }) };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
export function restApiCounts(stage: apigateway.IStage): RequestCounts {
  const calls = restApiMetric(stage, 'Count', cloudwatch.Stats.SAMPLE_COUNT);
  const serverErrors = restApiMetric(stage, '5XXError', statistic);
  return { total: filled({ calls }), failed: filled({ serverErrors }) };
}

/** API Gateway publishes under the name of the API, which only APIs of the same app know. */
export function restApiMetric(stage: apigateway.IStage, metricName: string, stat: string): cloudwatch.Metric {
  const dimensionsMap = { ApiName: stage.restApi.restApiName, Stage: stage.stageName };
  return new cloudwatch.Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap,
    statistic: stat,
  }).attachTo(stage);
}

/**
 * CloudFront publishes a rate, and in us-east-1 alone.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 */
export function distributionCounts({ distributionId }: cloudfront.IDistribution): RequestCounts {
  const common = {
    namespace: 'AWS/CloudFront',
    dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
    region: 'us-east-1',
  };
  const requests = new cloudwatch.Metric({ ...common, metricName: 'Requests', statistic });
  const errorRate = new cloudwatch.Metric({
    ...common,
    metricName: '5xxErrorRate',
    statistic: cloudwatch.Stats.AVERAGE,
  });
  return {
    total: filled({ requests }),
    failed: math('FILL(errorRate, 0) / 100 * FILL(requests, 0)', { errorRate, requests }),
  };
}

/**
 * Of the requests whose latency was measured, those that took longer. The percentile rank is the share, in percent, of
 * values up to a bound; the share of slow requests is what the rank leaves, so that a latency goal burns a budget like an
 * availability does. A percentile (p99) would not: it says by how much the goal is missed, not by how many.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function latencyCounts(latency: cloudwatch.Metric, bound: number): RequestCounts {
  const measured = latency.with({ statistic: cloudwatch.Stats.SAMPLE_COUNT });
  const inTime = latency.with({ statistic: `PR(:${bound})` });
  return {
    total: filled({ measured }),
    failed: math('(100 - FILL(inTime, 100)) / 100 * FILL(measured, 0)', { inTime, measured }),
  };
}

/** The unit in which a metric states a latency. */
export function inUnit(threshold: Duration, unit: cloudwatch.Unit): number {
  const milliseconds = threshold.toMilliseconds();
  if (unit === cloudwatch.Unit.SECONDS) return milliseconds / 1000;
  return unit === cloudwatch.Unit.MICROSECONDS ? milliseconds * 1000 : milliseconds;
}

/** A metric that is 0 where it was not reported. */
export function filled(metrics: { [id: string]: cloudwatch.IMetric }): cloudwatch.MathExpression {
  return math(`FILL(${Object.keys(metrics).join()}, 0)`, metrics);
}

export function math(
  expression: string,
  usingMetrics: { [id: string]: cloudwatch.IMetric },
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({ expression, usingMetrics });
}
