import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { RecoveryObjective } from '../../../constructs/core';
import { DatabaseSource, DatabaseTopology, type RelationalDatabase, ReplicaRedundancy } from '../../../constructs/data';
import { Synthesis } from '../../_helpers/synthesis';
import { Region, resourcesOf, templateOf } from './database-fixture';

const ANY = Match.anyValue();

let orders: RelationalDatabase;
let ordersCopy: RelationalDatabase;
let shop: RelationalDatabase;
let shopCopy: RelationalDatabase;
let users: RelationalDatabase;

// Every topology, the simplest and the fullest, in the regions that it is about.
const synthesis = new Synthesis((app) => {
  const here = new Region(app, 'us-east-1', '10.0.0.0/16');
  const there = new Region(app, 'eu-west-1', '10.1.0.0/16');
  const hour = new RecoveryObjective({ rto: Duration.hours(1), rpo: Duration.minutes(5) });
  orders = here.database('Orders');
  ordersCopy = there.database('Orders', {
    recovery: hour,
    topology: DatabaseTopology.crossRegionReplica({ source: DatabaseSource.database(orders), readReplicas: 1 }),
  });
  shop = here.database('Shop', { topology: DatabaseTopology.aurora({ globalCluster: 'shop' }) });
  shopCopy = there.database('Shop', {
    recovery: hour,
    topology: DatabaseTopology.auroraSecondary({ source: DatabaseSource.database(shop) }),
  });
  users = here.database('Users', {
    identifier: 'users',
    secretReplicas: [{ region: 'eu-west-1', encryptionKey: there.ground.key }],
    topology: DatabaseTopology.multiAzInstance({ replicaRedundancy: ReplicaRedundancy.ONE_ZONE_EACH }),
  });
});

test('passes all policy packs and the schema, with reasons for what cannot be fixed', () => {
  expect(synthesis.fatal).toEqual([]);
  const ours = synthesis.findings.filter(({ path }) => path.includes('/Database/'));
  const reasons = ours.filter((finding) => finding.acknowledgedBecause !== undefined).map(({ rule }) => rule);
  expect([...new Set(reasons)].sort()).toEqual([
    'AwsSolutions-IAM5[Resource::*]',
    ...['eu-west-1', 'us-east-1'].map(
      (name) =>
        `AwsSolutions-IAM5[Resource::arn:aws:logs:${name}:<AWS::AccountId>:log-group:RDSOSMetrics:log-stream:*]`,
    ),
    ...['eu-west-1', 'us-east-1'].flatMap((name) =>
      ['auto-backup:*', 'cluster-auto-backup:*', 'cluster-snapshot:awsbackup:*', 'snapshot:awsbackup:*'].map(
        (backups) => `AwsSolutions-IAM5[Resource::arn:aws:rds:${name}:<AWS::AccountId>:${backups}]`,
      ),
    ),
    'AwsSolutions-RDS3',
    'HIPAA.Security-RDSInBackupPlan',
    'HIPAA.Security-RDSMultiAZSupport',
    'NIST.800.53.R5-RDSInBackupPlan',
    'NIST.800.53.R5-RDSMultiAZSupport',
    'W3010',
  ]);
});

describe('a replica of another region', () => {
  test('follows the writer by a weak reference, with a key, logs and backups of its own region', () => {
    templateOf(ordersCopy).hasResource('AWS::RDS::DBInstance', {
      DeletionPolicy: 'Retain',
      Properties: {
        SourceDBInstanceIdentifier: {
          'Fn::GetStackOutput': { StackName: 'Orders-us-east-1', Region: 'us-east-1', OutputName: ANY },
        },
        SourceRegion: 'us-east-1',
        KmsKeyId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Foundation-eu-west-1' }) },
        MultiAZ: true,
        DBInstanceClass: 'db.m7g.large',
        MaxAllocatedStorage: 1000,
        BackupRetentionPeriod: 35,
        DeletionProtection: true,
        StorageEncrypted: Match.absent(),
        MasterUsername: Match.absent(),
      },
    });
  });

  test('makes no custom resource and nothing in the stack of the writer', () => {
    for (const made of [orders, ordersCopy]) templateOf(made).resourceCountIs('AWS::Lambda::Function', 0);
    const counts = [orders, users].map((made) => Object.keys(resourcesOf(templateOf(made))).length);
    expect(counts[0]).toBe(counts[1]);
  });

  test('reads locally, from itself and the replicas below it', () => {
    const template = templateOf(ordersCopy);
    expect(ordersCopy.readerHosts).toHaveLength(2);
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    template.allResourcesProperties('AWS::Route53::RecordSet', { Weight: 1, HealthCheckId: ANY });
    expect(ordersCopy.reader.host).toContain('eu');
  });

  test('raises an alarm when a promotion would lose more than the RPO', () => {
    templateOf(ordersCopy).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ReplicaLag',
      Threshold: 300,
    });
  });

  test('has neither proxy nor password, and takes writes under its own name once it is promoted', () => {
    templateOf(ordersCopy).resourceCountIs('AWS::RDS::DBProxy', 0);
    templateOf(ordersCopy).resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(ordersCopy.secret).toBeUndefined();
    expect(ordersCopy.writer).toEqual({ host: ordersCopy.instance!.dbInstanceEndpointAddress, port: 5433 });
  });

  test('keeps the logical ids of what has state', () => {
    const types = ['::DBInstance', '::BackupVault', '::DBSubnetGroup'];
    const ids = types.flatMap((type) => Object.keys(resourcesOf(templateOf(ordersCopy), type)));
    expect(ids.sort()).toEqual([
      'DatabaseBackupVaultED8CBFE1',
      'DatabaseSubnets56F17B9A',
      'Databasereplica1B4B39824',
      'Databasestandby180E76E4',
    ]);
  });
});

describe('Aurora', () => {
  const template = templateOf(shop);

  test('is encrypted, protected, backed up and open to IAM', () => {
    template.hasResource('AWS::RDS::DBCluster', {
      DeletionPolicy: 'Retain',
      Properties: {
        Engine: 'aurora-postgresql',
        EngineVersion: '18.3',
        StorageEncrypted: true,
        KmsKeyId: ANY,
        BackupRetentionPeriod: 35,
        DeletionProtection: true,
        EnableIAMDatabaseAuthentication: true,
        DatabaseInsightsMode: 'advanced',
        Port: 5433,
      },
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { 'rds.force_ssl': '1' } });
  });

  test('spreads its instances over zones and scales readers with their CPU', () => {
    const instances = Object.values(resourcesOf(template, '::DBInstance'));
    const zones = instances.map(({ Properties }) => Properties.AvailabilityZone);
    expect(zones).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    const range = { MinCapacity: 2, MaxCapacity: 5, ScalableDimension: 'rds:cluster:ReadReplicaCount' };
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', range);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({ TargetValue: 50 }),
    });
  });

  test('has the same outside: a proxy for the writer, and one endpoint of it for the readers', () => {
    template.hasResourceProperties('AWS::RDS::DBProxyEndpoint', { TargetRole: 'READ_ONLY' });
    expect([shop.writer.port, shop.reader.port]).toEqual([5432, 5432]);
    expect(shop.reader.host).not.toBe(shop.writer.host);
    expect(shop.secret).toBeDefined();
  });

  test('makes the global database that it is the first member of', () => {
    const ref = Object.keys(resourcesOf(template, '::GlobalCluster'))[0];
    template.hasResource('AWS::RDS::GlobalCluster', {
      DeletionPolicy: 'Retain',
      Properties: { GlobalClusterIdentifier: 'shop', DeletionProtection: true, StorageEncrypted: true },
    });
    template.hasResourceProperties('AWS::RDS::DBCluster', { GlobalClusterIdentifier: { Ref: ref } });
    expect(shop.globalWriter?.port).toBe(5433);
  });
});

describe('a secondary of Aurora', () => {
  const template = templateOf(shopCopy);

  test('joins by a weak reference, with its own key and without an administrator', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      GlobalClusterIdentifier: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Shop-us-east-1' }) },
      SourceRegion: 'us-east-1',
      KmsKeyId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Foundation-eu-west-1' }) },
      EngineVersion: '18.3',
      EnableGlobalWriteForwarding: true,
      MasterUsername: Match.absent(),
      MasterUserPassword: Match.absent(),
      DatabaseName: Match.absent(),
    });
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  test('raises an alarm when a failover would lose more than the RPO', () => {
    const lag = { MetricName: 'AuroraGlobalDBRPOLag', Threshold: 300_000, AlarmActions: [ANY] };
    template.hasResourceProperties('AWS::CloudWatch::Alarm', lag);
  });

  test('keeps the logical ids of what has state', () => {
    const types = ['::DBCluster', '::DBInstance', '::BackupVault'];
    const ids = types.flatMap((type) => Object.keys(resourcesOf(template, type)));
    expect(ids.sort()).toEqual([
      'DatabaseBackupVaultED8CBFE1',
      'DatabaseCluster5B53A178',
      'DatabaseClusterinstance14EB50025',
      'DatabaseClusterinstance2E340D5F4',
    ]);
  });
});
