import { ArnFormat, Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';

/** Backups in a vault, beside the recovery to any second that belongs to the table and ends with it. */
export class TableBackup {
  /**
   * A vault of its own, encrypted with the table's key, and a backup every day.
   * @param retention - how long each is kept; 35 days unless stated
   */
  public static daily(retention: Duration = Duration.days(35)): TableBackup {
    return new TableBackup('daily', retention);
  }

  /** Your own plan of this region; only the selection is made here. */
  public static plan(plan: backup.IBackupPlan): TableBackup {
    return new TableBackup('plan', undefined, plan);
  }

  /** No vault. Given up: a copy that outlives the table, and that somebody who may delete the table cannot delete. */
  public static none(): TableBackup {
    return new TableBackup('none');
  }

  private constructor(
    /** @internal */
    public readonly _kind: string,
    /** @internal */
    public readonly _retention?: Duration,
    /** @internal */
    public readonly _plan?: backup.IBackupPlan,
  ) {}
}

/** What is backed up. */
export interface BackedUpTable {
  readonly arn: string;
  readonly key: kms.IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** Puts a table into a backup plan; policy checks look for the selection in the stack of the table. */
export function backUpTable(
  scope: Construct,
  table: BackedUpTable,
  choice: TableBackup,
): backup.IBackupPlan | undefined {
  if (choice._kind === 'none') return undefined;
  const { backupPlan, vaultArn } = choice._plan ? yourPlan(scope, choice._plan) : dailyPlan(scope, table, choice);
  const role = backupRole(scope, table, vaultArn);
  if (choice._plan) role.acknowledgeWildcard(Wildcard.resource(vaultArn), VAULTS_UNKNOWN);
  new backup.BackupSelection(scope, 'BackupSelection', {
    backupPlan,
    resources: [backup.BackupResource.fromArn(table.arn)],
    role,
    disableDefaultBackupPolicy: true,
  });
  return backupPlan;
}

const VAULTS_UNKNOWN =
  'Only the plan knows its vaults; the role can put copies into them, and can neither read nor delete what is there.';

interface PlanAndVault {
  readonly backupPlan: backup.IBackupPlan;
  readonly vaultArn: string;
}

function dailyPlan(scope: Construct, table: BackedUpTable, { _retention }: TableBackup): PlanAndVault {
  const { key: encryptionKey, removalPolicy } = table;
  const backupVault = new backup.BackupVault(scope, 'BackupVault', { encryptionKey, removalPolicy });
  const rule = new backup.BackupPlanRule({
    ruleName: 'Daily',
    scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }),
    deleteAfter: _retention,
  });
  const backupPlan = new backup.BackupPlan(scope, 'BackupPlan', { backupVault, backupPlanRules: [rule] });
  return { backupPlan, vaultArn: backupVault.backupVaultArn };
}

/** Only the plan knows its vaults, and it may learn of others later. */
function yourPlan(scope: Construct, backupPlan: backup.IBackupPlan): PlanAndVault {
  const { COLON_RESOURCE_NAME: arnFormat } = ArnFormat;
  const vaults = { service: 'backup', resource: 'backup-vault', resourceName: '*', arnFormat };
  return { backupPlan, vaultArn: Stack.of(scope).formatArn(vaults) };
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html */
function backupRole(scope: Construct, { arn, key }: BackedUpTable, vaultArn: string): ManagedPolicyRole {
  const allow = (actions: string[], resource: string, conditions?: object) =>
    new iam.PolicyStatement({ actions, resources: [resource], conditions: { ...conditions } });
  const backups = `${arn}/backup/*`;
  const role = new ManagedPolicyRole(scope, 'BackupRole', {
    assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'),
    statements: [
      allow(['tag:GetResources'], '*'),
      allow(BACK_UP, arn),
      allow(['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'], backups),
      allow(['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], vaultArn),
      allow(USE_KEY, key.keyArn),
      allow(['kms:CreateGrant'], key.keyArn, { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    ],
  });
  role.acknowledgeWildcard(
    Wildcard.resource('*'),
    'Looking for tags knows no resources; only AWS Backup may assume the role.',
  );
  role.acknowledgeWildcard(
    Wildcard.resource(backups),
    'AWS Backup names its backups when it makes them; the role reaches those of this table alone.',
  );
  return role;
}

const BACK_UP = [
  'dynamodb:CreateBackup',
  'dynamodb:DescribeTable',
  'dynamodb:ListTagsOfResource',
  'dynamodb:StartAwsBackupJob',
];
const USE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];
