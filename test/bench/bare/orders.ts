import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { AppStack } from './app-stack';
import { dataConfiguration, dataStatements } from './data-access';
import { allow } from './pieces';
import { REGION, WORKERS } from './settings';
import { createService } from './tasks';

const NAME = 'bare-orders';
const ORDERS_METRIC = JSON.stringify({ namespace: 'Bare/Business', name: 'Orders', dimensions: { Region: REGION } });
const LOOK_UP = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

/** A queue with a dead-letter queue; both are watched. */
export function createOrders(stack: AppStack): sqs.Queue {
  const shared = {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: stack.foundation.key,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  };
  const source = sqs.Queue.fromQueueArn(stack, 'Source', `arn:aws:sqs:${stack.region}:${stack.account}:${NAME}`);
  const deadLetter = new sqs.Queue(stack, 'DeadLetter', {
    ...shared,
    queueName: `${NAME}-dead`,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.BY_QUEUE, sourceQueues: [source] },
  });
  const orders = new sqs.Queue(stack, 'Orders', {
    ...shared,
    queueName: NAME,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: Duration.minutes(3),
    receiveMessageWaitTime: Duration.seconds(20),
    deadLetterQueue: { queue: deadLetter, maxReceiveCount: 5 },
  });
  const period = Duration.minutes(1);
  watch(stack, 'Age', orders.metricApproximateAgeOfOldestMessage({ period }), 900, 3);
  watch(stack, 'DeadLetter', deadLetter.metricApproximateNumberOfMessagesVisible({ period }), 1, 1);
  return orders;
}

/** Workers that follow the backlog. */
export function createWorker(stack: AppStack, cluster: ecs.Cluster): ecs.FargateService {
  const { orders, data, flags, foundation } = stack;
  const consume = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', ...LOOK_UP];
  const service = createService(stack, 'Worker', {
    cluster,
    cpu: 512,
    command: ['sleep', 'infinity'],
    configuration: { ...dataConfiguration(data), ORDERS_METRIC, QUEUE_URL: orders.queueUrl, ...flags.configuration },
    statements: [
      ...dataStatements(stack),
      allow(consume, orders.queueArn),
      allow(['kms:Decrypt'], foundation.key.keyArn),
      ...flags.statements,
    ],
  });
  followBacklog(stack, service);
  return service;
}

/** What a role needs to put messages into the queue. */
export function sendStatements({ orders, foundation }: AppStack): iam.PolicyStatement[] {
  return [
    allow(['sqs:SendMessage', ...LOOK_UP], orders.queueArn),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], foundation.key.keyArn),
  ];
}

function followBacklog(stack: AppStack, service: ecs.FargateService): void {
  const tasks = service.autoScaleTaskCount(WORKERS);
  const queue = [{ name: 'QueueName', value: stack.orders.queueName }];
  const running = [
    { name: 'ClusterName', value: service.cluster.clusterName },
    { name: 'ServiceName', value: service.serviceName },
  ];
  const { scalableTargetId } = tasks.node.findChild('Target') as appscaling.ScalableTarget;
  new appscaling.CfnScalingPolicy(stack, 'WorkerBacklog', {
    policyName: 'bare-worker-backlog',
    policyType: 'TargetTrackingScaling',
    scalingTargetId: scalableTargetId,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 300,
      scaleOutCooldown: 60,
      scaleInCooldown: 300,
      customizedMetricSpecification: {
        metrics: [
          metric('visible', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Sum', queue),
          metric('running', 'ECS/ContainerInsights', 'RunningTaskCount', 'Average', running),
          { id: 'result', expression: 'visible / running', returnData: true },
        ],
      },
    },
  });
}

function metric(id: string, namespace: string, metricName: string, stat: string, dimensions: object[]) {
  return { id, metricStat: { metric: { namespace, metricName, dimensions }, stat }, returnData: false };
}

function watch(stack: AppStack, id: string, metric: cloudwatch.IMetric, threshold: number, evaluationPeriods: number) {
  const alarm = new cloudwatch.Alarm(stack, `${id}Alarm`, {
    alarmDescription: `Orders: ${id}`,
    metric,
    threshold,
    evaluationPeriods,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(stack.foundation.operations));
}
