import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ManagedPolicyRole, Wildcard } from '../security';
import type { DatabaseContext, DatabaseParts } from './topology-plan';

/** What AWS Backup calls to back up one kind of database, and the prefixes of what it makes: only it uses them. */
interface BackupRights {
  readonly list: string[];
  readonly make: string[];
  readonly remove: string[];
  readonly backups: string[];
}

const INSTANCE: BackupRights = {
  list: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
  make: ['rds:CopyDBSnapshot', 'rds:CreateDBSnapshot', 'rds:ModifyDBInstance'],
  remove: ['rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBSnapshot'],
  backups: ['snapshot:awsbackup:*', 'auto-backup:*'],
};

const CLUSTER: BackupRights = {
  list: ['rds:DescribeDBClusterAutomatedBackups', 'rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusters'],
  make: ['rds:CopyDBClusterSnapshot', 'rds:CreateDBClusterSnapshot', 'rds:ModifyDBCluster'],
  remove: ['rds:DeleteDBClusterAutomatedBackup', 'rds:DeleteDBClusterSnapshot'],
  backups: ['cluster-snapshot:awsbackup:*', 'cluster-auto-backup:*'],
};

const TAG = ['rds:AddTagsToResource', 'rds:ListTagsForResource'];

/**
 * The role of AWS Backup for one database.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export function backupRole({ scope, key }: DatabaseContext, { cluster, backedUp }: DatabaseParts): ManagedPolicyRole {
  const { partition, region, account } = Stack.of(scope);
  const rights = cluster ? CLUSTER : INSTANCE;
  const backups = rights.backups.map((name) => `arn:${partition}:rds:${region}:${account}:${name}`);
  const role = new ManagedPolicyRole(scope, 'BackupRole', {
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'),
    statements: [
      allow(rights.list, ['*']),
      allow([...TAG, ...rights.make], [...backedUp, ...backups]),
      allow(rights.remove, backups),
      allow(['kms:DescribeKey'], [key.keyArn]),
      allow(['kms:CreateGrant'], [key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    ],
  });
  acknowledge(role, backups);
  return role;
}

function allow(actions: string[], resources: string[], conditions: object = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions: { ...conditions } });
}

function acknowledge(role: ManagedPolicyRole, backups: string[]): void {
  role.acknowledgeWildcard(
    Wildcard.resource('*'),
    'These calls list, and lists have no resource; only AWS Backup may assume the role.',
  );
  for (const arn of backups) {
    role.acknowledgeWildcard(
      Wildcard.resource(arn),
      'AWS Backup names its backups when it makes them; the role reaches no other snapshots and no other database.',
    );
  }
}
