import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { AGENT_NAMESPACE, MEMORY_METRIC } from './fleet-agent';
import { forecast } from './forecast';
import { metricQueries } from './metric-queries';
import type { PredictiveOptions, ScalingPolicy, ScheduleOptions, StepOptions } from './scaling-policy';
import { scalingPolicyId } from './scaling-policy-checks';

type Group = autoscaling.AutoScalingGroup;

/** Turns one policy into what EC2 Auto Scaling calls it. Requests need a target group: checked before. */
export function scaleFleet(group: Group, policy: ScalingPolicy, targetGroup?: ApplicationTargetGroup): void {
  const spec = policy._spec;
  const id = scalingPolicyId(spec);
  switch (spec.kind) {
    case 'cpu':
      return void group.scaleOnCpuUtilization(id, { targetUtilizationPercent: spec.target });
    case 'requests':
      return void group.scaleOnRequestCount(id, { targetRequestsPerMinute: spec.target });
    case 'memory':
      return track(group, id, memoryOf(group), spec.target);
    case 'metric':
      return track(group, id, spec.metric, spec.target);
    case 'backlog':
      return track(group, id, backlogOf(group, spec.queue), spec.perMember);
    case 'schedule':
      return schedule(group, id, spec);
    case 'step':
      return step(group, id, spec);
    case 'predictive':
      return predict(group, id, spec, targetGroup);
  }
}

function track(group: Group, id: string, metric: cloudwatch.IMetric, targetValue: number): void {
  new autoscaling.CfnScalingPolicy(group, id, {
    autoScalingGroupName: group.autoScalingGroupName,
    policyType: 'TargetTrackingScaling',
    targetTrackingConfiguration: { targetValue, customizedMetricSpecification: { metrics: metricQueries(metric) } },
  });
}

/** What the CloudWatch agent reports, averaged over the group. */
function memoryOf(group: Group): cloudwatch.IMetric {
  return new cloudwatch.Metric({
    namespace: AGENT_NAMESPACE,
    metricName: MEMORY_METRIC,
    dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName },
    period: Duration.minutes(1),
  });
}

/**
 * Messages per member. The group has to publish its metrics; an empty one counts as one member, so that it can grow again.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-target-tracking-metric-math.html
 */
function backlogOf(group: Group, queue: sqs.IQueue): cloudwatch.IMetric {
  const period = Duration.minutes(1);
  const visible = queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Sum', period });
  const members = new cloudwatch.Metric({
    namespace: 'AWS/AutoScaling',
    metricName: 'GroupInServiceInstances',
    dimensionsMap: { AutoScalingGroupName: group.autoScalingGroupName },
    period,
  });
  const expression = 'visible / IF(members > 0, members, 1)';
  return new cloudwatch.MathExpression({ expression, usingMetrics: { visible, members }, period });
}

function schedule(group: Group, id: string, { at, timeZone, minimum, maximum }: ScheduleOptions): void {
  group.scaleOnSchedule(id, { schedule: at, timeZone, minCapacity: minimum, maxCapacity: maximum });
}

function step(group: Group, id: string, { metric, steps, evaluationPeriods }: StepOptions): void {
  group.scaleOnMetric(id, { metric, scalingSteps: steps, evaluationPeriods: evaluationPeriods ?? 1 });
}

function predict(group: Group, id: string, options: PredictiveOptions, targetGroup?: ApplicationTargetGroup): void {
  const policy = new autoscaling.CfnScalingPolicy(group, id, {
    autoScalingGroupName: group.autoScalingGroupName,
    policyType: 'PredictiveScaling',
    predictiveScalingConfiguration: forecast(options, 'ASGCPUUtilization', targetGroup),
  });
  if (targetGroup) policy.node.addDependency(targetGroup.loadBalancerAttached);
}
