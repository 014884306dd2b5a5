import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ContainerService, InstanceChoice, ServerFleet } from '../../../constructs/compute';
import {
  type FunctionWorkerOptions,
  QueueOrdering,
  QueueWorker,
  WorkQueue,
  type WorkQueueProps,
} from '../../../constructs/messaging';
import { ManagedPolicyRole, Wildcard } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { type Surroundings, surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable');

function queue(props: Partial<WorkQueueProps> = {}, around: Surroundings = surroundings(testApp())): WorkQueue {
  return new WorkQueue(around.stack, 'Orders', { key: around.platformKey.key, ...props });
}

function tasks({ stack, network, logVault }: Surroundings, id = 'Service'): ContainerService {
  return new ContainerService(stack, id, { network, logVault, image, peakMembers: 2 });
}

/** A function as the packs like it, with a timeout of 20 seconds. */
function handler({ stack, network, logVault }: Surroundings, deadLetter: sqs.IQueue): lambda.Function {
  const role = new ManagedPolicyRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  role.acknowledgeWildcard(Wildcard.resource('*'), 'Traces know no resources.');
  return new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = async () => ({ batchItemFailures: [] });'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    role,
    logGroup: logVault.group(stack, 'HandlerLogs'),
    vpc: network.vpc,
    vpcSubnets: network.app,
    timeout: Duration.seconds(20),
    memorySize: 512,
    reservedConcurrentExecutions: 20,
    tracing: lambda.Tracing.ACTIVE,
    deadLetterQueue: deadLetter,
  });
}

function polling(service: ContainerService): QueueWorker {
  return QueueWorker.service(service, { backlogPerMember: 100, timeout: Duration.minutes(1) });
}

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    queue({}, surroundings(app, 'Minimal'));
    const around = surroundings(app, 'Maximal', 'eu-west-1');
    const { stack, network, platformKey } = around;
    const { key } = platformKey;
    const notifications = new sns.Topic(stack, 'Told', { masterKey: key, enforceSSL: true });
    const ordering = QueueOrdering.fifo({ deduplicateByContent: true });
    const orders = queue({ ordering, notifications, queueName: 'orders.fifo', worker: polling(tasks(around)) }, around);
    const mail = new WorkQueue(stack, 'Mail', { key, ordering: QueueOrdering.fair(), delay: Duration.seconds(5) });
    const sender = handler(around, mail.deadLetter);
    orders.grantSend(sender);
    mail.addWorker(QueueWorker.function(sender, { batchSize: 100, batchWindow: Duration.seconds(5) }));
    const instances = InstanceChoice.single(new ec2.InstanceType('m8g.large'));
    const fleet = new ServerFleet(stack, 'Fleet', { network, key, peakMembers: 2, instances });
    new WorkQueue(stack, 'Video', { key, worker: QueueWorker.fleet(fleet, { backlogPerMember: 2 }) });
  });

  test('find nothing', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('have acknowledged only what queues cannot have', () => {
    expect(synthesis.acknowledged.filter((rule) => rule.startsWith('Serverless'))).toEqual([
      'Serverless-LambdaEventSourceMappingDestination',
      'Serverless-SQSRedrivePolicy',
    ]);
  });
});

describe('by default', () => {
  let template: Template;

  beforeAll(() => {
    template = Template.fromStack(queue().queue.stack);
  });

  test('keeps messages for four days, and tries five times', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: Match.stringLikeRegexp('^Test-Orders-[0-9A-F]{8}$'),
      MessageRetentionPeriod: 4 * 24 * 3600,
      VisibilityTimeout: 180,
      ReceiveMessageWaitTimeSeconds: 20,
      KmsMasterKeyId: Match.anyValue(),
      FifoQueue: Match.absent(),
      RedrivePolicy: { maxReceiveCount: 5 },
    });
  });

  test('puts messages aside for two weeks, from its own queue only', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: Match.stringLikeRegexp('^Test-Orders-[0-9A-F]{8}-dead$'),
      MessageRetentionPeriod: 14 * 24 * 3600,
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: [{ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':Test-Orders-[0-9A-F]{8}$')])] }],
      },
    });
  });

  test('keeps both queues when they leave the stack, but not when their creation fails', () => {
    const queues = Object.values(template.findResources('AWS::SQS::Queue')) as { DeletionPolicy: string }[];
    expect(queues.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual([
      'RetainExceptOnCreate',
      'RetainExceptOnCreate',
    ]);
  });

  test('has no alarms that would tell nobody', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

test('tells a topic when messages get too old, and when one was put aside', () => {
  const around = surroundings(testApp());
  const made = queue({ notifications: new sns.Topic(around.stack, 'Told'), maximumAge: Duration.minutes(5) }, around);
  const template = Template.fromStack(around.stack);
  template.allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [{ Ref: Match.stringLikeRegexp('Told') }],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateAgeOfOldestMessage',
    Threshold: 300,
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Value: around.stack.resolve(made.deadLetter.queueName) as unknown }],
    Threshold: 1,
  });
});

test('keeps the order in both queues', () => {
  const template = Template.fromStack(queue({ ordering: QueueOrdering.fifo() }).queue.stack);
  template.allResourcesProperties('AWS::SQS::Queue', {
    FifoQueue: true,
    QueueName: Match.stringLikeRegexp('\\.fifo$'),
  });
  template.hasResourceProperties('AWS::SQS::Queue', {
    ContentBasedDeduplication: false,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  });
});

describe('tasks', () => {
  let template: Template;

  beforeAll(() => {
    const around = surroundings(testApp());
    queue({ worker: polling(tasks(around)) }, around);
    template = Template.fromStack(around.stack);
  });

  test('have six times their timeout', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 360 });
  });

  test('follow the backlog', () => {
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 100,
        CustomizedMetricSpecification: {
          Metrics: Match.arrayWith([Match.objectLike({ Expression: 'visible / running', ReturnData: true })]),
        },
      },
    });
  });

  test('find the queue, and may take messages without any wildcard', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [Match.objectLike({ Secrets: [Match.objectLike({ Name: 'QUEUE_URL' })] })],
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: allows('sqs:ReceiveMessage') });
    expect(JSON.stringify(template.findResources('AWS::IAM::ManagedPolicy'))).not.toMatch(/"(sqs|kms):[A-Za-z]*\*"/);
  });
});

describe('a function', () => {
  function mappingWith(options: FunctionWorkerOptions = {}): Template {
    const around = surroundings(testApp());
    const function_ = handler(around, new sqs.Queue(around.stack, 'DeadLetter'));
    queue({ worker: QueueWorker.function(function_, options) }, around);
    return Template.fromStack(around.stack);
  }

  test('says which messages failed, and is not invoked more often than it may be', () => {
    mappingWith().hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 20 },
    });
  });

  test('has six times its timeout, and the time that a batch waits', () => {
    const template = mappingWith({ batchSize: 50, batchWindow: Duration.seconds(10), maxConcurrency: 5 });
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 130 });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 10,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: allows('sqs:ReceiveMessage') });
  });
});

test('servers of a group of its user follow the backlog too', () => {
  const around = surroundings(testApp());
  const { stack, network } = around;
  const group = new autoscaling.AutoScalingGroup(stack, 'Group', {
    vpc: network.vpc,
    vpcSubnets: network.app,
    instanceType: new ec2.InstanceType('m8g.large'),
    machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-0123456789abcdef0' }),
    groupMetrics: [autoscaling.GroupMetrics.all()],
  });
  queue({}, around).addWorker(QueueWorker.autoScalingGroup(group, { backlogPerMember: 10 }));
  Template.fromStack(stack).hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
    TargetTrackingConfiguration: {
      TargetValue: 10,
      CustomizedMetricSpecification: {
        Metrics: Match.arrayWith([Match.objectLike({ Expression: 'visible / IF(members > 0, members, 1)' })]),
      },
    },
  });
});

test('warns when messages that were put aside are deleted before others', () => {
  const warnings = (props: Partial<WorkQueueProps>) => queue(props).node.metadata.map(({ data }) => data as unknown);
  const week = Duration.days(7);
  expect(warnings({ retention: week, deadLetterRetention: week })).toEqual([
    expect.stringContaining('deleted after 7 days, counted from when they were sent'),
  ]);
  expect(warnings({ retention: week, deadLetterRetention: week, ordering: QueueOrdering.fifo() })).toEqual([]);
});

describe('fails on', () => {
  const around = surroundings(testApp());
  const told = new sns.Topic(around.stack, 'Told');
  const worker = (backlogPerMember: number) =>
    QueueWorker.service(tasks(around, `Tasks${backlogPerMember}`), { backlogPerMember });

  test.each<[string, Partial<WorkQueueProps>]>([
    ['RetentionOutOfRange', { retention: Duration.seconds(59) }],
    ['RetentionOutOfRange', { deadLetterRetention: Duration.days(15) }],
    ['VisibilityOutOfRange', { visibility: Duration.hours(13) }],
    ['MaxReceivesOutOfRange', { maxReceives: 0 }],
    ['MaxReceivesOutOfRange', { maxReceives: 1001 }],
    ['InvalidQueueName', { queueName: 'orders.fifo' }],
    ['InvalidQueueName', { queueName: 'new orders' }],
    ['InvalidQueueName', { queueName: 'x'.repeat(76) }],
    ['InvalidQueueName', { queueName: 'orders', ordering: QueueOrdering.fifo() }],
    ['MaximumAgeOutOfRange', { retention: Duration.minutes(10), notifications: told }],
    ['MaximumAgeOutOfRange', { maximumAge: Duration.seconds(0), notifications: told }],
    ['DelayOutOfRange', { delay: Duration.minutes(16) }],
    ['VisibilityOutOfRange', { visibility: Duration.millis(500) }],
    ['VisibilityTooShort', { visibility: Duration.seconds(20), worker: worker(1) }],
    ['BacklogNotPositive', { worker: worker(0) }],
    ['BacklogNotPositive', { worker: worker(-1) }],
  ])('%s (%#)', (code, props) => {
    expect(codesOf(() => queue(props))).toEqual([code]);
  });

  test.each<[string, FunctionWorkerOptions, QueueOrdering]>([
    ['BatchSizeOutOfRange', { batchSize: 0 }, QueueOrdering.standard()],
    ['BatchSizeOutOfRange', { batchSize: 11 }, QueueOrdering.fifo()],
    ['BatchWindowOutOfRange', { batchSize: 11 }, QueueOrdering.standard()],
    ['BatchWindowOutOfRange', { batchWindow: Duration.seconds(1) }, QueueOrdering.fifo()],
    ['BatchWindowOutOfRange', { batchWindow: Duration.minutes(6) }, QueueOrdering.standard()],
    ['ConcurrencyOutOfRange', { maxConcurrency: 1 }, QueueOrdering.standard()],
  ])('%s (%#)', (code, options, ordering) => {
    const imported = lambda.Function.fromFunctionName(
      around.stack,
      `${code}${JSON.stringify(options)}${ordering.isFifo}`,
      'handler',
    );
    const worker = QueueWorker.function(imported, { timeout: Duration.seconds(1), ...options });
    expect(codesOf(() => queue({ ordering, worker }))).toContain(code);
  });

  test('fails on a function whose timeout nobody knows', () => {
    const imported = lambda.Function.fromFunctionName(around.stack, 'Imported', 'handler');
    expect(codesOf(() => queue({ worker: QueueWorker.function(imported) }))).toEqual(['WorkerTimeoutUnknown']);
  });

  test('fails on a second worker', () => {
    const around = surroundings(testApp());
    const made = queue({ worker: polling(tasks(around)) }, around);
    expect(codesOf(() => made.addWorker(polling(tasks(around, 'Others'))))).toEqual(['SecondWorker']);
  });

  test('fails with every problem at once, each with what to do', () => {
    const { message } = errorOf(() => queue({ maxReceives: 0, retention: Duration.days(15) }));
    expect(message.split('\n')).toEqual([
      "Test/Orders: [RetentionOutOfRange] retention is 'Duration.days(15)'; allowed: 1 minute to 14 days. Choose a duration in this range.",
      'Test/Orders: [MaxReceivesOutOfRange] maxReceives is 0; allowed: a whole number from 1 to 1000. State how often a message is tried before it is put aside.',
    ]);
  });
});

function allows(action: string) {
  return { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Action: Match.arrayWith([action]) })]) };
}
