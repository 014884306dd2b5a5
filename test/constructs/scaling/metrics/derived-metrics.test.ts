import { Duration, Size } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ContainerService, InstanceChoice, ScalingPolicy, ServerFleet } from '../../../../constructs/compute';
import { RecoveryObjective } from '../../../../constructs/core';
import {
  ConnectionPooling,
  DatabaseSource,
  DatabaseTopology,
  RelationalDatabase,
  type RelationalDatabaseProps,
} from '../../../../constructs/data';
import { WorkQueue } from '../../../../constructs/messaging';
import { DerivedMetric, DerivedMetrics, MemberCount } from '../../../../constructs/scaling';
import { describe as describeSpec } from '../../../../constructs/scaling/metrics/derived-metric-spec';
import { NotificationTopic } from '../../../../constructs/security';
import { readEvent, sourcesOf } from '../../../../lib/handlers/derived-metrics/configuration';
import { derive } from '../../../../lib/handlers/derived-metrics/derive';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { type Surroundings, surroundings } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

const recovery = new RecoveryObjective({ rto: Duration.hours(1), rpo: Duration.minutes(5) });

/** A stack with somebody to tell. */
interface Place extends Surroundings {
  readonly notifications: NotificationTopic['topic'];
}

function place(app = testApp(), id = 'Test', region = 'us-east-1'): Place {
  const around = surroundings(app, id, region);
  const { topic } = new NotificationTopic(around.stack, 'Told', { key: around.platformKey.key });
  return { ...around, notifications: topic };
}

function publish(around: Place, metrics: DerivedMetric[], id = 'Derived'): DerivedMetrics {
  const { stack, network, logVault, platformKey, notifications } = around;
  return new DerivedMetrics(stack, id, { network, logVault, key: platformKey.key, notifications, metrics });
}

function orders({ stack, platformKey }: Place): sqs.Queue {
  return new WorkQueue(stack, 'Orders', { key: platformKey.key }).queue;
}

function fleet({ stack, network, platformKey }: Place): ServerFleet {
  const instances = InstanceChoice.single(new ec2.InstanceType('m8g.large'));
  return new ServerFleet(stack, 'Fleet', { network, key: platformKey.key, peakMembers: 2, instances });
}

function service({ stack, network, logVault }: Place): ContainerService {
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable');
  return new ContainerService(stack, 'Service', { network, logVault, image, peakMembers: 2 });
}

function database(around: Place, props: Partial<RelationalDatabaseProps> = {}): RelationalDatabase {
  const { stack, network, logVault, platformKey, notifications } = around;
  return new RelationalDatabase(stack, 'Shop', { network, logVault, key: platformKey.key, notifications, ...props });
}

/** A metric as the handler is told to read it. */
interface ToldSource {
  readonly name: string;
  readonly dimensions: Record<string, unknown>;
}

/** A metric as the handler is told to publish it. */
interface ToldMetric {
  readonly name: string;
  readonly dimensions: Record<string, unknown>;
  readonly formula: { readonly lags: ToldSource[]; readonly used: ToldSource; readonly members: ToldSource };
}

/** What the schedule passes on, with a word for what is only known at deployment. */
function runOf(around: Place): { time: string; namespace: string; metrics: ToldMetric[] } {
  const schedules = Template.fromStack(around.stack).findResources('AWS::Scheduler::Schedule');
  const parts = Object.values(schedules)[0].Properties.Target.Input['Fn::Join'][1] as unknown[];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'token')).join(''));
}

/** What the handler is told about a metric, without a synthesis of all that is around it. */
function toldAbout(make: (around: Place) => DerivedMetric): ToldMetric {
  const around = place();
  return around.stack.resolve(describeSpec(make(around)._spec));
}

function formulaOf(make: (around: Place) => DerivedMetric): ToldMetric['formula'] {
  return toldAbout(make).formula;
}

/** The metrics of several copies, and of which each is. */
function copiesIn({ lags }: ToldMetric['formula']): [string, unknown][] {
  return lags.map(({ name, dimensions }) => [name, dimensions.DBInstanceIdentifier]);
}

describe('policy packs and schemas', () => {
  const synthesis = new Synthesis((app) => {
    const small = place(app, 'Minimal');
    publish(small, [DerivedMetric.backlogPerMember(orders(small), MemberCount.service(service(small)))]);
    const around = place(app, 'Maximal', 'eu-west-1');
    const shop = database(around);
    const servers = fleet(around);
    const backlog = DerivedMetric.backlogPerMember(orders(around), MemberCount.fleet(servers));
    servers.addScaling(ScalingPolicy.metric({ name: 'Backlog', metric: backlog.metric, target: 300 }));
    const lags = [DerivedMetric.replicaLag(shop, recovery), DerivedMetric.replicaLagSeconds(shop)];
    publish(around, [backlog, ...lags, DerivedMetric.poolHeadroom(shop)]);
  });

  test('find nothing', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('have acknowledged only what metrics and functions cannot have', () => {
    const derived = synthesis.findings.filter(
      ({ acknowledgedBecause, path }) => acknowledgedBecause !== undefined && path.includes('/Derived/'),
    );
    expect([...new Set(derived.map(({ rule }) => rule))].sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'Serverless-SQSRedrivePolicy',
    ]);
  });
});

describe('a set of metrics', () => {
  const around = place();
  const backlog = DerivedMetric.backlogPerMember(orders(around), MemberCount.service(service(around)));
  const derived = publish(around, [backlog]);
  let template: Template;

  beforeAll(() => {
    template = Template.fromStack(around.stack);
  });

  test('is calculated every minute, late or not at all, and lost minutes are put aside', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DerivedHandlerFunction'), 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 3 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DerivedHandlerDeadLetter'), 'Arn'] } },
      },
    });
  });

  test('can read all metrics, and publish in one namespace only', () => {
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' },
          {
            Effect: 'Allow',
            Action: 'cloudwatch:PutMetricData',
            Resource: '*',
            Condition: { StringEquals: { 'cloudwatch:namespace': 'cdk-nines/Derived' } },
          },
        ]),
      },
    });
  });

  test('is invoked by a role that can do nothing else', () => {
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^DerivedSchedulerRole') }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DerivedHandlerFunction'), 'Arn'] },
          },
          Match.objectLike({ Action: 'sqs:SendMessage' }),
          Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
        ],
      },
    });
  });

  test('tells when it fails, falls silent or puts something aside', () => {
    const told = { AlarmActions: [{ Ref: Match.stringLikeRegexp('^Told') }] };
    const [failed, silent] = ['Errors', 'Invocations'].map((MetricName) => ({ ...told, MetricName, Threshold: 1 }));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { ...failed, TreatMissingData: 'notBreaching' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...silent,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 5,
      TreatMissingData: 'breaching',
    });
    expect(derived.handler.deadLetterAlarm).toBeDefined();
  });

  test('keeps lost minutes for an hour, so that the alarm does not stay on for long', () => {
    template.hasResource('AWS::SQS::Queue', {
      Properties: { MessageRetentionPeriod: 3600 },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('is watched for silence only once it has a schedule', () => {
    template.hasResource('AWS::CloudWatch::Alarm', {
      Properties: { MetricName: 'Invocations' },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^DerivedEveryMinute')]),
    });
  });

  test('is told to the handler in the form that it reads', () => {
    const run = runOf(around);
    expect(run.time).toBe('<aws.scheduler.scheduled-time>');
    const { metrics } = readEvent({ ...run, time: '2026-11-21T10:07:42Z' });
    const values = new Map([
      ['ApproximateNumberOfMessagesVisible', 90],
      ['RunningTaskCount', 3],
    ]);
    const { data } = derive(metrics, ({ name }) => new Map([[60_000, values.get(name)!]]));
    expect(data.map(({ metric, value }) => [metric.name, value])).toEqual([['BacklogPerMember', 30]]);
  });

  test('is published as the metric that policies and alarms use', () => {
    const { namespace, metrics } = runOf(around);
    const stat = backlog.metric.toMetricConfig().metricStat!;
    const used = around.stack.resolve(stat.dimensions).map(({ name }: { name: string }) => name);
    expect([namespace, metrics[0].name]).toEqual([stat.namespace, stat.metricName]);
    expect(Object.keys(metrics[0].dimensions).sort()).toEqual(used.sort());
  });
});

describe('backlog per member', () => {
  test('of a fleet counts servers in service', () => {
    const formula = formulaOf((around) =>
      DerivedMetric.backlogPerMember(orders(around), MemberCount.fleet(fleet(around))),
    );
    expect(formula.members).toEqual({
      namespace: 'AWS/AutoScaling',
      name: 'GroupInServiceInstances',
      statistic: 'Average',
      dimensions: { AutoScalingGroupName: { Ref: expect.stringContaining('FleetGroup') } },
    });
  });

  test('of a service counts running tasks', () => {
    const formula = formulaOf((around) =>
      DerivedMetric.backlogPerMember(orders(around), MemberCount.service(service(around))),
    );
    expect(formula).toEqual({
      kind: 'perMember',
      backlog: {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        statistic: 'Maximum',
        dimensions: { QueueName: { 'Fn::GetAtt': [expect.stringContaining('Orders'), 'QueueName'] } },
      },
      members: {
        namespace: 'ECS/ContainerInsights',
        name: 'RunningTaskCount',
        statistic: 'Average',
        dimensions: {
          ClusterName: { Ref: expect.stringContaining('ServiceCluster') },
          ServiceName: { 'Fn::GetAtt': [expect.stringContaining('Service'), 'Name'] },
        },
      },
    });
  });

  test('takes groups and queues of your own', () => {
    const { dimensions } = toldAbout(({ stack }) => {
      const group = autoscaling.AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'workers');
      const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111111111111:mail');
      return DerivedMetric.backlogPerMember(queue, MemberCount.autoScalingGroup(group));
    });
    expect(dimensions).toEqual({ QueueName: 'mail', AutoScalingGroupName: 'workers' });
  });
});

describe('replica lag', () => {
  test('is that of all replicas, against the RPO', () => {
    const formula = formulaOf((around) => DerivedMetric.replicaLag(database(around), recovery));
    expect(formula).toMatchObject({ kind: 'lag', secondsPerUnit: 1, objectiveSeconds: 300 });
    expect(copiesIn(formula)).toEqual([
      ['ReplicaLag', { Ref: expect.stringContaining('replica1') }],
      ['ReplicaLag', { Ref: expect.stringContaining('replica2') }],
    ]);
  });

  test('in seconds has no objective', () => {
    const formula = formulaOf((around) => DerivedMetric.replicaLagSeconds(database(around)));
    expect(formula).not.toHaveProperty('objectiveSeconds');
  });

  test('of Aurora is in milliseconds, for all readers at once', () => {
    const topology = DatabaseTopology.aurora();
    const formula = formulaOf((around) => DerivedMetric.replicaLag(database(around, { topology }), recovery));
    expect(formula).toMatchObject({ secondsPerUnit: 0.001, lags: [{ name: 'AuroraReplicaLagMaximum' }] });
  });

  test('of a copy of another region counts the copy itself', () => {
    const source = DatabaseSource.instanceArn('arn:aws:rds:eu-west-1:111111111111:db:shop', 'eu-west-1');
    const topology = DatabaseTopology.crossRegionReplica({
      source,
      instanceType: new ec2.InstanceType('m7g.large'),
      maximumStorage: Size.gibibytes(500),
    });
    const formula = formulaOf((around) => DerivedMetric.replicaLag(database(around, { topology }), recovery));
    expect(copiesIn(formula)).toEqual([['ReplicaLag', { Ref: expect.stringContaining('standby') }]]);
  });

  test('of an Aurora region that follows another one is what a switch would lose', () => {
    const source = DatabaseSource.globalCluster('shop', 'eu-west-1');
    const topology = DatabaseTopology.auroraSecondary({ source });
    const formula = formulaOf((around) => DerivedMetric.replicaLag(database(around, { topology }), recovery));
    expect(formula.lags).toMatchObject([{ name: 'AuroraGlobalDBRPOLag' }]);
  });
});

describe('pool headroom', () => {
  test('of a proxy is what all of its hosts lend, of what they may open', () => {
    const formula = formulaOf((around) => DerivedMetric.poolHeadroom(database(around)));
    const shape = {
      namespace: 'AWS/RDS',
      statistic: 'Sum',
      dimensions: { ProxyName: { Ref: expect.stringContaining('ShopProxy') } },
    };
    expect(formula).toEqual({
      kind: 'headroom',
      used: { ...shape, name: 'DatabaseConnectionsCurrentlyBorrowed' },
      allowed: { ...shape, name: 'MaxDatabaseConnectionsAllowed' },
    });
  });

  test('of a proxy in front of Aurora is that of the writer', () => {
    const topology = DatabaseTopology.aurora();
    const formula = formulaOf((around) => DerivedMetric.poolHeadroom(database(around, { topology })));
    expect(formula.used.dimensions).toMatchObject({ TargetGroup: 'default', TargetRole: 'READ_WRITE' });
  });

  test('without a proxy is that of the stated limit', () => {
    const pooling = ConnectionPooling.none();
    const formula = formulaOf((around) =>
      DerivedMetric.poolHeadroom(database(around, { pooling }), { maximumConnections: 900 }),
    );
    expect(formula).toMatchObject({ used: { name: 'DatabaseConnections', statistic: 'Maximum' }, allowed: 900 });
  });

  test('of Aurora without a proxy is that of the writer', () => {
    const props = { pooling: ConnectionPooling.none(), topology: DatabaseTopology.aurora() };
    const formula = formulaOf((around) =>
      DerivedMetric.poolHeadroom(database(around, props), { maximumConnections: 900 }),
    );
    expect(formula.used.dimensions).toEqual({
      DBClusterIdentifier: { Ref: expect.stringContaining('Shop') },
      Role: 'WRITER',
    });
  });
});

describe('fails', () => {
  function backlogs(around: Place, count: number): DerivedMetric[] {
    const queue = sqs.Queue.fromQueueArn(around.stack, 'Queue', 'arn:aws:sqs:us-east-1:111111111111:mail');
    return Array.from({ length: count }, (_, index) => {
      const name = `workers-${index}`;
      const group = autoscaling.AutoScalingGroup.fromAutoScalingGroupName(around.stack, name, name);
      return DerivedMetric.backlogPerMember(queue, MemberCount.autoScalingGroup(group));
    });
  }

  test('without metrics', () => {
    const around = place();
    expect(errorOf(() => publish(around, [])).message).toBe(
      'Test/Derived: [NoMetrics] metrics is []; allowed: at least one metric. State what has to be published, or leave the ' +
        'construct out.',
    );
  });

  test('with the same metric twice', () => {
    const around = place();
    const [one] = backlogs(around, 1);
    expect(codesOf(() => publish(around, [one, one]))).toEqual(['DuplicateMetric']);
  });

  test('with the same metric made twice', () => {
    const around = place();
    const shop = database(around);
    const twice = [DerivedMetric.poolHeadroom(shop), DerivedMetric.poolHeadroom(shop)];
    expect(errorOf(() => publish(around, twice)).problems[0].value).toEqual(['PoolHeadroom of Test/Shop']);
  });

  test('with more inputs than are read at once; what metrics share counts once', () => {
    const around = place();
    const metrics = backlogs(around, 500);
    expect(codesOf(() => publish(around, metrics))).toEqual(['TooManyInputs']);
    expect(codesOf(() => publish(around, [...metrics, metrics[0]], 'More'))).toContain('TooManyInputs');
    expect(() => publish(around, metrics.slice(1), 'Fewer')).not.toThrow();
  });

  test('with a metric that another one publishes', () => {
    const around = place();
    const metrics = backlogs(around, 1);
    publish(around, metrics);
    expect(codesOf(() => publish(around, metrics, 'Again'))).toEqual(['MetricPublishedTwice']);
  });

  test('with a metric of another region', () => {
    const app = testApp();
    const there = place(app, 'There', 'eu-west-1');
    expect(codesOf(() => publish(place(app), backlogs(there, 1)))).toEqual(['MetricOfAnotherRegion']);
  });

  test('when a metric is used that nobody publishes', () => {
    const around = place();
    backlogs(around, 1);
    expect(() => Template.fromStack(around.stack)).toThrow('[MetricNotPublished] nobody publishes BacklogPerMember of');
  });

  test('with the lag of a database that has no replica', () => {
    const topologies = [
      DatabaseTopology.multiAzInstance({ readReplicas: 0 }),
      DatabaseTopology.aurora({ minimumReaders: 0 }),
    ];
    for (const topology of topologies) {
      expect(codesOf(() => DerivedMetric.replicaLag(database(place(), { topology }), recovery))).toEqual([
        'NoReplicas',
      ]);
    }
  });

  test('with lag against an objective that allows none', () => {
    const strict = RecoveryObjective.zeroLoss(Duration.hours(1));
    expect(codesOf(() => DerivedMetric.replicaLag(database(place()), strict))).toEqual(['ObjectiveWithoutLag']);
  });

  test('without a limit of connections', () => {
    const shop = database(place(), { pooling: ConnectionPooling.none() });
    expect(codesOf(() => DerivedMetric.poolHeadroom(shop))).toEqual(['ConnectionLimitUnknown']);
    expect(codesOf(() => DerivedMetric.poolHeadroom(shop, { maximumConnections: 0 }))).toEqual([
      'ConnectionLimitOutOfRange',
    ]);
  });

  test('with a limit beside that of the proxy', () => {
    expect(codesOf(() => DerivedMetric.poolHeadroom(database(place()), { maximumConnections: 900 }))).toEqual([
      'ConnectionLimitOfProxy',
    ]);
  });
});

test('every input has a source that the handler knows', () => {
  const around = place();
  publish(around, [DerivedMetric.replicaLag(database(around), recovery)]);
  const [{ formula }] = readEvent({ ...runOf(around), time: '2026-11-21T10:07:42Z' }).metrics;
  expect(sourcesOf(formula)).toHaveLength(2);
});
