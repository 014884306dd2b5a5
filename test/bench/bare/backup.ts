import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { DataStack } from './data-stack';
import { allow, role } from './pieces';

const MAKE_SNAPSHOT = [
  'rds:AddTagsToResource',
  'rds:CopyDBSnapshot',
  'rds:CreateDBSnapshot',
  'rds:ListTagsForResource',
  'rds:ModifyDBInstance',
];
const MAKE_BACKUP = [
  'dynamodb:CreateBackup',
  'dynamodb:DescribeTable',
  'dynamodb:ListTagsOfResource',
  'dynamodb:StartAwsBackupJob',
];

/** Continuous backups of the writer for 35 days. */
export function backUpDatabase(stack: DataStack, { instanceArn }: rds.DatabaseInstance): void {
  const names = ['snapshot:awsbackup:*', 'auto-backup:*'];
  const backups = names.map((name) => `arn:aws:rds:${stack.region}:${stack.account}:${name}`);
  daily(stack, 'Database', instanceArn, true, [
    allow(['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'], '*'),
    allow(MAKE_SNAPSHOT, instanceArn, ...backups),
    allow(['rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBSnapshot'], ...backups),
    allow(['kms:DescribeKey'], stack.foundation.key.keyArn),
  ]);
}

/** Daily backups of the table for 35 days. */
export function backUpTable(stack: DataStack, { tableArn }: dynamodb.TableV2): void {
  const { keyArn } = stack.foundation.key;
  daily(stack, 'Sessions', tableArn, false, [
    allow(['tag:GetResources'], '*'),
    allow(MAKE_BACKUP, tableArn),
    allow(['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'], `${tableArn}/backup/*`),
    allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'], keyArn),
  ]);
}

function daily(
  stack: DataStack,
  id: string,
  resourceArn: string,
  enableContinuousBackup: boolean,
  statements: iam.PolicyStatement[],
): void {
  const backupVault = new backup.BackupVault(stack, `${id}BackupVault`, {
    backupVaultName: `bare-${id}`,
    encryptionKey: stack.foundation.key,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const rule = new backup.BackupPlanRule({
    ruleName: 'Daily',
    scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }),
    enableContinuousBackup,
    deleteAfter: Duration.days(35),
  });
  new backup.BackupSelection(stack, `${id}BackupSelection`, {
    backupPlan: new backup.BackupPlan(stack, `${id}BackupPlan`, { backupVault, backupPlanRules: [rule] }),
    resources: [backup.BackupResource.fromArn(resourceArn)],
    role: role(stack, `${id}BackupRole`, 'backup', [...statements, grantForBackup(stack)]),
    disableDefaultBackupPolicy: true,
  });
}

function grantForBackup({ foundation }: DataStack): iam.PolicyStatement {
  const conditions = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  return new iam.PolicyStatement({ actions: ['kms:CreateGrant'], resources: [foundation.key.keyArn], conditions });
}
