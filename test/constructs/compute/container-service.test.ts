import { Duration, Size } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ContainerService, type ContainerServiceProps, ScalingPolicy } from '../../../constructs/compute';
import { codesOf, errorOf } from '../../_helpers/errors';
import { type Surroundings, surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { warningsOf } from './load-balancer-fixture';

const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable');

function service(
  props: Partial<ContainerServiceProps> = {},
  around: Surroundings = surroundings(testApp()),
): ContainerService {
  const { stack, network, logVault } = around;
  return new ContainerService(stack, 'Service', { network, logVault, image, peakMembers: 2, ...props });
}

function templateOf(props: Partial<ContainerServiceProps> = {}): Template {
  return Template.fromStack(service(props).service.stack);
}

/** Of a service with all defaults; synthesized once. */
let byDefault: Template;

beforeAll(() => {
  byDefault = templateOf({ configuration: { GREETING: 'hello' } });
});

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    service({}, surroundings(app, 'Minimal'));
    const around = surroundings(app, 'Maximal', 'eu-west-1');
    const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'OpenOrders' });
    const alarm = new cloudwatch.Alarm(around.stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction({ bind: () => ({ alarmActionArn: 'arn:aws:sns:eu-west-1:111111111111:told' }) });
    const repository = ecr.Repository.fromRepositoryName(around.stack, 'Repository', 'shop');
    const full: Partial<ContainerServiceProps> = {
      image: ecs.ContainerImage.fromEcrRepository(repository, '1.0.0'),
      cpu: 1024,
      memory: Size.gibibytes(4),
      architecture: ecs.CpuArchitecture.ARM64,
      peakMembers: 6,
      minimum: 9,
      maximum: 30,
      desired: 12,
      configuration: { LOG_LEVEL: 'info', QUEUE_URL: 'https://example.com/queue' },
      statements: [
        new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shop/prices.json'] }),
      ],
      port: 8080,
      command: ['serve'],
      containerHealthCheck: { command: ['CMD', '/healthy'], interval: Duration.seconds(10) },
      stopTimeout: Duration.seconds(90),
      user: '2000:2000',
      readOnlyRoot: false,
      writablePaths: ['/tmp', '/var/cache'],
      exec: true,
      rollbackAlarms: [alarm],
      zoneRebalancing: true,
      platformVersion: ecs.FargatePlatformVersion.VERSION1_4,
    };
    service(full, around);
  });

  test('find nothing', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('have acknowledged only the token of the registry and the channels of a shell', () => {
    const own = synthesis.findings.filter(
      ({ acknowledgedBecause, path }) => acknowledgedBecause && /\/Service\//.test(path),
    );
    expect(own.map(({ rule, path }) => [rule, path.split('/').slice(0, 3).join('/')])).toEqual([
      ['AwsSolutions-IAM5[Resource::*]', 'Maximal/Service/Task'],
      ['AwsSolutions-IAM5[Resource::*]', 'Maximal/Service/Execution'],
    ]);
  });
});

describe('capacity', () => {
  test('keeps what the peak needs without a zone, and states no desired count', () => {
    byDefault.hasResourceProperties('AWS::ECS::Service', { DesiredCount: Match.absent() });
    byDefault.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 3, MaxCapacity: 6 });
    const { minimum, maximum } = service({ peakMembers: 6 });
    expect([minimum, maximum]).toEqual([9, 18]);
  });

  test('is never a single task by default', () => {
    expect(service({ peakMembers: 1 }).minimum).toBe(3);
  });

  test('warns with the numbers when the minimum does not survive the loss of a zone', () => {
    expect(warningsOf(service({ peakMembers: 6, minimum: 6 }))).toEqual([
      expect.stringMatching('minimum of 6 over 3 zones leaves 4 .* the peak needs 6.* to 9'),
    ]);
  });

  test('does not warn about the default', () => {
    expect(warningsOf(service({ peakMembers: 5 }))).toEqual([]);
  });
});

describe('deployment', () => {
  test('adds tasks before it removes any, gives up on tasks that do not start, and balances zones', () => {
    byDefault.hasResourceProperties('AWS::ECS::Service', {
      AvailabilityZoneRebalancing: 'ENABLED',
      PlatformVersion: 'LATEST',
      EnableExecuteCommand: Match.absent(),
      HealthCheckGracePeriodSeconds: Match.absent(),
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        Alarms: Match.absent(),
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  test('waits for permissions and for the way to the registry', () => {
    const [resource] = Object.values(byDefault.findResources('AWS::ECS::Service')) as { DependsOn: string[] }[];
    const policy = Object.keys(byDefault.findResources('AWS::IAM::ManagedPolicy')).find((id) => /Execution/.test(id));
    expect(resource.DependsOn).toContain(policy);
    expect(resource.DependsOn.filter((id) => /App[ABC]DefaultRoute/.test(id))).toHaveLength(3);
  });

  test('can be changed: no circuit breaker, no rebalancing, a count of its own', () => {
    templateOf({ circuitBreaker: false, zoneRebalancing: false, desired: 4 }).hasResourceProperties(
      'AWS::ECS::Service',
      {
        AvailabilityZoneRebalancing: 'DISABLED',
        DesiredCount: 4,
        DeploymentConfiguration: { DeploymentCircuitBreaker: Match.absent() },
      },
    );
  });
});

describe('container', () => {
  test('is not root, read-only but for /tmp, and never blocked by its logs', () => {
    const [container] = containersOf(byDefault);
    expect(container).toMatchObject({
      User: '1000:1000',
      ReadonlyRootFilesystem: true,
      StopTimeout: 30,
      LinuxParameters: { InitProcessEnabled: true, Tmpfs: [{ ContainerPath: '/tmp', Size: 64 }] },
      LogConfiguration: { LogDriver: 'awslogs', Options: { mode: 'non-blocking' } },
    });
  });

  test('reads its configuration from parameters, not from the task definition', () => {
    expect(containersOf(byDefault)[0]).not.toHaveProperty('Environment');
    expect(containersOf(byDefault)[0].Secrets).toMatchObject([{ Name: 'GREETING' }]);
    byDefault.hasResourceProperties('AWS::SSM::Parameter', { Type: 'String', Value: 'hello' });
  });

  test('gets a new parameter, and thereby new tasks, for a new value only', () => {
    const idOf = (value: string) => parametersOf(service({ configuration: { GREETING: value } }));
    expect(idOf('hello')).toEqual(idOf('hello'));
    expect(idOf('hello')).not.toEqual(idOf('good morning'));
  });
});

test('lets nobody connect', () => {
  byDefault.hasResourceProperties('AWS::EC2::SecurityGroup', {
    GroupDescription: 'Members of Test/Service',
    SecurityGroupIngress: Match.absent(),
  });
});

describe('fails on', () => {
  test.each<[string, Partial<ContainerServiceProps>]>([
    ['PeakNotPositive', { peakMembers: 0 }],
    ['MembersNotWhole', { minimum: 0 }],
    ['MinimumAboveMaximum', { minimum: 8, maximum: 6 }],
    ['MaximumBelowZoneLoss', { peakMembers: 10, minimum: 1, maximum: 12 }],
    ['DesiredOutOfRange', { desired: 2 }],
    ['DesiredOutOfRange', { desired: 7 }],
    ['FargateSizeNotOffered', { cpu: 300 }],
    ['FargateSizeNotOffered', { cpu: 256, memory: Size.gibibytes(4) }],
    ['FargateSizeNotOffered', { cpu: 256, memory: Size.mebibytes(1536) }],
    ['FargateSizeNotOffered', { cpu: 8192, memory: Size.gibibytes(18) }],
    ['StopTimeoutOutOfRange', { stopTimeout: Duration.minutes(3) }],
    ['ExecNeedsWritableRoot', { exec: true }],
    ['InvalidVariableName', { configuration: { 'LOG-LEVEL': 'info' } }],
    ['ConfigurationValueLength', { configuration: { LOG_LEVEL: '' } }],
    ['ConfigurationValueLength', { configuration: { LOG_LEVEL: 'x'.repeat(4097) } }],
    ['ScalingNeedsLoadBalancer', { scaling: [ScalingPolicy.requests(100)] }],
  ])('%s (%#)', (code, props) => {
    expect(codesOf(() => service(props))).toEqual([code]);
  });

  test('fails on a variable that is there twice', () => {
    const made = service({ configuration: { GREETING: 'hello' } });
    expect(codesOf(() => made.addConfiguration('GREETING', 'good morning'))).toEqual(['DuplicateVariable']);
  });

  test('fails with every problem at once, each with what to do', () => {
    const { message } = errorOf(() => service({ cpu: 256, memory: Size.gibibytes(4), desired: 2 }));
    expect(message.split('\n')).toEqual([
      'Test/Service: [DesiredOutOfRange] desired is 2; allowed: a whole number from 3 to 6. Choose a number in this range, or leave it out so that deployments do not change the number of tasks.',
      "Test/Service: [FargateSizeNotOffered] memory is '256 CPU units with 4096 MiB'; allowed: 512, 1024 or 2048 MiB. Choose a combination that Fargate offers.",
    ]);
  });
});

interface Container {
  readonly Secrets: { readonly Name: string }[];
}

function containersOf(template: Template): Container[] {
  const [definition] = Object.values(template.findResources('AWS::ECS::TaskDefinition')) as {
    Properties: { ContainerDefinitions: Container[] };
  }[];
  return definition.Properties.ContainerDefinitions;
}

function parametersOf({ node }: ContainerService): string[] {
  return node.children.filter((child) => child instanceof ssm.StringParameter).map((parameter) => parameter.node.id);
}
