import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AppStack } from './app-stack';
import type { Entry } from './load-balancer';

export const MINUTE = Duration.minutes(1);

/** Metrics by their ids. */
export type Metrics = Record<string, cloudwatch.IMetric>;

/** Makes metrics of one thing. */
export type Family = (metricName: string, statistic: string, label?: string, period?: Duration) => cloudwatch.Metric;

export function family(namespace: string, dimensionsMap: cloudwatch.DimensionsMap): Family {
  return (metricName, statistic, label, period = MINUTE) =>
    new cloudwatch.Metric({ namespace, dimensionsMap, metricName, statistic, label, period });
}

export function math(
  expression: string,
  usingMetrics: Metrics,
  label = '',
  period = MINUTE,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({ expression, usingMetrics, label, period });
}

export function gatewayMetrics({ gateway }: AppStack, dimensions: cloudwatch.DimensionsMap = {}): Family {
  const { restApiName: ApiName, deploymentStage } = gateway.api;
  return family('AWS/ApiGateway', { ApiName, Stage: deploymentStage.stageName, ...dimensions });
}

export function balancerMetrics({ loadBalancer }: Entry, dimensions: cloudwatch.DimensionsMap = {}): Family {
  return family('AWS/ApplicationELB', { LoadBalancer: loadBalancer.loadBalancerFullName, ...dimensions });
}

export function targetMetrics(entry: Entry, dimensions: cloudwatch.DimensionsMap = {}): Family {
  return balancerMetrics(entry, { TargetGroup: entry.targetGroup.targetGroupFullName, ...dimensions });
}

export function databaseMetrics(DBInstanceIdentifier: string): Family {
  return family('AWS/RDS', { DBInstanceIdentifier });
}
