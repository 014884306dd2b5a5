import { Aws, Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RecoveryObjective } from '../../../constructs/core';
import {
  AuroraCapacity,
  ConnectionPooling,
  DatabaseBackup,
  DatabaseSource,
  DatabaseTopology,
  PasswordRotation,
  RelationalDatabase,
  type RelationalDatabaseProps,
} from '../../../constructs/data';
import { testApp } from '../../_helpers/synthesis';
import { codesOf, Region } from './database-fixture';

type Props = Partial<RelationalDatabaseProps>;

const ARN = 'arn:aws:rds:eu-west-1:123456789012:db:orders';
const elsewhere = DatabaseSource.instanceArn(ARN, 'eu-west-1');
const clusterByArn = DatabaseSource.instanceArn(ARN.replace(':db:', ':cluster:'), 'eu-west-1');
const global = DatabaseSource.globalCluster('shop', 'eu-west-1');
const large = ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE);
const shape = { instanceType: large, maximumStorage: Size.tebibytes(1) };

const app = testApp();
const region = new Region(app, 'us-east-1');
let count = 0;
const fail = (props: Props) => codesOf(() => region.database(`Database${count++}`, props));
const instance = (options: Parameters<typeof DatabaseTopology.multiAzInstance>[0]): Props => ({
  topology: DatabaseTopology.multiAzInstance(options),
});
const aurora = (options: Parameters<typeof DatabaseTopology.aurora>[0], props: Props = {}): Props => ({
  ...props,
  topology: DatabaseTopology.aurora(options),
});
const copy = (options: object, props: Props = {}): Props => ({
  ...props,
  topology: DatabaseTopology.crossRegionReplica({ source: elsewhere, ...shape, ...options }),
});
const secondary = (options: object, props: Props = {}): Props => ({
  ...props,
  topology: DatabaseTopology.auroraSecondary({ source: global, ...options }),
});

const FAILURES: [string, Props, string[]][] = [
  ['more than 15 replicas', instance({ readReplicas: 16 }), ['ReplicaCountOutOfRange']],
  ['a negative number of replicas', instance({ readReplicas: -1 }), ['ReplicaCountOutOfRange']],
  ['half a replica', instance({ readReplicas: 1.5 }), ['ReplicaCountOutOfRange']],
  ['more than 5 replicas of a replica', copy({ readReplicas: 6 }), ['ReplicaCountOutOfRange']],
  ['replicas without lag', instance({ maximumReplicaLag: Duration.seconds(0) }), ['ReplicaLagOutOfRange']],
  ['replicas without connections', instance({ maximumReplicaConnections: 0 }), ['ReplicaConnectionsOutOfRange']],
  ['backups of 0 days', { backupRetention: Duration.days(0) }, ['BackupRetentionOutOfRange']],
  ['backups of 36 days', { backupRetention: Duration.days(36) }, ['BackupRetentionOutOfRange']],
  ['too little storage', instance({ storage: Size.gibibytes(19) }), ['StorageOutOfRange']],
  ['too much storage', instance({ storage: Size.tebibytes(65) }), ['StorageOutOfRange']],
  ['a maximum below 10 % more', instance({ maximumStorage: Size.gibibytes(109) }), ['MaximumStorageOutOfRange']],
  ['a maximum above the service', instance({ maximumStorage: Size.tebibytes(65) }), ['MaximumStorageOutOfRange']],
  ['operations for little storage', instance({ iops: 12_000 }), ['IopsOutOfRange']],
  ['throughput for little storage', instance({ throughputMibps: 500 }), ['ThroughputOutOfRange']],
  ['a privileged port', { port: 443 }, ['PortOutOfRange']],
  ['an unknown major', { engineVersion: '99' }, ['UnknownEngineVersion']],
  ['a major without replicas of replicas', { engineVersion: '13.4' }, ['UnknownEngineVersion']],
  ['a version in words', { engineVersion: 'latest' }, ['UnknownEngineVersion']],
  ['an identifier in capitals', { identifier: 'Orders' }, ['InvalidIdentifier']],
  ['an identifier with two hyphens', { identifier: 'orders--db' }, ['InvalidIdentifier']],
  ['an identifier too short for a vault', { identifier: 'o' }, ['InvalidIdentifier']],
  ['a long identifier', { identifier: 'o'.repeat(51) }, ['InvalidIdentifier']],
  ['a database name with a hyphen', { databaseName: 'my-orders' }, ['InvalidDatabaseName']],
  ['a reserved administrator', { administrator: 'rdsadmin' }, ['InvalidAdministrator']],
  ['an odd interval', { monitoringInterval: Duration.seconds(20) }, ['MonitoringIntervalNotOffered']],
  ['more than 15 readers', aurora({ maximumReaders: 16 }), ['ReadersOutOfRange']],
  ['fewer readers than the minimum', aurora({ minimumReaders: 4, maximumReaders: 3 }), ['ReaderRangeEmpty']],
  ['scaling from 0 readers', aurora({ minimumReaders: 0, maximumReaders: 3 }), ['ReaderRangeEmpty']],
  ['readers without CPU', aurora({ readerCpuPercent: 0 }), ['ReaderCpuOutOfRange']],
  ['a global name in capitals', aurora({ globalCluster: 'Shop' }), ['InvalidIdentifier']],
  ['members of any minor', aurora({ globalCluster: 'shop' }, { engineVersion: '18' }), ['EngineVersionNotExact']],
  ['no instances in a secondary', secondary({ instances: 0 }), ['InstancesOutOfRange']],
  ['a secondary of any minor', secondary({}, { engineVersion: '18' }), ['EngineVersionNotExact']],
  ['a secondary of an instance', secondary({ source: elsewhere }), ['SourceNotGlobal']],
  ['a replica of a cluster', copy({ source: global }), ['SourceNotAWriter']],
  ['a replica of unknown size', copy({ instanceType: undefined }), ['ReplicaShapeUnknown']],
  ['an ARN of another region', copy({ source: DatabaseSource.instanceArn(ARN, 'eu-west-2') }), ['InvalidSourceArn']],
  ['an ARN of a cluster', copy({ source: clusterByArn }), ['InvalidSourceArn']],
  ['a proxy for a replica', copy({}, { pooling: ConnectionPooling.rdsProxy() }), ['PoolingNotSupported']],
  [
    'a replica in the region of its source',
    copy({ source: DatabaseSource.instanceArn(ARN.replace('eu-west-1', 'us-east-1'), 'us-east-1') }),
    ['SameRegionReplica'],
  ],
  [
    'no loss across regions',
    copy({}, { recovery: RecoveryObjective.zeroLoss(Duration.hours(1)) }),
    ['ZeroLossNotPossible'],
  ],
  [
    'several mistakes, with all of them',
    { ...instance({ readReplicas: 99, storage: Size.gibibytes(1) }), port: 1, engineVersion: '8' },
    ['UnknownEngineVersion', 'PortOutOfRange', 'StorageOutOfRange', 'ReplicaCountOutOfRange'],
  ],
];

test.each(FAILURES)('fails on %s', (_, props, codes) => {
  expect(fail(props)).toEqual(codes);
});

test('fails with a message that says where, what, the allowed values and what to do', () => {
  const stack = region.stack('Message');
  const make = () => new RelationalDatabase(stack, 'Orders', { ...region.ground, ...instance({ readReplicas: 16 }) });
  expect(make).toThrow(
    'Message/Orders: [ReplicaCountOutOfRange] readReplicas is 16; allowed: a whole number from 0 to 15. ' +
      'Ask for fewer replicas, or put a cache in front of them.',
  );
});

test('fails on a data tier in one zone', () => {
  const { network } = region.ground;
  const one = { subnets: network.vpc.selectSubnets(network.data).subnets.slice(0, 1) };
  expect(fail({ network: { ...network, data: one } })).toEqual(['MissingSubnets']);
  expect(fail({ network: { ...network, data: { subnetGroupName: 'nowhere' } } })).toEqual(['MissingSubnets']);
});

test('fails on the sixth copy of a writer', () => {
  const source = DatabaseSource.database(region.database('Primary'));
  const topology = DatabaseTopology.crossRegionReplica({ source });
  const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1', 'eu-central-1', 'ap-south-1'];
  const made = regions.map((name) => codesOf(() => new Region(app, name).database('Copy', { topology })));
  expect(made).toEqual([[], [], [], [], [], ['TooManyCrossRegionReplicas']]);
});

test('fails on a replica of a replica of another region', () => {
  const source = DatabaseSource.database(region.database('Copied', copy({})));
  const topology = DatabaseTopology.crossRegionReplica({ source });
  expect(codesOf(() => new Region(app, 'ca-central-1').database('Copy', { topology }))).toEqual(['SourceNotAWriter']);
});

test('fails on a source whose region is unknown', () => {
  const source = DatabaseSource.instanceArn(ARN, Aws.REGION);
  expect(fail(copy({ source }))).toEqual(['RegionUnknown']);
});

describe('a grant', () => {
  const orders = region.database('Granted');
  const grantee = new iam.Role(orders, 'Client', { assumedBy: new iam.AccountRootPrincipal() });

  test.each(['*', '', 'orders*', 'two users'])('fails on user %p', (user) => {
    expect(codesOf(() => orders.grantConnect(grantee, user))).toEqual(['InvalidDatabaseUser']);
  });
});

describe('choices', () => {
  test.each([
    [
      'a pool above 100 %',
      () => ConnectionPooling.rdsProxy({ maximumConnectionsPercent: 101 }),
      'ConnectionShareOutOfRange',
    ],
    [
      'an endless wait',
      () => ConnectionPooling.rdsProxy({ borrowTimeout: Duration.hours(2) }),
      'BorrowTimeoutOutOfRange',
    ],
    [
      'clients without silence',
      () => ConnectionPooling.rdsProxy({ idleClientTimeout: Duration.seconds(1) }),
      'IdleTimeoutOutOfRange',
    ],
    ['backups for 36 days', () => DatabaseBackup.daily(Duration.days(36)), 'BackupRetentionOutOfRange'],
    ['a rotation every hour', () => PasswordRotation.every(Duration.hours(1)), 'RotationOutOfRange'],
    ['capacity in odd steps', () => AuroraCapacity.serverless({ maximumUnits: 2.3 }), 'CapacityOutOfRange'],
    ['an empty capacity', () => AuroraCapacity.serverless({ minimumUnits: 8, maximumUnits: 4 }), 'CapacityRangeEmpty'],
  ])('fails on %s', (_, make, code) => {
    expect(codesOf(make)).toEqual([code]);
  });
});
