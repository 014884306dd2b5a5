import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { KeyValueTable } from '../../../constructs/data/key-value-table';
import { TableBackup } from '../../../constructs/data/key-value-table-backup';
import { TableBilling } from '../../../constructs/data/key-value-table-billing';
import { GlobalTable, type TableReplica } from '../../../constructs/data/key-value-table-global';
import type { KeyValueTableProps } from '../../../constructs/data/key-value-table-props';
import { ManagedPolicyRole, PlatformKey } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

type Options = Partial<KeyValueTableProps>;

const { STRING, NUMBER } = dynamodb.AttributeType;
const PARTITION = { name: 'pk', type: STRING };
const byOwner = { indexName: 'byOwner', partitionKey: { name: 'owner', type: STRING } };
const byTime = { indexName: 'byTime', sortKey: { name: 'time', type: NUMBER } };

const keyIn = (stack: Stack, region = stack.region) =>
  kms.Key.fromKeyArn(stack, `Key-${region}`, `arn:aws:kms:${region}:123456789012:key/${region}`);
const roleIn = (stack: Stack) =>
  new ManagedPolicyRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

function tableIn(stack: Stack, id: string, props: Options = {}): KeyValueTable {
  const key = (stack.node.tryFindChild(`Key-${stack.region}`) as unknown as kms.IKey | undefined) ?? keyIn(stack);
  return new KeyValueTable(stack, id, { partitionKey: PARTITION, key, ...props });
}

describe('in one region', () => {
  const stack = regionalStack(testApp());
  const plan = backup.BackupPlan.fromBackupPlanId(stack, 'Plan', 'plan-1');
  tableIn(stack, 'Plain');
  tableIn(stack, 'Mine', { backup: TableBackup.plan(plan) });
  tableIn(stack, 'Lone', {
    backup: TableBackup.none(),
    deletionProtection: false,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const provisioned = {
    read: { minimum: 5, maximum: 50 },
    write: { minimum: 10, maximum: 100, utilizationPercent: 50 },
  };
  tableIn(stack, 'Steady', { billing: TableBilling.provisioned(provisioned), backup: TableBackup.none() });
  const template = Template.fromStack(stack);
  const propertiesOf = (id: string, type: string) =>
    Object.entries(template.findResources(type))
      .filter(([logicalId]) => logicalId.startsWith(id))
      .map(([, resource]) => resource.Properties as Record<string, unknown>);
  const tableOf = (id: string) => propertiesOf(id, 'AWS::DynamoDB::GlobalTable')[0];

  test('a table is encrypted with the key, protected, restorable for 35 days and retained', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: Match.absent(),
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          {
            Region: 'us-east-1',
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
            SSESpecification: { KMSMasterKeyId: 'arn:aws:kms:us-east-1:123456789012:key/us-east-1' },
          },
        ],
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('the backup selection names the table, in the same stack', () => {
    expect(propertiesOf('Plain', 'AWS::Backup::BackupSelection')).toMatchObject([
      { BackupSelection: { Resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^PlainTable/) as string, 'Arn'] }] } },
    ]);
    const [{ BackupPlan }] = propertiesOf('Plain', 'AWS::Backup::BackupPlan');
    expect(BackupPlan).toMatchObject({ BackupPlanRule: [{ Lifecycle: { DeleteAfterDays: 35 } }] });
    expect(propertiesOf('Plain', 'AWS::Backup::BackupVault')[0]).toHaveProperty('EncryptionKeyArn');
  });

  test('a plan of your own takes the table, and nothing else is made', () => {
    expect(propertiesOf('Mine', 'AWS::Backup::BackupSelection')).toMatchObject([{ BackupPlanId: 'plan-1' }]);
    expect(propertiesOf('Mine', 'AWS::Backup::BackupVault')).toEqual([]);
  });

  test('protection is taken off by saying so', () => {
    expect(propertiesOf('Lone', 'AWS::Backup::BackupSelection')).toEqual([]);
    expect(tableOf('Lone').Replicas).toMatchObject([{ DeletionProtectionEnabled: false }]);
    template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
  });

  test('provisioned capacity follows the load, from a seed that lets the billing change', () => {
    const { WriteProvisionedThroughputSettings: write, Replicas: replicas } = tableOf('Steady');
    expect(write).toEqual({
      WriteCapacityAutoScalingSettings: {
        MinCapacity: 10,
        MaxCapacity: 100,
        SeedCapacity: 10,
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 50 },
      },
    });
    expect(replicas).toMatchObject([
      { ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: { MinCapacity: 5, MaxCapacity: 50 } } },
    ]);
  });
});

describe('in two regions', () => {
  let primary: Stack;
  let consumer: Stack;
  let synthesis: Synthesis;
  beforeAll(() => {
    const context = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
    synthesis = new Synthesis(
      (app) => {
        primary = regionalStack(app, 'Virginia', 'us-east-1');
        const foundation = regionalStack(app, 'Foundation', 'eu-west-1');
        consumer = regionalStack(app, 'Ireland', 'eu-west-1');
        const replica = { region: 'eu-west-1', key: new PlatformKey(foundation, 'Key').key };
        const table = tableIn(primary, 'Links', {
          key: new PlatformKey(primary, 'Key').key,
          sortKey: { name: 'sk', type: STRING },
          globalTable: GlobalTable.eventual([replica]),
          warmThroughput: { readUnitsPerSecond: 20000, writeUnitsPerSecond: 8000 },
          timeToLiveAttribute: 'expiresAt',
          globalIndexes: [byOwner],
          localIndexes: [byTime],
          tableClass: dynamodb.TableClass.STANDARD_INFREQUENT_ACCESS,
          contributorInsights: dynamodb.ContributorInsightsMode.THROTTLED_KEYS,
          recoveryPeriod: Duration.days(14),
          backup: TableBackup.plan(backup.BackupPlan.fromBackupPlanId(primary, 'Plan', 'plan-1')),
        });
        tableIn(primary, 'Plain', { key: new PlatformKey(primary, 'PlainKey').key }).grantReadWrite(roleIn(primary));
        table.grantReadWrite(roleIn(consumer), 'eu-west-1');
      },
      { context },
    );
  });

  test('all packs and the schema are content; only the role of AWS Backup has wildcards', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::\*\]$/),
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<LinksTable\w+\.Arn>\/backup\/\*\]$/),
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<PlainTable\w+\.Arn>\/backup\/\*\]$/),
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::arn:aws:backup:us-east-1:.*:backup-vault:\*\]$/),
    ]);
  });

  test('every region is encrypted with a key of its own, which is referred to weakly', () => {
    Template.fromStack(primary).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [
        Match.objectLike({
          Region: 'eu-west-1',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 14 },
          SSESpecification: { KMSMasterKeyId: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'Foundation' }) } },
        }),
        Match.objectLike({
          Region: 'us-east-1',
          SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': Match.anyValue() } },
        }),
      ],
    });
  });

  test('a role uses the replica of its region, its indexes and its key by name', () => {
    const template = Template.fromStack(consumer);
    const policies = JSON.stringify(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policies).toContain('arn:aws:dynamodb:eu-west-1:');
    expect(policies).not.toContain('arn:aws:dynamodb:us-east-1:');
    expect(policies).toContain('/index/byOwner');
    expect(policies).toContain('/index/byTime');
    expect(policies).toContain('"kms:ReEncryptFrom"');
    expect(policies).not.toContain('*');
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => type.startsWith('Custom::'))).toEqual([]);
  });

  test('reading is less than writing', () => {
    const stack = regionalStack(testApp());
    tableIn(stack, 'Table').grantRead(roleIn(stack));
    const policies = JSON.stringify(
      Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy', {
        Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^Role') }] },
      }),
    );
    expect(policies).toContain('dynamodb:Query');
    expect(policies).not.toMatch(/PutItem|kms:Encrypt/);
  });
});

describe('with strong consistency', () => {
  const strongIn = (stack: Stack, props: Options = {}) => {
    const replicas = [{ region: 'us-west-2', key: keyIn(stack, 'us-west-2') }];
    return tableIn(stack, 'Table', {
      globalTable: GlobalTable.strong({ replicas, witnessRegion: 'us-east-2' }),
      ...props,
    });
  };

  test('two regions and a witness agree on every write', () => {
    const stack = regionalStack(testApp());
    strongIn(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      MultiRegionConsistency: 'STRONG',
      GlobalTableWitnesses: [{ Region: 'us-east-2' }],
      StreamSpecification: Match.anyValue(),
      Replicas: [Match.objectLike({ Region: 'us-west-2' }), Match.objectLike({ Region: 'us-east-1' })],
    });
  });

  test('fails with items that expire and with local indexes', () => {
    const props = { timeToLiveAttribute: 'expiresAt', sortKey: { name: 'sk', type: STRING }, localIndexes: [byTime] };
    expect(codesOf(() => strongIn(regionalStack(testApp()), props))).toEqual([
      'TimeToLiveWithStrong',
      'LocalIndexWithStrong',
    ]);
  });
});

describe('bad input', () => {
  const stack = regionalStack(testApp());
  let count = 0;
  const failing = (props: Options) => codesOf(() => tableIn(stack, `Failing${count++}`, props));
  const replicas = (...regions: string[]): TableReplica[] =>
    regions.map((region) => ({
      region,
      key: kms.Key.fromKeyArn(stack, `Replica${count++}`, `arn:aws:kms:${region}:1:key/x`),
    }));
  const strong = (regions: string[], witnessRegion?: string) => ({
    globalTable: GlobalTable.strong({ replicas: replicas(...regions), witnessRegion }),
  });
  const capacity = { minimum: 1, maximum: 10 };
  const read = (range: { minimum: number; maximum: number; utilizationPercent?: number }) => ({
    billing: TableBilling.provisioned({ read: range, write: capacity }),
  });

  test('fails with a message that names the value, the allowed ones and the action', () => {
    const { message } = errorOf(() => tableIn(stack, 'Bad', { recoveryPeriod: Duration.days(36) }));
    expect(message).toBe(
      "Test/Bad: [RecoveryPeriodOutOfRange] recoveryPeriod is 'Duration.days(36)'; allowed: 1 to 35 whole days. " +
        'Choose a period in this range; the longest is the safest.',
    );
  });

  test.each<[string, Options]>([
    ['DuplicateReplicaRegion', { globalTable: GlobalTable.eventual(replicas('us-east-1')) }],
    ['DuplicateReplicaRegion', { globalTable: GlobalTable.eventual(replicas('eu-west-1', 'eu-west-1')) }],
    ['DuplicateReplicaRegion', strong(['us-east-2'], 'us-east-2')],
    ['StrongRegionCount', strong(['us-east-2'])],
    ['StrongRegionCount', strong(['us-east-2', 'us-west-2'], 'eu-west-1')],
    ['StrongRegionSet', strong(['us-east-2', 'eu-west-1'])],
    ['StrongRegionSet', strong(['us-east-2'], 'ca-central-1')],
    ['RegionUnknown', { globalTable: GlobalTable.eventual(replicas(Aws.REGION)) }],
    ['LocalIndexWithoutSortKey', { localIndexes: [byTime] }],
    ['IndexRepeated', { globalIndexes: [byOwner, byOwner] }],
    ['TooManyIndexes', { globalIndexes: Array.from({ length: 21 }, (_, i) => ({ ...byOwner, indexName: `by${i}` })) }],
    ['AttributeTypeConflict', { sortKey: { name: 'owner', type: NUMBER }, globalIndexes: [byOwner] }],
    ['InvalidTableName', { tableName: 'my links' }],
    ['CapacityRange', read({ minimum: 10, maximum: 5 })],
    ['CapacityRange', read({ minimum: 0, maximum: 5 })],
    ['UtilizationOutOfRange', read({ ...capacity, utilizationPercent: 95 })],
    ['MaximumUnitsNotPositive', { billing: TableBilling.onDemand({ maximumReadUnits: 0 }) }],
    ['WarmThroughputTooLow', { warmThroughput: { readUnitsPerSecond: 11999 } }],
    [
      'StreamTooNarrow',
      { globalTable: GlobalTable.eventual(replicas('eu-west-1')), stream: dynamodb.StreamViewType.KEYS_ONLY },
    ],
    ['RecoveryPeriodOutOfRange', { recoveryPeriod: Duration.hours(12) }],
    ['BackupRetentionOutOfRange', { backup: TableBackup.daily(Duration.hours(1)) }],
    ['RemovalPolicyUnsupported', { removalPolicy: RemovalPolicy.SNAPSHOT }],
  ])('fails with %s (%#)', (code, props) => {
    expect(failing(props)).toContain(code);
  });

  test('fails where the region is unknown, because every region has a key of its own', () => {
    const anywhere = new Stack(testApp(), 'Anywhere');
    const key = kms.Key.fromKeyArn(anywhere, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/x');
    expect(codesOf(() => new KeyValueTable(anywhere, 'Table', { partitionKey: PARTITION, key }))).toEqual([
      'RegionUnknown',
    ]);
  });

  test('fails to grant in a region that the table is not in', () => {
    const table = tableIn(regionalStack(testApp()), 'Table');
    expect(codesOf(() => table.grantRead(new iam.AccountRootPrincipal(), 'eu-west-1'))).toEqual(['TableNotInRegion']);
  });

  test('names table and region in the metric of the delay', () => {
    const metric = tableIn(regionalStack(testApp()), 'Table').metricReplicationLatency('eu-west-1').toMetricConfig();
    expect(metric.metricStat?.dimensions).toContainEqual({ name: 'ReceivingRegion', value: 'eu-west-1' });
  });
});
