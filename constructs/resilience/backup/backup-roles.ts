import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../../security';
import type { ResourceKind } from './backup-resource-kind';

/** What a role has to reach. */
export interface BackupReach {
  readonly kind: ResourceKind;
  readonly arns: string[];
  /** The vault, and those that get copies. */
  readonly vaultArns: string[];
  readonly keyArns: string[];
  /** Regions that get copies. */
  readonly copyRegions: string[];
}

const USE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom'];
const VAULT = ['backup:CopyFromBackupVault', 'backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'];
const LISTS = 'These calls list, and lists have no resource; only AWS Backup may assume the role.';
const BACKUPS = 'AWS Backup names its backups when it makes them; the role reaches those that AWS Backup made.';
const RESTORED = 'AWS Backup names what it restores; only AWS Backup may assume the role, and only for restore tests.';

/**
 * The role that backs up resources of one kind.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export function backupRole(scope: Construct, id: string, reach: BackupReach): ManagedPolicyRole {
  const { kind, arns } = reach;
  const backups = backupArns(scope, reach);
  const statements = [
    allow(kind.list, ['*']),
    allow(kind.make, [...arns, ...backups]),
    ...(kind.remove.length > 0 ? [allow(kind.remove, backups)] : []),
    allow(VAULT, reach.vaultArns),
    ...keyStatements(reach.keyArns),
  ];
  const role = roleOf(scope, id, statements, BACKUPS, backups);
  role.acknowledgeWildcard(Wildcard.resource('*'), LISTS);
  return role;
}

/**
 * The role that restores resources of one kind for a test.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
 */
export function restoreRole(scope: Construct, id: string, reach: BackupReach): ManagedPolicyRole {
  const { kind, arns } = reach;
  const wild = [...backupArns(scope, reach), ...kind.restored.map((name) => arnOf(scope, name))];
  const statements = [
    allow(kind.list, ['*']),
    allow(kind.restore, [...arns, ...wild]),
    ...keyStatements(reach.keyArns),
  ];
  const role = roleOf(scope, id, statements, RESTORED, wild);
  role.acknowledgeWildcard(Wildcard.resource('*'), LISTS);
  return role;
}

function roleOf(
  scope: Construct,
  id: string,
  statements: iam.PolicyStatement[],
  reason: string,
  wildcards: string[],
): ManagedPolicyRole {
  const assumedBy = new iam.ServicePrincipal('backup.amazonaws.com');
  const role = new ManagedPolicyRole(scope, id, { assumedBy, statements });
  wildcards.forEach((arn) => role.acknowledgeWildcard(Wildcard.resource(arn), reason));
  return role;
}

function keyStatements(keyArns: string[]): iam.PolicyStatement[] {
  const forResource = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  return [allow(USE_KEY, keyArns), allow(['kms:CreateGrant'], keyArns, forResource)];
}

/** Backups of a table are named below it; those of other services after a pattern, in every region that gets copies. */
function backupArns(scope: Construct, { kind, arns, copyRegions }: BackupReach): string[] {
  const regions = [Stack.of(scope).region, ...copyRegions];
  return kind.backups.flatMap((name) =>
    name.startsWith('/') ? arns.map((arn) => `${arn}${name}`) : regions.map((region) => arnOf(scope, name, region)),
  );
}

function arnOf(scope: Construct, name: string, region = Stack.of(scope).region): string {
  const { partition, account } = Stack.of(scope);
  const [, service, separator, rest] = /^([a-z0-9]+)([:@])(.*)$/.exec(name) ?? [];
  return `arn:${partition}:${service}:${region}:${separator === '@' ? '' : account}:${rest}`;
}

function allow(actions: string[], resources: string[], conditions: object = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions: { ...conditions } });
}
