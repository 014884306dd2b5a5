import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as fc from 'fast-check';
import { RecoveryObjective } from '../../../../constructs/core';
import { KeyValueTable, TableBackup } from '../../../../constructs/data';
import {
  BackupCopy,
  BackupPlan,
  type BackupPlanProps,
  BackupVaultReplica,
  RestoreTest,
  VaultLock,
} from '../../../../constructs/resilience';
import { tiersOf } from '../../../../constructs/resilience/backup/backup-rules';
import { ManagedPolicyRole, PlatformKey } from '../../../../constructs/security';
import { codesOf, errorOf } from '../../../_helpers/errors';
import { regionalStack } from '../../../_helpers/stacks';
import { Synthesis, testApp } from '../../../_helpers/synthesis';

type Options = Partial<BackupPlanProps>;

const DATABASE = 'arn:aws:rds:us-east-1:123456789012:db:orders';
const CLUSTER = 'arn:aws:rds:us-east-1:123456789012:cluster:orders';
const VOLUME = 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1';
const FILES = 'arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1';

const objective = (rpo: Duration) => new RecoveryObjective({ rto: Duration.hours(4), rpo });
const elsewhere = (region: string, keep?: Duration) =>
  BackupCopy.toVault({
    vaultArn: `arn:aws:backup:${region}:123456789012:backup-vault:copies`,
    keyArn: `arn:aws:kms:${region}:123456789012:key/copies`,
    keep,
  });

function planIn(stack: Stack, options: Options = {}, id = 'Backup'): BackupPlan {
  const key = kms.Key.fromKeyArn(stack, `Key${id}`, 'arn:aws:kms:us-east-1:123456789012:key/here');
  return new BackupPlan(stack, id, { key, recovery: objective(Duration.hours(6)), ...options });
}

interface Rule {
  readonly RuleName: string;
  readonly ScheduleExpression: string;
  readonly EnableContinuousBackup?: boolean;
  readonly Lifecycle: object;
  readonly CopyActions: object[];
}

function rulesOf(options: Options): Rule[] {
  const stack = regionalStack(testApp());
  planIn(stack, options);
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::Backup::BackupPlan'));
  return (Properties as { BackupPlan: { BackupPlanRule: Rule[] } }).BackupPlan.BackupPlanRule;
}

const codes = (options: Options) => codesOf(() => planIn(regionalStack(testApp()), options));

describe('rules follow from the objective', () => {
  test('six hours: continuous, every six hours, every day and every month', () => {
    expect(rulesOf({})).toMatchObject([
      { RuleName: 'Continuous', EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 35 } },
      { RuleName: 'Hourly', ScheduleExpression: 'cron(0 0/6 * * ? *)', Lifecycle: { DeleteAfterDays: 3 } },
      { RuleName: 'Daily', ScheduleExpression: 'cron(0 5 * * ? *)', Lifecycle: { DeleteAfterDays: 35 } },
      { RuleName: 'Monthly', ScheduleExpression: 'cron(0 6 1 * ? *)', Lifecycle: { DeleteAfterDays: 365 } },
    ]);
  });

  test('jobs start within the hour, or a backup every hour would not be one', () => {
    expect(rulesOf({})).toEqual(rulesOf({}).map((): unknown => expect.objectContaining({ StartWindowMinutes: 60 })));
  });

  test('a day needs no hourly backups', () => {
    const names = rulesOf({ recovery: objective(Duration.days(1)), continuous: false }).map((rule) => rule.RuleName);
    expect(names).toEqual(['Daily', 'Monthly']);
  });

  test('monthly backups can be left out', () => {
    expect(rulesOf({ keepMonthly: Duration.days(0) }).map((rule) => rule.RuleName)).not.toContain('Monthly');
  });

  test('snapshots are never further apart than the objective', () => {
    const key = kms.Key.fromKeyArn(regionalStack(testApp()), 'Key', 'arn:aws:kms:us-east-1:123456789012:key/here');
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 24 * 60 - 1 }), (minutes) => {
        const recovery = objective(Duration.minutes(minutes));
        const tiers = tiersOf({ recovery, key, continuous: false });
        const [hourly] = tiers;
        return hourly.name === 'Hourly' && hourly.intervalHours * 60 <= minutes && 24 % hourly.intervalHours === 0;
      }),
    );
  });

  test('everything but continuous backups is copied, for as long as stated', () => {
    const rules = rulesOf({ copyTo: [elsewhere('eu-west-1', Duration.days(90))] });
    expect(rules.map((rule) => [rule.RuleName, rule.CopyActions?.length ?? 0])).toEqual([
      ['Continuous', 0],
      ['Hourly', 1],
      ['Daily', 1],
      ['Monthly', 1],
    ]);
    expect(rules[2].CopyActions).toEqual([
      {
        DestinationBackupVaultArn: 'arn:aws:backup:eu-west-1:123456789012:backup-vault:copies',
        Lifecycle: { DeleteAfterDays: 90 },
      },
    ]);
  });
});

describe('a plan over two regions', () => {
  let stack: Stack;
  let standby: Stack;
  let synthesis: Synthesis;
  beforeAll(() => {
    synthesis = new Synthesis((app) => {
      standby = regionalStack(app, 'Ireland', 'eu-west-1');
      const replica = new BackupVaultReplica(standby, 'Copies', {
        key: new PlatformKey(standby, 'Key').key,
        vaultLock: VaultLock.compliance(Duration.days(1), Duration.days(400)),
      });
      stack = regionalStack(app, 'Virginia', 'us-east-1');
      const { key } = new PlatformKey(stack, 'Key');
      const minimal = new BackupPlan(stack, 'Minimal', { key, recovery: objective(Duration.days(1)) });
      const partitionKey = { name: 'pk', type: dynamodb.AttributeType.STRING };
      new KeyValueTable(stack, 'Sessions', { partitionKey, key, backup: TableBackup.plan(minimal.plan) });
      const plan = new BackupPlan(stack, 'Maximal', {
        key,
        recovery: objective(Duration.minutes(15)),
        copyTo: [BackupCopy.to(replica)],
        allowedRegions: ['us-east-1', 'eu-west-1'],
        coldAfter: Duration.days(30),
        vaultLock: VaultLock.governance(Duration.days(1), Duration.days(400)),
        restoreTest: RestoreTest.monthly({ validationWindow: Duration.hours(2) }),
      });
      const orders = new KeyValueTable(stack, 'Orders', { partitionKey, key, backup: TableBackup.none() });
      const [table] = orders.node.findAll().filter((node) => node instanceof dynamodb.TableV2);
      const arns = [DATABASE, CLUSTER, VOLUME, FILES, table.tableArn];
      plan.protect(stack, 'Protected', arns, { restoreMetadata: { dbSubnetGroupName: 'restored' } });
    });
  });

  test('has no finding but acknowledged wildcards', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged.filter((rule) => !rule.startsWith('AwsSolutions-IAM5'))).toEqual([]);
  });

  test('keeps copies in a vault of the other region that is encrypted, locked, retained and not emptied by hand', () => {
    const template = synthesis.template(standby);
    template.hasResource('AWS::Backup::BackupVault', {
      Properties: {
        EncryptionKeyArn: Match.anyValue(),
        LockConfiguration: { MinRetentionDays: 1, MaxRetentionDays: 400, ChangeableForDays: 30 },
        AccessPolicy: {
          Statement: [Match.objectLike({ Effect: 'Deny', Action: Match.arrayWith(['backup:DeleteRecoveryPoint']) })],
        },
      },
      DeletionPolicy: 'Retain',
    });
  });

  test('names the resources in selections of their own stack', () => {
    const selections = Object.values(synthesis.template(stack).findResources('AWS::Backup::BackupSelection'));
    const resources = selections.map(({ Properties }) => JSON.stringify(Properties.BackupSelection.Resources));
    expect(resources).toEqual(expect.arrayContaining([`["${DATABASE}"]`, `["${CLUSTER}"]`, `["${VOLUME}"]`]));
    expect(selections).toHaveLength(6);
  });

  test('lets the role use the key of the other region, without which a copy fails', () => {
    const text = JSON.stringify(synthesis.template(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(text).toContain('arn:aws:rds:eu-west-1:'.replace('arn:aws', ''));
    expect(text).toContain('Fn::GetStackOutput');
  });

  test('restores the latest backup of each kind and deletes it again', () => {
    const template = synthesis.template(stack);
    template.hasResourceProperties('AWS::Backup::RestoreTestingPlan', {
      ScheduleExpression: 'cron(0 8 ? * SUN#2 *)',
      RecoveryPointSelection: {
        Algorithm: 'LATEST_WITHIN_WINDOW',
        RecoveryPointTypes: ['CONTINUOUS', 'SNAPSHOT'],
        SelectionWindowDays: 7,
      },
    });
    const selections = template.findResources('AWS::Backup::RestoreTestingSelection');
    const kinds = Object.values(selections).map(({ Properties }) => Properties.ProtectedResourceType as string);
    expect(kinds.sort()).toEqual(['Aurora', 'DynamoDB', 'EBS', 'EFS', 'RDS']);
    template.hasResourceProperties('AWS::Backup::RestoreTestingSelection', {
      ProtectedResourceType: 'RDS',
      ProtectedResourceArns: [DATABASE],
      RestoreMetadataOverrides: { dbSubnetGroupName: 'restored' },
      ValidationWindowHours: 2,
    });
  });
});

test('a role of your own backs up what the library has no role for', () => {
  const stack = regionalStack(testApp());
  const role = new ManagedPolicyRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('backup.amazonaws.com') });
  planIn(stack).protect(stack, 'Bucket', ['arn:aws:s3:::documents'], { role });
  Template.fromStack(stack).hasResourceProperties('AWS::Backup::BackupSelection', {
    BackupSelection: { Resources: ['arn:aws:s3:::documents'] },
  });
});

test('protection is taken off by saying so', () => {
  const stack = regionalStack(testApp());
  planIn(stack, { allowDeletion: true, removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).hasResource('AWS::Backup::BackupVault', {
    Properties: { AccessPolicy: Match.absent(), LockConfiguration: Match.absent() },
    DeletionPolicy: 'Delete',
  });
});

describe('fails', () => {
  test('on less than an hour without continuous backups, with the whole message', () => {
    const stack = regionalStack(testApp());
    const { message } = errorOf(() => planIn(stack, { recovery: objective(Duration.minutes(30)), continuous: false }));
    expect(message).toBe(
      "Test/Backup: [NoBackupMeetsObjective] recovery.rpo is 'Duration.minutes(30)'; allowed: at least 1 hour, which is how " +
        'often AWS Backup can be told to start a backup. Leave continuous backups on, or accept the loss of an hour.',
    );
  });

  test.each<[string, Options, string[]]>([
    ['on zero loss', { recovery: objective(Duration.seconds(0)) }, ['ZeroLossNeedsReplication']],
    ['on monthly backups kept for a week', { keepMonthly: Duration.days(7) }, ['RetentionShorterThanInterval']],
    ['on half days', { keepDaily: Duration.hours(36) }, ['RetentionShorterThanInterval']],
    ['on 40 days of continuous backups', { keepContinuous: Duration.days(40) }, ['ContinuousRetentionOutOfRange']],
    ['on 65 days of cold storage', { coldAfter: Duration.days(300) }, ['ColdStorageTooShort']],
    ['on a copy into the same region', { copyTo: [elsewhere('us-east-1')] }, ['CopyIntoSameRegion']],
    ['on a copy made twice', { copyTo: [elsewhere('eu-west-1'), elsewhere('eu-west-1')] }, ['SameCopyTwice']],
    [
      'on a copy that leaves where data may be',
      { copyTo: [elsewhere('eu-west-1')], allowedRegions: ['us-east-1', 'us-west-2'] },
      ['CopyOutsideResidency'],
    ],
    ['on copies with gaps', { copyTo: [elsewhere('eu-west-1', Duration.days(7))] }, ['CopyShorterThanInterval']],
    [
      'on cold copies that are deleted too early',
      { copyTo: [elsewhere('eu-west-1', Duration.days(100))], coldAfter: Duration.days(30) },
      ['ColdCopyTooShort'],
    ],
    [
      'on a lock that refuses backups',
      { vaultLock: VaultLock.governance(Duration.days(7)) },
      ['LockLongerThanRetention'],
    ],
    [
      'on a lock that refuses what lives long',
      { vaultLock: VaultLock.governance(Duration.days(1), Duration.days(90)) },
      ['LockShorterThanRetention'],
    ],
    [
      'on a lock without grace',
      { vaultLock: VaultLock.compliance(Duration.days(1), Duration.days(365), Duration.days(1)) },
      ['LockGraceTooShort'],
    ],
    [
      'on a restore test out of range',
      { restoreTest: RestoreTest.on(events.Schedule.rate(Duration.days(7)), { validationWindow: Duration.days(8) }) },
      ['ValidationWindowOutOfRange', 'RestoreScheduleNotCron'],
    ],
  ])('%s', (_, options, expected) => {
    expect(codes(options)).toEqual(expected);
  });

  test('on a copy that the other vault refuses', () => {
    const app = testApp();
    const standby = regionalStack(app, 'Ireland', 'eu-west-1');
    const key = kms.Key.fromKeyArn(standby, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/there');
    const vaultLock = VaultLock.governance(Duration.days(30));
    const replica = new BackupVaultReplica(standby, 'Copies', { key, vaultLock });
    expect(codesOf(() => planIn(regionalStack(app), { copyTo: [BackupCopy.to(replica)] }))).toEqual([
      'LockLongerThanRetention',
    ]);
  });

  test('on a lock whose range is empty', () => {
    const vaultLock = VaultLock.governance(Duration.days(30), Duration.days(10));
    const stack = regionalStack(testApp());
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/here');
    expect(codesOf(() => new BackupVaultReplica(stack, 'Copies', { key, vaultLock }))).toEqual(['LockRangeEmpty']);
  });

  test('on resources of an unknown kind, and on none', () => {
    const stack = regionalStack(testApp());
    const plan = planIn(stack);
    expect(codesOf(() => plan.protect(stack, 'Bucket', ['arn:aws:s3:::documents']))).toEqual(['UnknownResourceKind']);
    expect(codesOf(() => plan.protect(stack, 'Nothing', []))).toEqual(['NothingToProtect']);
  });
});
