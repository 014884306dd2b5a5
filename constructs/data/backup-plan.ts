import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { backupRole, type BackupReach } from './backup-role';
import { namedCompanionPolicy } from './removal';

/** A plan that exists, or a daily one. */
export interface BackupChoice {
  /** Undefined: a daily plan and a vault are made. */
  readonly plan?: backup.IBackupPlan;
  /** Undefined: a role is made that reaches this resource alone. */
  readonly role?: iam.IRole;
  /** How long the backups of the daily plan are kept. */
  readonly retention?: Duration;
}

/** What is backed up. */
export interface BackedUp extends BackupReach {
  /** Name of vault, plan and selection; undefined: derived from the construct path. */
  readonly name?: string;
  readonly removalPolicy: RemovalPolicy;
  readonly retention: Duration;
  /** Whether it can be restored to any second by AWS Backup. */
  readonly isContinuous: boolean;
}

/** Puts resources into a plan. Policy checks look for the selection in the stack of the resources. */
export function createBackup(scope: Construct, what: BackedUp, choice: BackupChoice): backup.IBackupPlan {
  const vault = choice.plan ? undefined : createVault(scope, what);
  const backupPlan = choice.plan ?? dailyPlan(scope, what, vault!);
  new backup.BackupSelection(scope, 'BackupSelection', {
    backupSelectionName: what.name,
    backupPlan,
    resources: what.resources.map((arn) => backup.BackupResource.fromArn(arn)),
    role: choice.role ?? backupRole(scope, { ...what, vaultArn: vault?.backupVaultArn }),
    disableDefaultBackupPolicy: true,
  });
  return backupPlan;
}

function createVault(scope: Construct, { name, key, removalPolicy }: BackedUp): backup.BackupVault {
  return new backup.BackupVault(scope, 'BackupVault', {
    backupVaultName: name,
    encryptionKey: key,
    removalPolicy: namedCompanionPolicy(removalPolicy),
  });
}

function dailyPlan(scope: Construct, what: BackedUp, backupVault: backup.BackupVault): backup.BackupPlan {
  const rule = new backup.BackupPlanRule({
    ruleName: 'Daily',
    scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }),
    enableContinuousBackup: what.isContinuous,
    deleteAfter: what.retention,
  });
  const backupPlanRules = [rule];
  return new backup.BackupPlan(scope, 'BackupPlan', { backupPlanName: what.name, backupVault, backupPlanRules });
}
