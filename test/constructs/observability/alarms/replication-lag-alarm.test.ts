import { type App, Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { CacheMode, GlobalCache, ReplicatedCache } from '../../../../constructs/cache';
import { RecoveryObjective } from '../../../../constructs/core';
import { DatabaseSource, DatabaseTopology, GlobalTable, KeyValueTable } from '../../../../constructs/data';
import {
  ReplicationLagAlarm,
  type ReplicationLagAlarmProps,
  ReplicationSource,
} from '../../../../constructs/observability';
import { NotificationTopic, PlatformKey } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack, type Surroundings, surroundings } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';
import { warningsOf } from '../../compute/load-balancer-fixture';
import { Region } from '../../data/database-fixture';

type Props = Partial<ReplicationLagAlarmProps>;

const within = (rpo: Duration) => new RecoveryObjective({ rto: Duration.hours(1), rpo });
const tenMinutes = within(Duration.minutes(10));

/** An alarm in a stack of its own, in a region. */
function watch(app: App, source: ReplicationSource, props: Props = {}, region = 'eu-west-1', id = 'Ops') {
  const stack = regionalStack(app, id, region);
  const { key } = new PlatformKey(stack, 'Key');
  const notifications = new NotificationTopic(stack, 'Page', { key }).topic;
  const lag = new ReplicationLagAlarm(stack, 'Lag', { source, recovery: tenMinutes, notifications, ...props });
  return { stack, lag };
}

/** What decides of the alarms of a stack, by their ids. */
function alarmsOf(stack: Stack) {
  const alarms = Object.entries(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  return Object.fromEntries(alarms.map(([id, { Properties }]) => [id.slice('Lag'.length, -8), Properties]));
}

function regions(app: App) {
  return { virginia: new Region(app, 'us-east-1'), ireland: new Region(app, 'eu-west-1', '10.1.0.0/16') };
}

/** A writer in Virginia with two readers, and its copy in Ireland with one, which was told of the objective. */
function databases(app: App) {
  const { virginia, ireland } = regions(app);
  const primary = virginia.database('Primary');
  const source = DatabaseSource.database(primary);
  const topology = DatabaseTopology.crossRegionReplica({ source, readReplicas: 1 });
  return { primary, copy: ireland.database('Copy', { recovery: tenMinutes, topology }) };
}

function clusters(app: App) {
  const { virginia, ireland } = regions(app);
  const primary = virginia.database('Primary', { topology: DatabaseTopology.aurora({ globalCluster: 'shop' }) });
  const topology = DatabaseTopology.auroraSecondary({ source: DatabaseSource.database(primary) });
  return { primary, copy: ireland.database('Copy', { recovery: tenMinutes, topology }) };
}

function caches(app: App) {
  const cache = ({ stack, network, platformKey, logVault }: Surroundings, mode?: CacheMode) =>
    new ReplicatedCache(stack, 'Cache', { network, key: platformKey.key, logVault, mode });
  const primary = cache(surroundings(app, 'Virginia', 'us-east-1'));
  const datastore = new GlobalCache(primary, 'Global', { primary });
  const mode = CacheMode.secondaryOf(datastore, { replicasPerShard: 2 });
  return { primary, copy: cache(surroundings(app, 'Ireland', 'eu-west-1'), mode) };
}

function table(app: App, kind: (keys: { region: string; key: PlatformKey['key'] }[]) => GlobalTable): KeyValueTable {
  const keyIn = (region: string) => ({ region, key: new PlatformKey(regionalStack(app, region, region), 'Key').key });
  const replicas = ['eu-west-2', 'eu-central-1'].map(keyIn);
  const { key } = keyIn('eu-west-1');
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  return new KeyValueTable(regionalStack(app, 'Tables', 'eu-west-1'), 'Table', {
    partitionKey,
    key,
    globalTable: kind(replicas),
  });
}

const eventual = (app: App) => table(app, (replicas) => GlobalTable.eventual(replicas));

const codes = (source: (app: App) => ReplicationSource, props: Props = {}, region?: string) => {
  const app = testApp();
  return codesOf(() => watch(app, source(app), props, region));
};

test('policy packs and schemas have nothing to say, of the fewest and of the most settings', () => {
  const synthesis = new Synthesis((app) => {
    watch(app, ReplicationSource.table(eventual(app)), {}, 'eu-west-1', 'Minimal');
    const most = { warnAtPercent: 80, evaluationMinutes: 5, heartbeat: true };
    watch(app, ReplicationSource.cache(caches(app).copy), most, 'eu-west-1', 'Maximal');
  });
  expect(synthesis.fatal).toEqual([]);
});

describe('a replica of another region', () => {
  const app = testApp();
  const { copy } = databases(app);
  const { stack, lag } = watch(app, ReplicationSource.database(copy), { heartbeat: true });
  const alarms = alarmsOf(stack);

  test('that was told of the objective has the alarm already, and only gets the warning', () => {
    expect(Object.keys(alarms)).toEqual(['Warningstandby', 'Warningreplica1']);
    expect(alarms.Warningstandby).toMatchObject({
      MetricName: 'ReplicaLag',
      Period: 60,
      Statistic: 'Average',
      Threshold: 300,
      EvaluationPeriods: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect([lag.limit.toSeconds(), lag.warningAt.toSeconds()]).toEqual([600, 300]);
  });

  test('shows which alarm of the database that is', () => {
    const paths = Object.entries(lag.alarms).map(([name, { node }]) => [name, node.path]);
    expect(paths).toEqual([
      ['standby', 'Copy-eu-west-1/Database/standby-ReplicaLag-600'],
      ['replica-1', 'Copy-eu-west-1/Database/replica-1-ReplicaLag-600'],
    ]);
  });
});

describe('replicas that know no objective', () => {
  const app = testApp();
  const { primary } = databases(app);
  const { stack } = watch(app, ReplicationSource.database(primary), { warnAtPercent: 60 }, 'us-east-1');
  const alarms = alarmsOf(stack);

  test('get both alarms, and an alarm that goes off when they are silent', () => {
    expect(Object.keys(alarms)).toEqual(['Limitreplica1', 'Warningreplica1', 'Limitreplica2', 'Warningreplica2']);
    expect(alarms.Limitreplica1).toMatchObject({ Threshold: 600, TreatMissingData: 'breaching' });
    expect(alarms.Warningreplica1).toMatchObject({ Threshold: 360, TreatMissingData: 'notBreaching' });
  });

  test('tell somebody', () => {
    const untold = Object.values(alarms).filter(({ AlarmActions }) => AlarmActions?.length !== 1);
    expect(untold).toEqual([]);
  });
});

test('a warning that an idle database raises is warned of, unless it has a heartbeat', () => {
  const warnings = (props: Props) => {
    const app = testApp();
    const source = ReplicationSource.database(databases(app).primary);
    return warningsOf(watch(app, source, { recovery: within(Duration.minutes(8)), ...props }, 'us-east-1').lag);
  };
  expect(warnings({})).toEqual([expect.stringMatching(/up to 5 minutes, and there is a warning at 4 minutes/)]);
  expect(warnings({ heartbeat: true })).toEqual([]);
  expect(warnings({ warnAtPercent: 70 })).toEqual([]);
});

test('a cluster of a further region is watched in milliseconds, and its own alarm is not doubled', () => {
  const app = testApp();
  const { stack, lag } = watch(app, ReplicationSource.database(clusters(app).copy));
  const alarms = alarmsOf(stack);
  expect(Object.keys(alarms)).toEqual(['WarningRegion']);
  expect(alarms.WarningRegion).toMatchObject({
    MetricName: 'AuroraGlobalDBRPOLag',
    Statistic: 'Maximum',
    Threshold: 300_000,
  });
  expect(lag.alarms.Region.node.path).toBe('Copy-eu-west-1/Database/GlobalLag');
});

test('a cluster with another objective gets an alarm of its own', () => {
  const app = testApp();
  const { stack } = watch(app, ReplicationSource.database(clusters(app).copy), {
    recovery: within(Duration.seconds(5)),
  });
  expect(alarmsOf(stack).LimitRegion).toMatchObject({ Threshold: 5000, TreatMissingData: 'breaching' });
});

test('a cache of a further region is judged by its slowest shard, whichever node is the primary, and says if it is silent', () => {
  const app = testApp();
  const { stack } = watch(app, ReplicationSource.cache(caches(app).copy));
  const { Metrics, Threshold, TreatMissingData, InsufficientDataActions } = alarmsOf(stack).LimitRegion;
  expect([Threshold, TreatMissingData]).toEqual([600, 'missing']);
  expect(InsufficientDataActions).toHaveLength(1);
  expect(Metrics[0].Expression).toBe('MAX([node1, node2, node3])');
  const nodes = Metrics.slice(1).map(({ MetricStat }: { MetricStat: { Metric: { Dimensions: unknown } } }) =>
    JSON.stringify(MetricStat.Metric.Dimensions),
  );
  expect(nodes).toEqual([1, 2, 3].map((node) => expect.stringContaining(`-0001-00${node}`)));
});

test('a global table is watched for each region that it goes to; no writes are no lag', () => {
  const app = testApp();
  const { stack, lag } = watch(app, ReplicationSource.table(eventual(app)));
  expect(Object.keys(lag.alarms)).toEqual(['eu-west-2', 'eu-central-1']);
  const alarm = alarmsOf(stack).Limiteucentral1;
  expect(alarm).toMatchObject({
    MetricName: 'ReplicationLatency',
    Threshold: 600_000,
    TreatMissingData: 'notBreaching',
  });
  expect(alarm.Dimensions).toContainEqual({ Name: 'ReceivingRegion', Value: 'eu-central-1' });
});

test('the warning can tell somebody else', () => {
  const app = testApp();
  const ticket = new NotificationTopic(regionalStack(app, 'Tickets', 'eu-west-1'), 'Ticket', {
    key: new PlatformKey(regionalStack(app, 'Keys', 'eu-west-1'), 'Key').key,
  }).topic;
  const { stack } = watch(app, ReplicationSource.table(eventual(app)), { warnings: ticket });
  const { Limiteuwest2, Warningeuwest2 } = alarmsOf(stack);
  expect(Warningeuwest2.AlarmActions).not.toEqual(Limiteuwest2.AlarmActions);
});

describe('bad input', () => {
  const replicated = (app: App) => ReplicationSource.database(databases(app).copy);

  test('fails for an RPO that no asynchronous copy can meet', () => {
    const app = testApp();
    const recovery = RecoveryObjective.zeroLoss(Duration.minutes(5));
    const fail = () => watch(app, ReplicationSource.table(eventual(app)), { recovery });
    expect(errorOf(fail).message).toBe(
      `Ops/Lag: [RpoNotReachable] recovery is 'an RPO of 0'; allowed: an RPO of 1 second or more: this is an eventual ` +
        'global table, which is typically a second behind. Replicate synchronously (a standby in another zone, a strong ' +
        'global table), or state what can be lost.',
    );
  });

  test('fails for an RPO below the resolution of the metric', () => {
    expect(codes(replicated, { recovery: within(Duration.seconds(30)) })).toEqual(['RpoNotReachable']);
    expect(
      codes((app) => ReplicationSource.database(clusters(app).copy), { recovery: within(Duration.millis(500)) }),
    ).toEqual(['RpoNotReachable']);
  });

  test('fails where nothing can be behind', () => {
    const strong = (app: App) => ReplicationSource.table(table(app, (replicas) => GlobalTable.strong({ replicas })));
    expect(codes(strong)).toEqual(['NothingReplicates']);
    expect(codes((app) => ReplicationSource.cache(caches(app).primary))).toEqual(['NothingReplicates']);
    expect(codes((app) => ReplicationSource.database(clusters(app).primary))).toEqual(['NothingReplicates']);
  });

  test('fails in another region than that of the metrics', () => {
    expect(codes(replicated, {}, 'us-east-1')).toEqual(['MetricInOtherRegion']);
    expect(codes((app) => ReplicationSource.table(eventual(app)), {}, 'us-east-1')).toEqual(['MetricInOtherRegion']);
  });

  test.each([
    ['a warning at the limit', { warnAtPercent: 100 }, 'LagWarningOutOfRange'],
    ['no minutes', { evaluationMinutes: 0 }, 'EvaluationMinutesOutOfRange'],
  ])('fails for %s', (_name, props, code) => {
    expect(codes((app) => ReplicationSource.table(eventual(app)), props)).toEqual([code]);
  });
});
