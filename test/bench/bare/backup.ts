import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { DataStack } from './data-stack';
import { allow, role } from './pieces';

/** Vault, plan and restore test of everything that is backed up. */
export interface Backups {
  readonly vault: backup.BackupVault;
  readonly plan: backup.BackupPlan;
  readonly test: backup.CfnRestoreTestingPlan;
}

/** Continuous, hourly, daily and monthly backups, the latest of which are restored every month. */
export function createBackups(stack: DataStack): Backups {
  const vault = new backup.BackupVault(stack, 'BackupVault', {
    encryptionKey: stack.foundation.key,
    blockRecoveryPointDeletion: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const backupPlanRules = [
    rule('Continuous', { hour: '3', minute: '0' }, 35, true),
    rule('Hourly', { minute: '0' }, 3),
    rule('Daily', { hour: '5', minute: '0' }, 35),
    rule('Monthly', { day: '1', hour: '5', minute: '30' }, 365),
  ];
  const plan = new backup.BackupPlan(stack, 'BackupPlan', { backupVault: vault, backupPlanRules });
  const test = new backup.CfnRestoreTestingPlan(stack, 'RestoreTest', {
    restoreTestingPlanName: 'bare',
    scheduleExpression: 'cron(0 8 ? * SUN#2 *)',
    startWindowHours: 1,
    recoveryPointSelection: {
      algorithm: 'LATEST_WITHIN_WINDOW',
      includeVaults: [vault.backupVaultArn],
      recoveryPointTypes: ['CONTINUOUS', 'SNAPSHOT'],
      selectionWindowDays: 7,
    },
  });
  return { vault, plan, test };
}

function rule(
  ruleName: string,
  at: events.CronOptions,
  days: number,
  enableContinuousBackup = false,
): backup.BackupPlanRule {
  const scheduleExpression = events.Schedule.cron(at);
  return new backup.BackupPlanRule({
    ...{ ruleName, scheduleExpression, enableContinuousBackup, deleteAfter: Duration.days(days) },
  });
}

export function backUpDatabase(stack: DataStack, backups: Backups, { instanceArn }: rds.DatabaseInstance): void {
  const rdsArn = (name: string) => `arn:aws:rds:${stack.region}:${stack.account}:${name}`;
  const made = ['snapshot:awsbackup:*', 'auto-backup:*'].map(rdsArn);
  const restored = ['db:awsbackup-restore-test-*', 'og:*', 'pg:*', 'subgrp:*'].map(rdsArn);
  const tags = ['rds:AddTagsToResource', 'rds:ListTagsForResource'];
  const list = allow(['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'], '*');
  const make = [...tags, 'rds:CopyDBSnapshot', 'rds:CreateDBSnapshot', 'rds:ModifyDBInstance'];
  const restore = ['rds:CreateDBInstance', 'rds:DeleteDBInstance', 'rds:RestoreDBInstanceFromDBSnapshot'];
  protect(stack, 'Database', backups, { kind: 'RDS', arn: instanceArn }, [
    [
      list,
      allow(make, instanceArn, ...made),
      allow(['rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBSnapshot'], ...made),
    ],
    [list, allow([...tags, ...restore, 'rds:RestoreDBInstanceToPointInTime'], instanceArn, ...made, ...restored)],
  ]);
}

export function backUpTable(stack: DataStack, backups: Backups, { tableArn }: dynamodb.TableV2): void {
  const called = (names: string[]) => names.map((name) => `dynamodb:${name}`);
  const list = allow(['tag:GetResources'], '*');
  const made = `${tableArn}/backup/*`;
  const restored = `arn:aws:dynamodb:${stack.region}:${stack.account}:table/awsbackup-restore-test-*`;
  const make = ['CreateBackup', 'DescribeTable', 'ListTagsOfResource', 'StartAwsBackupJob'];
  const items = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];
  const restore = ['DescribeTable', 'RestoreTableFromAwsBackup', 'RestoreTableFromBackup', ...items];
  protect(stack, 'Sessions', backups, { kind: 'DynamoDB', arn: tableArn }, [
    [list, allow(called(make), tableArn, made), allow(called(['DeleteBackup', 'DescribeBackup']), made)],
    [list, allow(called(restore), tableArn, restored, made)],
  ]);
}

/** What is backed up. */
interface Protected {
  readonly kind: string;
  readonly arn: string;
}

function protect(
  stack: DataStack,
  id: string,
  { vault, plan, test }: Backups,
  { kind, arn }: Protected,
  [make, restore]: iam.PolicyStatement[][],
): void {
  const verbs = ['CopyFromBackupVault', 'CopyIntoBackupVault', 'DescribeBackupVault'].map((verb) => `backup:${verb}`);
  const backupRole = role(stack, `${id}BackupRole`, 'backup', [
    ...make,
    allow(verbs, vault.backupVaultArn),
    ...useKey(stack),
  ]);
  const restoreRole = role(stack, `${id}RestoreRole`, 'backup', [...restore, ...useKey(stack)]);
  new backup.BackupSelection(stack, `${id}BackupSelection`, {
    backupPlan: plan,
    resources: [backup.BackupResource.fromArn(arn)],
    role: backupRole,
    disableDefaultBackupPolicy: true,
  });
  new backup.CfnRestoreTestingSelection(stack, `${id}RestoreTest`, {
    restoreTestingPlanName: test.restoreTestingPlanName,
    restoreTestingSelectionName: id,
    protectedResourceType: kind,
    protectedResourceArns: [arn],
    iamRoleArn: restoreRole.roleArn,
    validationWindowHours: 4,
  }).addResourceDependency(test);
}

function useKey({ foundation }: DataStack): iam.PolicyStatement[] {
  const verbs = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom'].map((verb) => `kms:${verb}`);
  const conditions = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  const { keyArn } = foundation.key;
  return [
    allow(verbs, keyArn),
    new iam.PolicyStatement({ actions: ['kms:CreateGrant'], resources: [keyArn], conditions }),
  ];
}
