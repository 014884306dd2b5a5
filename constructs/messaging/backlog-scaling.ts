import { Names } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as sqs from 'aws-cdk-lib/aws-sqs';

const MINUTE = 60;

/**
 * Keeps the visible messages per running server. On the L1, because the L2 takes no calculated metrics. The group has to
 * publish its metrics. An empty group counts as one server, so that it can grow again.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-target-tracking-metric-math.html
 */
export function scaleGroupOnBacklog(
  group: autoscaling.IAutoScalingGroup,
  queue: sqs.IQueue,
  targetValue: number,
): void {
  const { autoScalingGroupName } = group;
  const metrics = [
    metric('visible', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Sum', ['QueueName', queue.queueName]),
    metric('servers', 'AWS/AutoScaling', 'GroupInServiceInstances', 'Average', [
      'AutoScalingGroupName',
      autoScalingGroupName,
    ]),
    { id: 'backlog', expression: 'visible / IF(servers > 0, servers, 1)', returnData: true },
  ];
  new autoscaling.CfnScalingPolicy(group, `Backlog${Names.nodeUniqueId(queue.node)}`, {
    autoScalingGroupName,
    policyType: 'TargetTrackingScaling',
    targetTrackingConfiguration: { targetValue, customizedMetricSpecification: { metrics } },
  });
}

function metric(id: string, namespace: string, metricName: string, stat: string, [name, value]: string[]) {
  const dimensions = [{ name, value }];
  return { id, metricStat: { metric: { namespace, metricName, dimensions }, stat, period: MINUTE }, returnData: false };
}
