import { Duration } from 'aws-cdk-lib';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LoadMetric, type PredictiveOptions } from './scaling-policy';

/** A predictive policy, which EC2 Auto Scaling and Application Auto Scaling state alike but for the metric of the CPU. */
export function forecast(options: PredictiveOptions, cpuMetric: string, targetGroup?: ApplicationTargetGroup) {
  const { act, lead, maximumBuffer, target, load } = options;
  const predefinedMetricPairSpecification =
    load === LoadMetric.CPU
      ? { predefinedMetricType: cpuMetric }
      : { predefinedMetricType: 'ALBRequestCount', resourceLabel: requestLabel(targetGroup) };
  return {
    metricSpecifications: [{ targetValue: target, predefinedMetricPairSpecification }],
    mode: act ? 'ForecastAndScale' : 'ForecastOnly',
    schedulingBufferTime: (lead ?? Duration.minutes(5)).toSeconds(),
    maxCapacityBreachBehavior: maximumBuffer === undefined ? 'HonorMaxCapacity' : 'IncreaseMaxCapacity',
    maxCapacityBuffer: maximumBuffer,
  };
}

/** Names the load balancer and the target group whose requests count; checked before: there is one. */
export function requestLabel(targetGroup?: ApplicationTargetGroup): string | undefined {
  return targetGroup && `${targetGroup.firstLoadBalancerFullName}/${targetGroup.targetGroupFullName}`;
}
