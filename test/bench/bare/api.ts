import { Duration } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { AppStack } from './app-stack';
import { dataConfiguration, dataStatements } from './data-access';
import { createEntry, createTargetGroup, type Entry } from './load-balancer';
import { sendStatements } from './orders';
import { CIDR, MEMBERS, PORTS, REQUESTS_PER_MINUTE } from './settings';
import { createService } from './tasks';

const period = Duration.minutes(1);
const COOLDOWNS = { scaleOutCooldown: Duration.seconds(60), scaleInCooldown: Duration.minutes(5) };

export interface Api extends Entry {
  readonly cluster: ecs.Cluster;
  readonly service: ecs.FargateService;
}

/** The API's containers behind an internal load balancer. */
export function createApi(stack: AppStack): Api {
  const { vpc } = stack.foundation;
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
  const targetGroup = createTargetGroup(stack, 'ApiTarget', {
    targetType: elbv2.TargetType.IP,
    loadBalancingAlgorithmType: elbv2.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
  });
  const entry = createEntry(stack, 'Api', ec2.Peer.ipv4(CIDR), targetGroup);
  const service = createService(stack, 'Api', {
    cluster,
    cpu: 1024,
    command: ['python3', '-m', 'http.server', `${PORTS.workload}`, '--directory', '/tmp'],
    port: PORTS.workload,
    configuration: { ...dataConfiguration(stack.data), ...stack.flags.configuration },
    statements: [...dataStatements(stack), ...sendStatements(stack), ...stack.flags.statements],
    healthCheckGracePeriod: Duration.seconds(60),
  });
  targetGroup.addTarget(service);
  service.node.addDependency(entry.rule);
  scale(stack, service, entry);
  rollBack(stack, service, targetGroup);
  return { ...entry, cluster, service };
}

function scale(stack: AppStack, service: ecs.FargateService, { targetGroup, rule }: Entry): void {
  const tasks = service.autoScaleTaskCount(MEMBERS);
  tasks.scaleOnRequestCount('Requests', { targetGroup, requestsPerTarget: REQUESTS_PER_MINUTE, ...COOLDOWNS });
  tasks.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50, ...COOLDOWNS });
  tasks.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 70, ...COOLDOWNS });
  const { scalableTargetId } = tasks.node.findChild('Target') as appscaling.ScalableTarget;
  const resourceLabel = `${targetGroup.firstLoadBalancerFullName}/${targetGroup.targetGroupFullName}`;
  const policy = new appscaling.CfnScalingPolicy(stack, 'ApiPredictive', {
    policyName: 'bare-api-predictive',
    policyType: 'PredictiveScaling',
    scalingTargetId: scalableTargetId,
    predictiveScalingPolicyConfiguration: {
      mode: 'ForecastOnly',
      schedulingBufferTime: 300,
      maxCapacityBreachBehavior: 'HonorMaxCapacity',
      metricSpecifications: [
        {
          targetValue: REQUESTS_PER_MINUTE,
          predefinedMetricPairSpecification: { predefinedMetricType: 'ALBRequestCount', resourceLabel },
        },
      ],
    },
  });
  policy.node.addDependency(rule);
}

function rollBack(stack: AppStack, service: ecs.FargateService, { metrics }: elbv2.ApplicationTargetGroup): void {
  const requests = metrics.requestCount({ period });
  const failures = metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period, statistic: 'Sum' });
  const failed = new cloudwatch.MathExpression({
    expression: 'IF(requests >= 20, 100 * FILL(failures, 0) / requests, 0)',
    usingMetrics: { requests, failures },
    period,
    label: 'failed, percent',
  });
  const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;
  const unhealthy = metrics.unhealthyHostCount({ period, statistic: 'Maximum' });
  const alarms = [
    releaseAlarm(stack, 'Failure', failed, 5, GREATER_THAN_THRESHOLD),
    releaseAlarm(stack, 'Unhealthy', unhealthy, 1, GREATER_THAN_OR_EQUAL_TO_THRESHOLD),
  ];
  const configuration = { AlarmNames: alarms.map((alarm) => alarm.alarmName), Enable: true, Rollback: true };
  (service.node.defaultChild as ecs.CfnService).addPropertyOverride('DeploymentConfiguration.Alarms', configuration);
}

function releaseAlarm(
  stack: AppStack,
  id: string,
  metric: cloudwatch.IMetric,
  threshold: number,
  comparisonOperator: cloudwatch.ComparisonOperator,
): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(stack, `Api${id}Alarm`, {
    alarmDescription: `API: ${id}`,
    metric,
    threshold,
    comparisonOperator,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(stack.foundation.operations));
  return alarm;
}
