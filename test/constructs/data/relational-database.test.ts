import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { IConstruct } from 'constructs';
import {
  AuroraCapacity,
  ConnectionPooling,
  DatabaseBackup,
  DatabaseSource,
  DatabaseTopology,
  type MultiAzInstanceOptions,
  PasswordRotation,
  ReplicaRedundancy,
} from '../../../constructs/data';
import { TierSecurityGroup } from '../../../constructs/network';
import { testApp } from '../../_helpers/synthesis';
import { Region, resourcesOf, templateOf } from './database-fixture';

const ANY = Match.anyValue();
const R8G = (size: ec2.InstanceSize) => ec2.InstanceType.of(ec2.InstanceClass.R8G, size);

// Everything is made first, so that the app is synthesized once.
const region = new Region(testApp(), 'us-east-1');
const orders = region.database('Orders', { identifier: 'orders' });
const single = region.database('Single', { topology: DatabaseTopology.singleInstance({ readReplicas: 0 }) });
const off = region.database('Off', {
  pooling: ConnectionPooling.none(),
  backup: DatabaseBackup.none(),
  passwordRotation: PasswordRotation.none(),
  monitoringInterval: Duration.seconds(0),
  deletionProtection: false,
  topology: DatabaseTopology.multiAzInstance({ readReplicas: 4, replicaRedundancy: ReplicaRedundancy.ONE_ZONE_EACH }),
});
const snapshot = region.database('Snapshot', { removalPolicy: RemovalPolicy.SNAPSHOT });
const stated = region.database('Stated', {
  identifier: 'stated',
  databaseName: 'orders',
  administrator: 'owner',
  engineVersion: '17.6',
  port: 6000,
  parameters: { log_min_duration_statement: '500' },
  insights: rds.DatabaseInsightsMode.STANDARD,
  maintenanceWindow: 'sun:03:00-sun:04:00',
  autoMinorVersionUpgrade: false,
  pooling: ConnectionPooling.rdsProxy({ maximumConnectionsPercent: 60, borrowTimeout: Duration.seconds(2) }),
  passwordRotation: PasswordRotation.every(Duration.days(7)),
  backupRetention: Duration.days(14),
  topology: DatabaseTopology.multiAzInstance({
    instanceType: R8G(ec2.InstanceSize.XLARGE2),
    replicaInstanceType: R8G(ec2.InstanceSize.XLARGE4),
    storage: Size.gibibytes(500),
    maximumStorage: Size.tebibytes(2),
    iops: 20_000,
    throughputMibps: 1000,
    readReplicas: 1,
    maximumReplicaLag: Duration.seconds(30),
    maximumReplicaConnections: 900,
  }),
});

const serverless = region.database('Serverless', {
  engineVersion: '17.7',
  topology: DatabaseTopology.aurora({
    capacity: AuroraCapacity.serverless({ minimumUnits: 1, maximumUnits: 16 }),
    minimumReaders: 1,
    maximumReaders: 1,
  }),
});
const byArn = region.database('ByArn', {
  topology: DatabaseTopology.crossRegionReplica({
    source: DatabaseSource.instanceArn('arn:aws:rds:eu-west-1:123456789012:db:orders', 'eu-west-1'),
    instanceType: R8G(ec2.InstanceSize.LARGE),
    maximumStorage: Size.gibibytes(400),
    replicaRedundancy: ReplicaRedundancy.ONE_ZONE_EACH,
  }),
});
const joined = region.database('Joined', {
  pooling: ConnectionPooling.none(),
  topology: DatabaseTopology.auroraSecondary({
    source: DatabaseSource.globalCluster('shop', 'eu-west-1'),
    instances: 1,
    writeForwarding: false,
  }),
});

const app = region.stack('App');
const readerZone = route53.HostedZone.fromHostedZoneAttributes(app, 'Zone', {
  hostedZoneId: 'Z1D633PJN98FT9',
  zoneName: 'db.example',
});
const brought = region.database('Brought', {
  topology: DatabaseTopology.multiAzInstance({ readerZone, readerName: 'orders.db.example' }),
  backup: DatabaseBackup.plan(backup.BackupPlan.fromBackupPlanId(app, 'Plan', 'plan-1')),
});

const copied = region.database('Copied', {
  backup: DatabaseBackup.plan(
    backup.BackupPlan.fromBackupPlanId(app, 'CopyingPlan', 'plan-2'),
    iam.Role.fromRoleArn(app, 'CopyingRole', 'arn:aws:iam::123456789012:role/backup'),
  ),
});
const kept = region.database('Kept', { backup: DatabaseBackup.daily(Duration.days(14)) });

const { vpc } = region.ground.network;
const clients = new TierSecurityGroup(app, 'Clients', { vpc, description: 'Clients', allowAllOutbound: false });
const role = new iam.Role(app, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
snapshot.connectFrom(app, 'Orders', clients);
snapshot.grantConnect(role, 'orders_app');
snapshot.grantConnect(role, 'orders_app');

describe('the default database', () => {
  const template = templateOf(orders);

  test('has a standby, encryption with its own key, and 35 days of backups', () => {
    template.hasResource('AWS::RDS::DBInstance', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Engine: 'postgres',
        EngineVersion: '18',
        MasterUsername: 'postgres',
        ManageMasterUserPassword: Match.absent(),
        MultiAZ: true,
        StorageEncrypted: true,
        KmsKeyId: ANY,
        BackupRetentionPeriod: 35,
        DeleteAutomatedBackups: false,
        DeletionProtection: true,
        EnableIAMDatabaseAuthentication: true,
        PubliclyAccessible: false,
        MaxAllocatedStorage: 1000,
        DatabaseInsightsMode: 'advanced',
        PerformanceInsightsRetentionPeriod: 465,
        MonitoringInterval: 15,
        Port: '5433',
      },
    });
  });

  test('refuses connections without TLS', () => {
    const Parameters = { 'rds.force_ssl': '1' };
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', { Family: 'postgres18', Parameters });
  });

  test('has two replicas that do not state what they inherit', () => {
    template.allResourcesProperties('AWS::RDS::DBInstance', { MultiAZ: true, DeletionProtection: true });
    for (const number of [1, 2]) {
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        DBInstanceIdentifier: Match.stringLikeRegexp(`-replica-${number}$`),
        DBInstanceClass: 'db.m7g.large',
        StorageEncrypted: Match.absent(),
        KmsKeyId: Match.absent(),
        Engine: Match.absent(),
        MasterUsername: Match.absent(),
      });
    }
    expect(orders.replicas).toHaveLength(2);
  });

  test('answers reads with healthy replicas, and with the writer when none is', () => {
    const Name = `${orders.reader.host}.`;
    template.allResourcesProperties('AWS::Route53::RecordSet', { Name, Type: 'CNAME', TTL: '5' });
    template.resourcePropertiesCountIs('AWS::Route53::RecordSet', { Weight: 1, HealthCheckId: ANY }, 2);
    template.resourcePropertiesCountIs('AWS::Route53::RecordSet', { Weight: 0, HealthCheckId: Match.absent() }, 1);
    expect(orders.readerHosts).toHaveLength(2);
    expect(orders.reader.port).toBe(5433);
  });

  test('takes a replica for lost that lags by more than an idle one does, or is silent', () => {
    const lag = { MetricName: 'ReplicaLag', Threshold: 360, TreatMissingData: 'breaching', AlarmActions: [ANY] };
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', lag, 2);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    template.resourceCountIs('AWS::Route53::HealthCheck', 2);
  });

  test('pools connections to the writer with IAM on both sides, on the port that a proxy has', () => {
    const proxy = { DefaultAuthScheme: 'IAM_AUTH', Auth: Match.absent(), RequireTLS: true };
    template.hasResourceProperties('AWS::RDS::DBProxy', proxy);
    template.hasResourceProperties('AWS::RDS::DBProxyTargetGroup', {
      ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: 80, ConnectionBorrowTimeout: 5 },
    });
    expect(orders.writer).toEqual({ host: orders.proxy!.endpoint, port: 5432 });
  });

  test('lets the proxy in before the proxy looks for its target', () => {
    const [target] = Object.values(resourcesOf(template, '::DBProxyTargetGroup'));
    const all = resourcesOf(template);
    const rule = target.DependsOn!.map((id) => all[id]).find(({ Type }) => Type.endsWith('Ingress'));
    expect(rule?.Properties).toMatchObject({ FromPort: 5433, ToPort: 5433 });
  });

  test('rotates the password of an encrypted, retained secret every 30 days', () => {
    const secret = { DeletionPolicy: 'Retain', Properties: { KmsKeyId: ANY } };
    template.hasResource('AWS::SecretsManager::Secret', secret);
    const RotationRules = { ScheduleExpression: 'rate(30 days)' };
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', { RotationRules });
    expect(orders.secret).toBeDefined();
  });

  test('is in a backup plan of its own stack, whose vault has the key', () => {
    template.hasResourceProperties('AWS::Backup::BackupVault', { EncryptionKeyArn: ANY });
    const rule = Match.objectLike({ EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 35 } });
    template.hasResourceProperties('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanRule: [rule] } });
    const [selection] = Object.values(resourcesOf(template, '::BackupSelection'));
    expect(JSON.stringify(selection)).toContain('DatabaseWriter');
  });

  test('writes its logs to groups that were there before it, encrypted and with an end', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: ANY });
    const names = Object.values(resourcesOf(template, '::LogGroup')).map(({ Properties }) => Properties.LogGroupName);
    const instances = ['orders', 'orders-replica-1', 'orders-replica-2'].map((name) => `/aws/rds/instance/${name}`);
    const exported = instances.flatMap((each) => [`${each}/postgresql`, `${each}/upgrade`]);
    expect(names.sort()).toEqual([...exported, '/aws/rds/proxy/orders'].sort());
  });

  // Retained, they would hold the names that the next attempt needs.
  test.each(['::LogGroup', '::BackupVault'])('keeps what has a name unless its creation is rolled back: %s', (type) => {
    const policies = Object.values(resourcesOf(template, type)).map(({ DeletionPolicy }) => DeletionPolicy);
    expect([...new Set(policies)]).toEqual(['RetainExceptOnCreate']);
  });

  test('keeps the group that the retained instances are in', () => {
    const groups = resourcesOf(template, '::SecurityGroup');
    const kept = Object.keys(groups).filter((id) => groups[id].DeletionPolicy === 'Retain');
    expect(kept).toEqual([expect.stringMatching(/^DatabaseInstances/)]);
  });

  // An edit here is a replacement there: the data of the old resource does not move.
  test('keeps the logical ids of what has state', () => {
    const types = ['::DBInstance', '::Secret', '::BackupVault', '::DBSubnetGroup'];
    const ids = types.flatMap((type) => Object.keys(resourcesOf(template, type)));
    expect(ids.sort()).toEqual([
      'DatabaseBackupVaultED8CBFE1',
      'DatabaseSecret3B817195',
      'DatabaseSubnets56F17B9A',
      'DatabaseWriter7794273E',
      'Databasereplica1B4B39824',
      'Databasereplica2D8F457D1',
    ]);
  });

  test('raises no warning', () => {
    expect(warningsOf(orders)).toEqual([]);
  });
});

describe('a further replica', () => {
  const before = resourcesOf(templateOf(orders));
  const after = resourcesOf(templateOf(changed({ readReplicas: 3 })));

  test('leaves everything else as it was', () => {
    const kept = Object.fromEntries(Object.keys(before).map((id) => [id, after[id]]));
    expect(kept).toEqual(before);
  });

  test('comes with its logs, its health and its record', () => {
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.map((id) => after[id].Type).sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
      'AWS::RDS::DBInstance',
      'AWS::Route53::HealthCheck',
      'AWS::Route53::RecordSet',
    ]);
  });
});

test('another limit is another alarm, because Route 53 does not learn of changes of the one that it knows', () => {
  const alarms = [orders, changed({ maximumReplicaLag: Duration.minutes(1) })].map((made) =>
    Object.keys(resourcesOf(templateOf(made), '::Alarm')),
  );
  expect(alarms[0].filter((id) => alarms[1].includes(id))).toEqual([]);
});

describe('clients', () => {
  const template = Template.fromStack(app);

  test('reach proxy and instances by rules of their own stack', () => {
    for (const port of [5432, 5433]) {
      const rule = { FromPort: port, ToPort: port };
      template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', rule);
      template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', rule);
    }
    const before = resourcesOf(templateOf(orders), '::SecurityGroupIngress');
    expect(resourcesOf(templateOf(snapshot), '::SecurityGroupIngress')).toEqual(before);
  });

  test('log in as one user at the proxy, the writer and each replica', () => {
    const policies = Object.values(resourcesOf(templateOf(snapshot), '::ManagedPolicy'));
    const logins = policies.filter(({ Properties }) => Properties.Description === 'Log in as orders_app');
    expect(logins).toHaveLength(1);
    const text = JSON.stringify(logins);
    expect(text.match(/\/orders_app/g)).toHaveLength(4);
    expect(text).toContain('DBProxyArn');
    expect(text).not.toContain('*');
  });

  test('hold the login by reference, so that a further replica does not change their stack', () => {
    const login = { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Snapshot-us-east-1' }) };
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [login] });
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('are passed on by the proxy as that user', () => {
    const statement = Match.objectLike({ Action: 'rds-db:connect', Resource: Match.objectLike({}) });
    templateOf(snapshot).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: [statement] },
    });
  });
});

describe('choices', () => {
  test('a single instance without replicas reads from its writer, and says what it risks', () => {
    templateOf(single).allResourcesProperties('AWS::RDS::DBInstance', { MultiAZ: false });
    templateOf(single).resourceCountIs('AWS::Route53::HostedZone', 0);
    expect(single.reader).toEqual(single.writer);
    expect(single.readerHosts).toEqual([]);
    expect(warningsOf(single)).toEqual(['cdk-nines::SingleAzDatabase', 'cdk-nines::NoReadReplicas']);
  });

  test('what is switched off is not there, and each is warned of', () => {
    const template = templateOf(off);
    for (const type of ['RDS::DBProxy', 'Backup::BackupPlan', 'SecretsManager::RotationSchedule']) {
      template.resourceCountIs(`AWS::${type}`, 0);
    }
    const quiet = { MonitoringRoleArn: Match.absent(), DeletionProtection: false };
    template.allResourcesProperties('AWS::RDS::DBInstance', quiet);
    expect(off.writer.port).toBe(5433);
    expect(off.proxy).toBeUndefined();
    const gaps = ['NoConnectionPooling', 'NoBackupPlan', 'NoPasswordRotation'];
    expect(warningsOf(off)).toEqual(gaps.map((gap) => `cdk-nines::${gap}`));
  });

  test('replicas in one zone each are spread over three zones', () => {
    const instances = Object.values(resourcesOf(templateOf(off), '::DBInstance'));
    const zones = instances
      .filter(({ Properties }) => !Properties.MultiAZ)
      .map((each) => each.Properties.AvailabilityZone);
    expect(zones).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1a']);
  });

  test('a removal policy reaches what belongs to the database; replicas take no snapshot', () => {
    const template = templateOf(snapshot);
    const replica = { SourceDBInstanceIdentifier: ANY };
    template.hasResource('AWS::RDS::DBInstance', { DeletionPolicy: 'Snapshot', Properties: { MasterUsername: ANY } });
    template.hasResource('AWS::RDS::DBInstance', { DeletionPolicy: 'Delete', Properties: replica });
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });

  test('your own zone, name and backup plan are used', () => {
    const template = templateOf(brought);
    expect(brought.reader.host).toBe('orders.db.example');
    template.resourceCountIs('AWS::Route53::HostedZone', 0);
    template.resourceCountIs('AWS::Backup::BackupVault', 0);
    template.hasResourceProperties('AWS::Backup::BackupSelection', { BackupPlanId: 'plan-1' });
  });

  test('your own role backs up, and nothing is added to it', () => {
    const IamRoleArn = 'arn:aws:iam::123456789012:role/backup';
    templateOf(copied).hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: Match.objectLike({ IamRoleArn }),
    });
    expect(JSON.stringify(resourcesOf(templateOf(copied), '::ManagedPolicy'))).not.toContain('rds:CreateDBSnapshot');
  });

  test('backups kept for another time than the database says are warned of', () => {
    const { BackupPlan } = Object.values(resourcesOf(templateOf(kept), '::BackupPlan'))[0].Properties;
    expect(BackupPlan).toMatchObject({ BackupPlanRule: [{ Lifecycle: { DeleteAfterDays: 14 } }] });
    expect(warningsOf(kept)).toContain('cdk-nines::TwoBackupRetentions');
  });

  test('Aurora without fixed sizes: the reader grows with the writer that it may have to replace', () => {
    const template = templateOf(serverless);
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      EngineVersion: '17.7',
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 16 },
    });
    template.allResourcesProperties('AWS::RDS::DBInstance', { DBInstanceClass: 'db.serverless' });
    template.hasResourceProperties('AWS::RDS::DBInstance', { PromotionTier: 1 });
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
    expect(warningsOf(serverless)).toEqual([]);
  });

  test('a replica follows an instance that another app made', () => {
    templateOf(byArn).hasResourceProperties('AWS::RDS::DBInstance', {
      SourceDBInstanceIdentifier: 'arn:aws:rds:eu-west-1:123456789012:db:orders',
      SourceRegion: 'eu-west-1',
      DBInstanceClass: 'db.r8g.large',
      MaxAllocatedStorage: 400,
      MultiAZ: false,
    });
    expect(warningsOf(byArn)).toEqual(['cdk-nines::SingleAzDatabase']);
  });

  test('a cluster joins a global database that another app made', () => {
    const member = { GlobalClusterIdentifier: 'shop', SourceRegion: 'eu-west-1', EnableGlobalWriteForwarding: false };
    templateOf(joined).hasResourceProperties('AWS::RDS::DBCluster', member);
    templateOf(joined).resourceCountIs('AWS::RDS::DBProxy', 0);
    expect(joined.reader.port).toBe(5433);
    expect(warningsOf(joined)).toEqual(['cdk-nines::SingleAzDatabase', 'cdk-nines::NoConnectionPooling']);
  });

  test('names follow from the stack and the path unless they are stated', () => {
    const [{ Properties }] = Object.values(resourcesOf(templateOf(single), '::DBInstance'));
    expect(Properties.DBInstanceIdentifier).toMatch(/^singleuseast1-database-[0-9a-f]{8}$/);
  });

  test('the writer is as stated', () => {
    templateOf(stated).hasResourceProperties('AWS::RDS::DBInstance', {
      DBInstanceIdentifier: 'stated',
      DBInstanceClass: 'db.r8g.2xlarge',
      DBName: 'orders',
      MasterUsername: 'owner',
      EngineVersion: '17.6',
      AllocatedStorage: '500',
      MaxAllocatedStorage: 2048,
      Iops: 20_000,
      StorageThroughput: 1000,
      Port: '6000',
      BackupRetentionPeriod: 14,
      DatabaseInsightsMode: 'standard',
      PerformanceInsightsRetentionPeriod: 7,
      PreferredMaintenanceWindow: 'sun:03:00-sun:04:00',
      AutoMinorVersionUpgrade: false,
    });
  });

  test('what belongs to the writer is as stated', () => {
    const template = templateOf(stated);
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      DBInstanceIdentifier: 'stated-replica-1',
      DBInstanceClass: 'db.r8g.4xlarge',
      AllocatedStorage: Match.absent(),
      Iops: 20_000,
    });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', {
      Family: 'postgres17',
      Parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '500' },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ReplicaLag', Threshold: 30 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'DatabaseConnections', Threshold: 900 });
    template.hasResourceProperties('AWS::RDS::DBProxyTargetGroup', {
      ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: 60, ConnectionBorrowTimeout: 2 },
    });
    const RotationRules = { ScheduleExpression: 'rate(7 days)' };
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', { RotationRules });
  });
});

/** The database of orders as it is after a change, in an app of its own. */
function changed(options: MultiAzInstanceOptions) {
  const topology = DatabaseTopology.multiAzInstance(options);
  return new Region(testApp(), 'us-east-1').database('Orders', { identifier: 'orders', topology });
}

function warningsOf(made: IConstruct): string[] {
  return made.node.metadata.flatMap((entry) => /cdk-nines::\w+/.exec(String(entry.data)) ?? []);
}
