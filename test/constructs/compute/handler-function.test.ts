import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  FunctionRollout,
  HandlerCode,
  HandlerFunction,
  type HandlerFunctionProps,
  Startup,
} from '../../../constructs/compute';
import { QueueWorker, WorkQueue } from '../../../constructs/messaging';
import { TierSecurityGroup } from '../../../constructs/network';
import { NotificationTopic } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { type Surroundings, surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

/** A statement as it stands in a template. */
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
}

const code = HandlerCode.custom(lambda.Code.fromInline('exports.handler = async () => undefined;'));

function made(props: Partial<HandlerFunctionProps> = {}, around: Surroundings = surroundings(testApp())) {
  const { stack, network, logVault, platformKey } = around;
  const needed = { code, network, logVault, key: platformKey.key, reservedConcurrency: 10 };
  return new HandlerFunction(stack, 'Orders', { ...needed, ...props });
}

function templateOf(props: Partial<HandlerFunctionProps> = {}, around?: Surroundings): Template {
  return Template.fromStack(Stack.of(made(props, around)));
}

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    made({}, surroundings(app, 'Minimal'));
    const around = surroundings(app, 'Maximal', 'eu-west-1');
    const { stack, network, platformKey } = around;
    const { key } = platformKey;
    const notifications = new NotificationTopic(stack, 'Told', { key }).topic;
    const { deadLetter } = new WorkQueue(stack, 'Failed', { key });
    const maximal = made(
      {
        code: HandlerCode.bundled('derived-metrics'),
        environment: { TABLE: 'orders' },
        allow: [
          new iam.PolicyStatement({
            actions: ['dynamodb:GetItem'],
            resources: [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: 'orders' })],
          }),
        ],
        timeout: Duration.seconds(20),
        memory: Size.gibibytes(1),
        deadLetter,
        notifications,
        provisioned: { minimum: 2, maximum: 10 },
        rollout: FunctionRollout.canary({ percent: 10, watch: Duration.minutes(5) }),
        securityGroup: new TierSecurityGroup(stack, 'Clients', { vpc: network.vpc, description: 'Order handlers' }),
        description: 'Takes orders',
      },
      around,
    );
    new WorkQueue(stack, 'Queue', { key, worker: QueueWorker.function(maximal.function) });
    const python = { runtime: lambda.Runtime.PYTHON_3_15, startup: Startup.snapshot() };
    made(
      { ...python, rollout: FunctionRollout.linear({ percent: 20, every: Duration.minutes(1) }) },
      surroundings(app, 'Python', 'eu-central-1'),
    );
  });

  test('find nothing', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('have acknowledged only what functions cannot have', () => {
    const { acknowledged } = synthesis;
    expect(acknowledged.filter((rule) => /IAM5|Serverless/.test(rule))).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::<OrdersFunction520DBA95.Arn>:*]',
      'Serverless-LambdaEventSourceMappingDestination',
      'Serverless-SQSRedrivePolicy',
    ]);
  });
});

describe('by default', () => {
  let template: Template;

  beforeAll(() => {
    template = templateOf();
  });

  test('is in the zones of the app tier, with a limit, traces and JSON logs', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 30,
      ReservedConcurrentExecutions: 10,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^OrdersLogs') } },
      KmsKeyArn: Match.anyValue(),
      VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue(), Match.anyValue()] },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersDeadLetter'), 'Arn'] } },
      SnapStart: Match.absent(),
    });
  });

  test('keeps dead letters for two weeks, encrypted, and nobody else puts his there', () => {
    template.hasResource('AWS::SQS::Queue', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        MessageRetentionPeriod: 14 * 24 * 3600,
        KmsMasterKeyId: Match.anyValue(),
        RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      },
    });
  });

  test('may write its logs, read its environment and put events aside, and nothing else', () => {
    const roles = template.findResources('AWS::IAM::ManagedPolicy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^OrdersRole') }] },
    });
    const statements = Object.values(roles).map(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
    const allowed = statements.map((each) => each.filter(({ Effect }) => Effect === 'Allow'));
    const actions = allowed.map((each) => each.flatMap(({ Action }) => Action));
    expect(actions).toContainEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'sqs:SendMessage',
    ]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('its code may not touch network interfaces, for which Lambda uses its role', () => {
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Action: Match.arrayWith(['ec2:CreateNetworkInterface']),
            Condition: {
              ArnEquals: {
                'lambda:SourceFunctionArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersFunction'), 'Arn'] },
              },
            },
          }),
        ],
      },
    });
  });

  test('waits for its permissions: Lambda makes interfaces when the function is made', () => {
    template.hasResource('AWS::Lambda::Function', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^OrdersRoleRuntime')]),
    });
  });

  test('has neither alias nor alarms that would tell nobody', () => {
    template.resourceCountIs('AWS::Lambda::Alias', 0);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

test('a wildcard in what was allowed is still found', () => {
  const synthesis = new Synthesis((app) => {
    made({ allow: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] }, surroundings(app));
  });
  expect(synthesis.fatal.map(({ rule }) => rule)).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});

test('tells a topic when an event was put aside', () => {
  const around = surroundings(testApp());
  const { topic } = new NotificationTopic(around.stack, 'Told', { key: around.platformKey.key });
  const { deadLetterAlarm } = made({ notifications: topic }, around);
  Template.fromStack(around.stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
    AlarmActions: [Match.anyValue()],
  });
  expect(deadLetterAlarm).toBeDefined();
});

test('sends dead letters where it is told, with the key of that queue', () => {
  const around = surroundings(testApp());
  const { deadLetter } = new WorkQueue(around.stack, 'Failed', { key: around.platformKey.key });
  const template = templateOf({ deadLetter }, around);
  template.hasResourceProperties('AWS::Lambda::Function', {
    DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FailedDeadLetter'), 'Arn'] } },
  });
});

describe('provisioned capacity', () => {
  test('is that of the alias, and scales with its use', () => {
    const template = templateOf({ provisioned: { minimum: 2, maximum: 8, targetPercent: 60 } });
    template.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 8 });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.6 },
    });
  });

  test('without a maximum does not scale', () => {
    templateOf({ provisioned: { minimum: 2 } }).resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });
});

test('a snapshot is taken of each version, and callers invoke the alias', () => {
  const python = made({ runtime: lambda.Runtime.PYTHON_3_15, startup: Startup.snapshot() });
  expect(python.entry).toBe(python.alias);
  Template.fromStack(Stack.of(python)).hasResourceProperties('AWS::Lambda::Function', {
    SnapStart: { ApplyOn: 'PublishedVersions' },
  });
});

describe('a release', () => {
  test('in steps is stopped by an alarm of its own, which tells somebody', () => {
    const template = templateOf({ rollout: FunctionRollout.canary({ percent: 10, watch: Duration.minutes(5) }) });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      TrafficRoutingConfig: { TimeBasedCanary: { CanaryInterval: 5, CanaryPercentage: 10 } },
    });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: Match.stringLikeRegexp('^OrdersFailureAlarm') } }] },
      AutoRollbackConfiguration: { Enabled: true, Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']) },
      ServiceRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersReleaseRole'), 'Arn'] },
    });
    template.hasResource('AWS::Lambda::Alias', {
      UpdatePolicy: { CodeDeployLambdaAliasUpdate: { DeploymentGroupName: Match.anyValue() } },
    });
    template.hasResource('AWS::Lambda::Version', { DeletionPolicy: 'Retain' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
    template.resourceCountIs('AWS::SNS::Topic', 1);
  });

  test('whose first step is small is stopped by few failures: all of that step are fewer than 5 percent', () => {
    const rollout = FunctionRollout.canary({ percent: 2, watch: Duration.minutes(5) });
    templateOf({ rollout }).hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 1 });
  });

  test('in equal steps', () => {
    const rollout = FunctionRollout.linear({ percent: 20, every: Duration.minutes(3) });
    templateOf({ rollout }).hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      TrafficRoutingConfig: { TimeBasedLinear: { LinearInterval: 3, LinearPercentage: 20 } },
    });
  });

  test('at once is watched by the alarms that are given', () => {
    const around = surroundings(testApp());
    const alarms = [cloudwatch.Alarm.fromAlarmName(around.stack, 'Slo', 'slo')];
    const template = templateOf({ rollout: FunctionRollout.allAtOnce({ alarms }) }, around);
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      AlarmConfiguration: { Alarms: [{ Name: 'slo' }] },
    });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

describe('fails', () => {
  test.each<[string, Partial<HandlerFunctionProps>, string[]]>([
    ['without concurrency', { reservedConcurrency: 0 }, ['ReservedConcurrencyOutOfRange']],
    ['with half an invocation', { reservedConcurrency: 1.5 }, ['ReservedConcurrencyOutOfRange']],
    ['with a timeout beyond that of Lambda', { timeout: Duration.minutes(16) }, ['TimeoutOutOfRange']],
    ['with a timeout that is not whole', { timeout: Duration.millis(1500) }, ['TimeoutOutOfRange']],
    ['with too little memory', { memory: Size.mebibytes(64) }, ['MemoryOutOfRange']],
    ['with more memory than there is', { memory: Size.gibibytes(11) }, ['MemoryOutOfRange']],
    ['with dead letters for a month', { deadLetterRetention: Duration.days(30) }, ['RetentionOutOfRange']],
    ['with nothing provisioned', { provisioned: { minimum: 0 } }, ['ProvisionedOutOfRange']],
    ['with a maximum below the minimum', { provisioned: { minimum: 4, maximum: 2 } }, ['ProvisionedOutOfRange']],
    [
      'when more is provisioned than reserved',
      { provisioned: { minimum: 2, maximum: 11 } },
      ['ProvisionedAboveReserved'],
    ],
    ['with a variable of one letter', { environment: { A: '1', TABLE: '2' } }, ['InvalidVariableName']],
    ['with a target of all', { provisioned: { minimum: 2, targetPercent: 100 } }, ['UtilizationOutOfRange']],
    [
      'with a snapshot of what is provisioned',
      { runtime: lambda.Runtime.JAVA_25, startup: Startup.snapshot(), provisioned: { minimum: 1 } },
      ['SnapshotWithProvisioned'],
    ],
    [
      'with several mistakes at once',
      { reservedConcurrency: 0, memory: Size.mebibytes(1) },
      ['ReservedConcurrencyOutOfRange', 'MemoryOutOfRange'],
    ],
  ])('%s', (_, props, codes) => {
    expect(codesOf(() => made(props))).toEqual(codes);
  });

  test('with a snapshot of Node.js, and says what helps', () => {
    expect(errorOf(() => made({ startup: Startup.snapshot() })).message).toBe(
      "Test/Orders: [SnapshotNotSupported] startup is 'Startup.snapshot() with nodejs24.x'; allowed: a runtime that can be " +
        'restored from a snapshot: Java, Python or .NET. Use Startup.normal(), and `provisioned` against cold starts.',
    );
  });

  test.each([
    ['a share of nothing', 0, Duration.minutes(5), ['RolloutShareOutOfRange']],
    ['a share of all', 100, Duration.minutes(5), ['RolloutShareOutOfRange']],
    ['no time', 10, Duration.seconds(30), ['RolloutTimeOutOfRange']],
    ['three days', 10, Duration.days(3), ['RolloutTimeOutOfRange']],
  ])('with a canary of %s', (_, percent, watch, codes) => {
    expect(codesOf(() => FunctionRollout.canary({ percent, watch }))).toEqual(codes);
  });

  test('with more alarms than CodeDeploy watches, however it is released', () => {
    const { stack } = surroundings(testApp());
    const alarms = Array.from({ length: 11 }, (_, index) =>
      cloudwatch.Alarm.fromAlarmName(stack, `Slo${index}`, `slo-${index}`),
    );
    const step = { percent: 10, alarms };
    const rollouts = [
      () => FunctionRollout.allAtOnce({ alarms }),
      () => FunctionRollout.linear({ ...step, every: Duration.minutes(1) }),
      () => FunctionRollout.canary({ ...step, watch: Duration.minutes(1) }),
    ];
    expect(rollouts.flatMap((rollout) => codesOf(rollout))).toEqual(Array(3).fill('TooManyRolloutAlarms'));
  });

  test('with steps that take longer than CodeDeploy waits', () => {
    const every = Duration.hours(5);
    expect(codesOf(() => FunctionRollout.linear({ percent: 10, every }))).toEqual(['RolloutTimeOutOfRange']);
    expect(codesOf(() => FunctionRollout.linear({ percent: 60, every }))).toEqual(['RolloutShareOutOfRange']);
  });
});

describe('code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nines-code-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('that is bundled is found by its name', () => {
    const template = templateOf({ code: HandlerCode.bundled('derived-metrics') });
    template.hasResourceProperties('AWS::Lambda::Function', { Code: { S3Key: Match.stringLikeRegexp('\\.zip$') } });
  });

  test('that is bundled serves functions of several stacks', () => {
    const app = testApp();
    const bundled = HandlerCode.bundled('derived-metrics');
    const stacks = ['One', 'Two'].map((id) => made({ code: bundled }, surroundings(app, id)));
    expect(stacks.map(({ function: { stack } }) => stack.node.id)).toEqual(['One', 'Two']);
  });

  test('of your own is taken from a folder', () => {
    writeFileSync(join(folder, 'index.js'), 'exports.handler = async () => undefined;');
    templateOf({ code: HandlerCode.asset(folder) }).hasResourceProperties('AWS::Lambda::Function', {
      Code: { S3Key: Match.stringLikeRegexp('\\.zip$') },
    });
  });

  test.each(['no-such-handler', '..', 'derived-metrics/index.js', ''])('fails when the library has no %p', (name) => {
    expect(codesOf(() => HandlerCode.bundled(name))).toEqual(['HandlerNotFound']);
  });

  test('fails when it does not exist', () => {
    expect(codesOf(() => HandlerCode.asset(join(folder, 'nothing')))).toEqual(['CodeNotFound']);
  });
});
