import { Duration, Names, Stack, TimeZone } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FleetCapacity } from './fleet-capacity';
import { forecast, requestLabel } from './forecast';
import { isMath, metricQueries } from './metric-queries';
import type { ScalingPolicy, ScalingSpec } from './scaling-policy';
import { scalingPolicyId } from './scaling-policy-checks';
import { applicationSchedule } from './service-schedule';

/** Out fast, in slowly: a task too few costs requests, a task too many costs cents. */
const COOLDOWNS = { scaleOutCooldown: Duration.seconds(60), scaleInCooldown: Duration.minutes(5) };

const { PredefinedMetric } = appscaling;

type Spec<K extends ScalingSpec['kind']> = Extract<ScalingSpec, { readonly kind: K }>;

/** What is scaled. */
export interface ScaledService {
  readonly service: ecs.FargateService;
  readonly tasks: appscaling.ScalableTarget;
  readonly targetGroup?: elbv2.ApplicationTargetGroup;
}

/**
 * Registers the number of tasks. Registration moves the service into the range, so that a new one, which starts with one
 * task, has its minimum at once.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export function scalableTasks(
  scope: Construct,
  service: ecs.FargateService,
  capacity: FleetCapacity,
): appscaling.ScalableTarget {
  const linkedRole = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/ecs.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  });
  return new appscaling.ScalableTarget(scope, 'Tasks', {
    serviceNamespace: appscaling.ServiceNamespace.ECS,
    scalableDimension: 'ecs:service:DesiredCount',
    resourceId: `service/${service.cluster.clusterName}/${service.serviceName}`,
    minCapacity: capacity.minimum,
    maxCapacity: capacity.maximum,
    role: iam.Role.fromRoleArn(scope, 'ScalingRole', linkedRole),
  });
}

/** Adds one policy to a service. */
export function applyScaling({ _spec: spec }: ScalingPolicy, scaled: ScaledService): void {
  const id = scalingPolicyId(spec);
  switch (spec.kind) {
    case 'cpu':
      return trackPredefined(id, PredefinedMetric.ECS_SERVICE_AVERAGE_CPU_UTILIZATION, spec.target, scaled);
    case 'memory':
      return trackPredefined(id, PredefinedMetric.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION, spec.target, scaled);
    case 'requests':
      return trackPredefined(id, PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET, spec.target, scaled);
    case 'backlog':
      return trackMetric(id, backlogPerTask(spec.queue, scaled.service), spec.perMember, scaled);
    case 'metric':
      return trackMetric(id, spec.metric, spec.target, scaled);
    case 'schedule':
      return scheduleCapacity(id, spec, scaled);
    case 'predictive':
      return predict(id, spec, scaled);
    case 'step':
      return scaleInSteps(id, spec, scaled);
  }
}

function trackPredefined(
  id: string,
  predefinedMetric: appscaling.PredefinedMetric,
  targetValue: number,
  scaled: ScaledService,
): void {
  const counted = predefinedMetric === PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET;
  const resourceLabel = counted ? requestLabel(scaled.targetGroup) : undefined;
  scaled.tasks.scaleToTrackMetric(id, { predefinedMetric, resourceLabel, targetValue, ...COOLDOWNS });
}

function trackMetric(id: string, metric: cloudwatch.IMetric, targetValue: number, { tasks }: ScaledService): void {
  if (!isMath(metric)) {
    tasks.scaleToTrackMetric(id, { customMetric: metric, targetValue, ...COOLDOWNS });
    return;
  }
  // The L2 takes no calculated metrics.
  addPolicy(id, tasks, {
    policyType: 'TargetTrackingScaling',
    targetTrackingScalingPolicyConfiguration: {
      targetValue,
      customizedMetricSpecification: { metrics: metricQueries(metric) },
      scaleOutCooldown: COOLDOWNS.scaleOutCooldown.toSeconds(),
      scaleInCooldown: COOLDOWNS.scaleInCooldown.toSeconds(),
    },
  });
}

/**
 * Visible messages per running task. Container Insights counts the tasks, therefore it has to be on in the cluster.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
function backlogPerTask(queue: sqs.IQueue, service: ecs.FargateService): cloudwatch.IMetric {
  const period = Duration.minutes(1);
  const running = new cloudwatch.Metric({
    namespace: 'ECS/ContainerInsights',
    metricName: 'RunningTaskCount',
    dimensionsMap: { ClusterName: service.cluster.clusterName, ServiceName: service.serviceName },
    statistic: 'Average',
    period,
  });
  const visible = queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Sum', period });
  return new cloudwatch.MathExpression({ expression: 'visible / running', usingMetrics: { visible, running }, period });
}

function scheduleCapacity(id: string, spec: Spec<'schedule'>, { tasks }: ScaledService): void {
  const expression = applicationSchedule(spec.at) ?? spec.at.expressionString;
  tasks.scaleOnSchedule(id, {
    schedule: appscaling.Schedule.expression(expression),
    timeZone: spec.timeZone ? TimeZone.of(spec.timeZone) : TimeZone.ETC_UTC,
    minCapacity: spec.minimum,
    maxCapacity: spec.maximum,
  });
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html */
function predict(id: string, spec: Spec<'predictive'>, { tasks, targetGroup }: ScaledService): void {
  addPolicy(id, tasks, {
    policyType: 'PredictiveScaling',
    predictiveScalingPolicyConfiguration: forecast(spec, 'ECSServiceCPUUtilization', targetGroup),
  });
}

function scaleInSteps(id: string, spec: Spec<'step'>, { tasks }: ScaledService): void {
  const { metric, evaluationPeriods, steps } = spec;
  tasks.scaleOnMetric(id, { metric, evaluationPeriods, scalingSteps: steps, cooldown: COOLDOWNS.scaleOutCooldown });
}

interface PolicyConfiguration {
  readonly policyType: string;
  readonly targetTrackingScalingPolicyConfiguration?: appscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty;
  readonly predictiveScalingPolicyConfiguration?: appscaling.CfnScalingPolicy.PredictiveScalingPolicyConfigurationProperty;
}

function addPolicy(id: string, tasks: appscaling.ScalableTarget, configuration: PolicyConfiguration): void {
  const scope = new Construct(tasks, id);
  new appscaling.CfnScalingPolicy(scope, 'Resource', {
    policyName: Names.uniqueId(scope),
    scalingTargetId: tasks.scalableTargetId,
    ...configuration,
  });
}
