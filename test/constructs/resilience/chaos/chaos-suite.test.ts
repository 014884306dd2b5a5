import { type App, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import fc from 'fast-check';
import type { ConfigurationError } from '../../../../constructs/core/errors';
import { LogVault, PlatformKey } from '../../../../constructs/security';
import { ChaosEnvironment } from '../../../../constructs/resilience/chaos/chaos-environment';
import { ChaosSuite, type ChaosSuiteProps } from '../../../../constructs/resilience/chaos/chaos-suite';
import { Experiment } from '../../../../constructs/resilience/chaos/experiment';
import { RegionLink } from '../../../../constructs/resilience/chaos/experiment-cross-region-disruption';
import { Dependency } from '../../../../constructs/resilience/chaos/experiment-dependency-block';
import { FailureDomain } from '../../../../constructs/resilience/chaos/experiment-failure';
import { InstanceKind } from '../../../../constructs/resilience/chaos/experiment-instance-loss';
import { EmptyTargets } from '../../../../constructs/resilience/chaos/experiment-props';
import { TargetShare } from '../../../../constructs/resilience/chaos/experiment-share';
import { ZonePart } from '../../../../constructs/resilience/chaos/experiment-zone-power-loss';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

const hypothesis = 'The error rate stays within the objective.';
const TEMPLATE = 'AWS::FIS::ExperimentTemplate';

/** A stack with what a suite needs around it. */
function around(app: App = testApp(), id = 'Test', region = 'us-east-1') {
  const stack = regionalStack(app, id, region);
  const { key } = new PlatformKey(stack, 'Key');
  const logVault = new LogVault(stack, 'Logs', { key });
  const alarm = cloudwatch.Alarm.fromAlarmArn(
    stack,
    'Slo',
    stack.formatArn({ service: 'cloudwatch', resource: 'alarm:slo' }),
  );
  return { stack, key, logVault, alarm };
}

type Around = ReturnType<typeof around>;

function suite(props: Partial<ChaosSuiteProps>, { stack, logVault, alarm }: Around = around()): ChaosSuite {
  const experiments = [Experiment.instanceLoss({ hypothesis })];
  return new ChaosSuite(stack, 'Chaos', { experiments, logVault, stopWhen: [alarm], ...props });
}

/** The properties of the template of one experiment. */
function templateOf(experiment: Experiment, props: Partial<ChaosSuiteProps> = {}): Record<string, never> {
  const surroundings = around();
  suite({ experiments: [experiment], ...props }, surroundings);
  const [resource] = Object.values(Template.fromStack(surroundings.stack).findResources(TEMPLATE));
  return resource.Properties;
}

function database(stack: Around['stack']): rds.IDatabaseInstance {
  return rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Database', {
    instanceIdentifier: 'orders',
    instanceEndpointAddress: 'orders.example.com',
    port: 5432,
    securityGroups: [],
  });
}

function cluster(stack: Around['stack']): rds.IDatabaseCluster {
  return rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Cluster', { clusterIdentifier: 'carts' });
}

/** One experiment of each kind, with everything that can be set. */
function everything({ stack, key }: Around, zone = 'eu-west-1a'): Experiment[] {
  const share = TargetShare.percent(25);
  const schedule = ScheduleExpression.cron({ weekDay: 'TUE', hour: '9', minute: '0' });
  const tag = { key: 'tier', value: 'app' };
  return [
    Experiment.instanceLoss({ hypothesis, share, schedule, tag, duration: Duration.minutes(20) }),
    Experiment.instanceLoss({ hypothesis, name: 'TaskLoss', kind: InstanceKind.TASK }),
    Experiment.zonePowerLoss({ hypothesis, zone, parts: Object.values(ZonePart), volumeKeys: [key] }),
    Experiment.networkLoss({ hypothesis, zone, emptyTargets: EmptyTargets.SKIP }),
    Experiment.databaseFailover({ hypothesis, name: 'InstanceFailover', instance: database(stack) }),
    Experiment.databaseFailover({ hypothesis, name: 'ClusterFailover', cluster: cluster(stack) }),
    Experiment.cacheZoneLoss({ hypothesis, zone }),
    Experiment.crossRegionDisruption({
      hypothesis,
      region: 'us-east-1',
      links: Object.values(RegionLink),
      share: TargetShare.percent(50),
    }),
    Experiment.cpuStress({ hypothesis, loadPercent: 80 }),
    Experiment.latency({ hypothesis, sources: ['S3', 'db.example.com'], delay: Duration.millis(400) }),
    Experiment.dependencyBlock({ hypothesis, dependency: Dependency.dynamoDb() }),
    Experiment.dependencyBlock({ hypothesis, dependency: Dependency.prefixList('pl-0123456789abcdef0') }),
    Experiment.dependencyBlock({ hypothesis, dependency: Dependency.port(5432) }),
    Experiment.custom({
      hypothesis,
      name: 'Lambda',
      injects: [FailureDomain.DEPENDENCY],
      targets: [{ name: 'Handlers', resourceType: 'aws:lambda:function' }],
      actions: [
        {
          name: 'Fail',
          actionId: 'aws:lambda:invocation-error',
          parameters: { duration: 'PT5M', preventExecution: 'true' },
          targets: { Functions: 'Handlers' },
        },
      ],
      statements: [
        new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::faults/one-object'] }),
      ],
    }),
  ];
}

/** Spelled as the finding of a wildcard in the region of the maximal suite. */
const wildcard = (service: string, resources: string, account = '<AWS::AccountId>') =>
  `AwsSolutions-IAM5[Resource::arn:aws:${service}:eu-west-1:${account}:${resources}]`;

const NETWORK = [
  'instance',
  'network-acl',
  'network-interface',
  'prefix-list',
  'route-table',
  'security-group',
  'subnet',
  'transit-gateway-attachment',
  'transit-gateway-route-table',
  'vpc',
  'vpc-endpoint',
];

describe('policy packs and schemas', () => {
  let surroundings: Around;
  const synthesis = new Synthesis((app) => {
    suite({}, around(app, 'Minimal', 'eu-west-1'));
    surroundings = around(app, 'Maximal', 'eu-west-1');
    const { stack, logVault } = surroundings;
    const reports = {
      bucket: logVault.bucket(stack, 'Reports'),
      dashboards: [new cloudwatch.Dashboard(stack, 'Dashboard')],
      prefix: 'evidence',
    };
    const experiments = everything(surroundings);
    suite({ experiments, environment: ChaosEnvironment.NON_PRODUCTION, reports }, surroundings);
  });

  test('nothing is left open', () => {
    // The bucket of the reports is the test's own, and the end of its chain.
    expect(synthesis.fatal.filter(({ rule }) => !rule.includes('S3BucketReplicationEnabled'))).toEqual([]);
  });

  test('wildcards are acknowledged where only the experiment knows the resources, and nowhere else', () => {
    const rules = synthesis.acknowledged.filter((rule) => rule.includes('IAM5'));
    expect(rules.filter((rule) => !rule.includes('/evidence/'))).toEqual(
      [
        'AwsSolutions-IAM5[Resource::*]',
        'AwsSolutions-IAM5[Resource::arn:aws:s3:::*]',
        ...NETWORK.map((resource) => wildcard('ec2', `${resource}/*`)),
        wildcard('dynamodb', 'table/*'),
        wildcard('ecs', 'task/*'),
        wildcard('fis', 'experiment/*'),
        wildcard('rds', 'cluster:*'),
        wildcard('rds', 'db:*'),
      ].sort(),
    );
    // Reports: an own prefix for each experiment.
    expect(rules.filter((rule) => rule.includes('/evidence/'))).toHaveLength(14);
  });

  test('every experiment has an alarm, a log, a role of its own, and fails when it finds nothing', () => {
    const templates = Object.values(synthesis.template(surroundings.stack).findResources(TEMPLATE));
    expect(templates).toHaveLength(14);
    expect(new Set(templates.map(({ Properties }) => JSON.stringify(Properties.RoleArn))).size).toBe(14);
    for (const { Properties, DependsOn } of templates) {
      expect(Properties.StopConditions).toEqual([{ Source: 'aws:cloudwatch:alarm', Value: expect.anything() }]);
      expect(Properties.LogConfiguration.CloudWatchLogsConfiguration.LogGroupArn).toBeDefined();
      expect(Properties.ExperimentOptions.EmptyTargetResolutionMode).toBe(
        Properties.Tags.Name.startsWith('NetworkLoss') ? 'skip' : 'fail',
      );
      // The policies of the role are there before anybody can start the experiment.
      expect(DependsOn).toContainEqual(expect.stringContaining('Grants0'));
    }
  });

  test('every action names targets that the experiment has, and starts after actions that it has', () => {
    for (const { Properties } of Object.values(synthesis.template(surroundings.stack).findResources(TEMPLATE))) {
      const { Actions, Targets } = Properties as { Actions: Record<string, Action>; Targets: Record<string, unknown> };
      const used = Object.values(Actions).flatMap((action) => Object.values(action.Targets ?? {}));
      expect(used.sort()).toEqual(Object.keys(Targets).sort());
      for (const { StartAfter = [] } of Object.values(Actions)) {
        expect(Object.keys(Actions)).toEqual(expect.arrayContaining(StartAfter));
      }
    }
  });

  test('reports go to an own prefix, with the graphs of the dashboards', () => {
    const dashboard = { Ref: Match.stringLikeRegexp('^Dashboard') };
    synthesis.template(surroundings.stack).hasResourceProperties(TEMPLATE, {
      ExperimentReportConfiguration: {
        Outputs: { ExperimentReportS3Configuration: { Prefix: 'evidence/CpuStress' } },
        DataSources: {
          CloudWatchDashboards: [{ DashboardIdentifier: { 'Fn::Join': ['', Match.arrayWith([dashboard])] } }],
        },
      },
    });
  });

  test('the log is encrypted and kept', () => {
    synthesis.template(surroundings.stack).hasResource('AWS::Logs::LogGroup', {
      Properties: { KmsKeyId: Match.anyValue(), RetentionInDays: 365 },
      DeletionPolicy: 'Retain',
    });
  });
});

interface Action {
  readonly ActionId: string;
  readonly Parameters?: Record<string, string>;
  readonly Targets?: Record<string, string>;
  readonly StartAfter?: string[];
}

/** How many alarms each template of a suite has, or why there is no suite. */
function outcomeOf(make: () => ChaosSuite): { codes: string[] } | { alarms: number[] } {
  try {
    return { alarms: make().templates.map(({ stopConditions }) => (stopConditions as unknown[]).length) };
  } catch (error) {
    return { codes: (error as ConfigurationError).codes };
  }
}

describe('stop conditions', () => {
  test('are there in every suite that can be made, and without them none can', () => {
    const kinds = [
      (name: string, own: cloudwatch.IAlarm[] | undefined) =>
        Experiment.instanceLoss({ hypothesis, name, stopWhen: own }),
      (name: string, own: cloudwatch.IAlarm[] | undefined) => Experiment.cpuStress({ hypothesis, name, stopWhen: own }),
      (name: string, own: cloudwatch.IAlarm[] | undefined) =>
        Experiment.cacheZoneLoss({ hypothesis, name, stopWhen: own, zone: 'us-east-1a' }),
      (name: string, own: cloudwatch.IAlarm[] | undefined) =>
        Experiment.dependencyBlock({ hypothesis, name, stopWhen: own, dependency: Dependency.s3() }),
    ];
    const own = fc.constantFrom('none', 'empty', 'one');
    const experiment = fc.record({ kind: fc.nat(kinds.length - 1), own });
    const arbitrary = fc.record({ ofSuite: own, experiments: fc.array(experiment, { minLength: 1, maxLength: 4 }) });
    fc.assert(
      fc.property(arbitrary, ({ ofSuite, experiments }) => {
        const surroundings = around();
        const alarms = (choice: string) => ({ none: undefined, empty: [], one: [surroundings.alarm] })[choice];
        const made = experiments.map(({ kind, own: choice }, place) => kinds[kind](`E${place}`, alarms(choice)));
        const bare = experiments.filter(({ own: choice }) => (alarms(choice) ?? alarms(ofSuite) ?? []).length === 0);
        const missing = bare.map(() => 'ExperimentWithoutStopCondition');
        expect(outcomeOf(() => suite({ experiments: made, stopWhen: alarms(ofSuite) }, surroundings))).toEqual(
          bare.length > 0 ? { codes: missing } : { alarms: experiments.map(() => 1) },
        );
      }),
      { numRuns: 40 },
    );
  });

  test('fails with the whole message when there is none', () => {
    expect(errorOf(() => suite({ stopWhen: undefined })).message).toBe(
      'Test/Chaos: [ExperimentWithoutStopCondition] InstanceLoss.stopWhen is 0; allowed: at least one alarm on a ' +
        'service level objective. Name the alarm that ends the experiment before users suffer, here or for the whole suite.',
    );
  });
});

describe('schedules', () => {
  const schedule = ScheduleExpression.rate(Duration.days(7));
  const experiments = [Experiment.instanceLoss({ hypothesis, schedule }), Experiment.cpuStress({ hypothesis })];

  test.each([undefined, ChaosEnvironment.PRODUCTION])('fails with a schedule in production (%s)', (environment) => {
    expect(codesOf(() => suite({ experiments, environment }))).toEqual(['ScheduleInProduction']);
  });

  test.each([ChaosEnvironment.NON_PRODUCTION, ChaosEnvironment.PRODUCTION_ON_SCHEDULE])(
    'start one template with a role that can start nothing else: %s',
    (environment) => {
      const surroundings = around();
      const made = suite({ experiments, environment }, surroundings);
      const template = Template.fromStack(surroundings.stack);
      const id = surroundings.stack.resolve(made.template('InstanceLoss')?.attrId);
      expect(made.schedules).toHaveLength(1);
      template.resourceCountIs('AWS::Scheduler::Schedule', 1);
      template.hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpression: 'rate(7 days)',
        State: 'ENABLED',
        Target: {
          Arn: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([':scheduler:::aws-sdk:fis:startExperiment'])] }),
          Input: {
            'Fn::Join': ['', ['{"ExperimentTemplateId":"', id, '","ClientToken":"<aws.scheduler.execution-id>"}']],
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 3 },
        },
      });
      const starts = Match.objectLike({ Action: 'fis:StartExperiment', Effect: 'Allow' });
      const [policy] = Object.values(
        template.findResources('AWS::IAM::ManagedPolicy', {
          Properties: { PolicyDocument: { Statement: Match.arrayWith([starts]) } },
        }),
      );
      const [statement, linked, ...others] = policy.Properties.PolicyDocument.Statement;
      expect(JSON.stringify(statement.Resource[0])).toContain(JSON.stringify(id));
      expect(linked.Action).toBe('iam:CreateServiceLinkedRole');
      expect(others).toEqual([]);
    },
  );

  test('there is no scheduler without a schedule', () => {
    const surroundings = around();
    suite({ environment: ChaosEnvironment.NON_PRODUCTION }, surroundings);
    Template.fromStack(surroundings.stack).resourceCountIs('AWS::Scheduler::Schedule', 0);
  });
});

describe('blast radius', () => {
  const isWarned = (experiment: Experiment) =>
    suite({ experiments: [experiment] })
      .node.findAll()
      .some(({ node }) => node.metadata.some(({ type }) => type === 'aws:cdk:warning'));

  test.each([
    [Experiment.instanceLoss({ hypothesis }), false],
    [Experiment.instanceLoss({ hypothesis, share: TargetShare.percent(50) }), false],
    [Experiment.instanceLoss({ hypothesis, share: TargetShare.percent(51) }), true],
    [Experiment.crossRegionDisruption({ hypothesis, region: 'eu-west-1', links: [RegionLink.ROUTES] }), false],
    [Experiment.networkLoss({ hypothesis, zone: 'us-east-1a' }), false],
  ])('more than half is warned of, unless it is a zone or the way to a region: %#', (experiment, warned) => {
    expect(isWarned(experiment)).toBe(warned);
  });

  test('only what carries the tag is found, and one of it by default', () => {
    expect(templateOf(Experiment.instanceLoss({ hypothesis })).Targets).toEqual({
      Servers: {
        ResourceType: 'aws:ec2:instance',
        ResourceTags: { chaos: 'allowed' },
        SelectionMode: 'COUNT(1)',
        Filters: [{ Path: 'State.Name', Values: ['running'] }],
      },
    });
  });

  test('the role can terminate only what carries the tag', () => {
    const surroundings = around();
    suite({ tag: { key: 'team', value: 'orders' } }, surroundings);
    Template.fromStack(surroundings.stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'ec2:TerminateInstances',
            Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } },
          }),
        ]),
      },
    });
  });

  test('allow puts the tag on everything within a construct', () => {
    const surroundings = around();
    const made = suite({}, surroundings);
    made.allow(surroundings.key);
    Template.fromStack(surroundings.stack).hasResourceProperties('AWS::KMS::Key', {
      Tags: [{ Key: 'chaos', Value: 'allowed' }],
    });
  });
});

test('fails on everything that is wrong at once', () => {
  const share = TargetShare.percent(0);
  const experiments = [
    Experiment.instanceLoss({ hypothesis: ' ', share, duration: Duration.seconds(30) }),
    Experiment.instanceLoss({ hypothesis: 'x'.repeat(513), name: 'not a name' }),
    Experiment.zonePowerLoss({ hypothesis, zone: 'use1-az1', parts: [], name: 'Zone' }),
    Experiment.crossRegionDisruption({ hypothesis, region: 'us-east-1', links: [], name: 'Zone' }),
    Experiment.databaseFailover({ hypothesis }),
    Experiment.cpuStress({ hypothesis, loadPercent: 101 }),
    Experiment.latency({ hypothesis, sources: ['S3, DYNAMODB'], delay: Duration.millis(0) }),
    Experiment.dependencyBlock({ hypothesis, dependency: Dependency.port(0) }),
    Experiment.custom({ hypothesis, injects: [], targets: [], actions: [], statements: [] }),
  ];
  expect(codesOf(() => suite({ experiments }))).toEqual([
    'DuplicateExperiment',
    'ExperimentWithoutHypothesis',
    'ExperimentDurationOutOfRange',
    'TargetShareOutOfRange',
    'ExperimentNameInvalid',
    'ExperimentWithoutHypothesis',
    'ZoneOutsideRegion',
    'ExperimentWithoutParts',
    'ExperimentOnOwnRegion',
    'ExperimentWithoutLinks',
    'FailoverWithoutOneDatabase',
    'PercentOutOfRange',
    'LatencyWithoutSources',
    'LatencyNotPositive',
    'PortOutOfRange',
    'ExperimentWithoutActions',
  ]);
});

test('fails without experiments, and with more alarms than FIS takes', () => {
  expect(codesOf(() => suite({ experiments: [] }))).toEqual(['SuiteWithoutExperiments']);
  const surroundings = around();
  const stopWhen = Array.from({ length: 6 }, () => surroundings.alarm);
  expect(codesOf(() => suite({ stopWhen }, surroundings))).toEqual(['TooManyStopConditions']);
});
