import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';

/** What AWS Backup calls to back up one kind of resource. */
export interface BackupRights {
  /** Calls that list, and therefore have no resource. */
  readonly list: string[];
  /** Calls on what is backed up and on its backups. */
  readonly make: string[];
  /** Calls on backups alone. */
  readonly manage: string[];
  /** How the key is used, beside the grants that RDS and DynamoDB are given. */
  readonly useKey: string[];
}

/** What the role is for, and nothing else. */
export interface BackupReach {
  readonly rights: BackupRights;
  /** ARNs of what is backed up. */
  readonly resources: string[];
  /** ARNs of its backups: patterns that only AWS Backup uses. */
  readonly backups: string[];
  readonly key: kms.IKey;
  /** ARN of the vault; undefined when only the plan knows it. */
  readonly vaultArn?: string;
}

/**
 * The role of AWS Backup for one resource.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export function backupRole(scope: Construct, reach: BackupReach): ManagedPolicyRole {
  const { rights, resources, backups, key } = reach;
  const vaultArn = reach.vaultArn ?? anyVault(scope);
  const role = new ManagedPolicyRole(scope, 'BackupRole', {
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'),
    statements: [
      allow(['tag:GetResources', ...rights.list], ['*']),
      allow(rights.make, [...resources, ...backups]),
      allow(rights.manage, backups),
      allow(['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], [vaultArn]),
      allow(['kms:DescribeKey', ...rights.useKey], [key.keyArn]),
      allow(['kms:CreateGrant'], [key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    ],
  });
  role.acknowledgeWildcard(Wildcard.resource('*'), LISTS);
  backups.forEach((arn) => role.acknowledgeWildcard(Wildcard.resource(arn), NAMES_UNKNOWN));
  if (!reach.vaultArn) role.acknowledgeWildcard(Wildcard.resource(vaultArn), VAULTS_UNKNOWN);
  return role;
}

const LISTS = 'These calls list, and lists have no resource; only AWS Backup may assume the role.';
const NAMES_UNKNOWN =
  'AWS Backup names its backups when it makes them; the role reaches no other snapshots and no other database.';
const VAULTS_UNKNOWN =
  'Only the plan knows its vaults; the role can put copies into them, and can neither read nor delete what is there.';

function anyVault(scope: Construct): string {
  const { COLON_RESOURCE_NAME: arnFormat } = ArnFormat;
  const vaults = { service: 'backup', resource: 'backup-vault', resourceName: '*', arnFormat };
  return Stack.of(scope).formatArn(vaults);
}

function allow(actions: string[], resources: string[], conditions: object = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions: { ...conditions } });
}
