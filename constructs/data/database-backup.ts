import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import { backupRole } from './database-backup-role';
import { companionPolicy } from './removal';
import type { DatabaseContext, DatabaseParts } from './topology-plan';

/** Backups in a vault, beside the automated ones that belong to the database and end with it. */
export class DatabaseBackup {
  /**
   * A vault of its own, encrypted with the database's key, with a daily backup that lives as long as `backupRetention`.
   * A writer can be restored to any second of that time.
   */
  public static daily(): DatabaseBackup {
    return new DatabaseBackup('daily');
  }

  /** Your own plan of this region; only the selection is made here. */
  public static plan(plan: backup.IBackupPlan): DatabaseBackup {
    return new DatabaseBackup('plan', plan);
  }

  /**
   * No vault. Given up: a copy that outlives the database, that somebody who may delete the database cannot delete, and
   * that can be copied to other regions and accounts. The automated backups of RDS stay. NIST, HIPAA and PCI rules object.
   */
  public static none(): DatabaseBackup {
    return new DatabaseBackup('none');
  }

  private constructor(
    /** @internal */ public readonly _kind: string,
    /** @internal */ public readonly _plan?: backup.IBackupPlan,
  ) {}
}

/** Puts what a topology made into a backup plan; the selection has to be in the stack of the database. */
export function backUp(context: DatabaseContext, parts: DatabaseParts, choice: DatabaseBackup): void {
  if (choice._kind === 'none') return;
  new backup.BackupSelection(context.scope, 'BackupSelection', {
    backupSelectionName: context.identifier,
    backupPlan: choice._plan ?? dailyPlan(context, parts.isContinuous),
    resources: parts.backedUp.map((arn) => backup.BackupResource.fromArn(arn)),
    role: backupRole(context, parts),
    disableDefaultBackupPolicy: true,
  });
}

function dailyPlan(context: DatabaseContext, isContinuous: boolean): backup.BackupPlan {
  const { scope, identifier, key, backupRetention, removalPolicy } = context;
  const backupVault = new backup.BackupVault(scope, 'BackupVault', {
    backupVaultName: identifier,
    encryptionKey: key,
    removalPolicy: companionPolicy(removalPolicy),
  });
  const rule = new backup.BackupPlanRule({
    ruleName: 'Daily',
    scheduleExpression: events.Schedule.cron({ hour: '5', minute: '0' }),
    enableContinuousBackup: isContinuous,
    deleteAfter: backupRetention,
  });
  const backupPlanRules = [rule];
  return new backup.BackupPlan(scope, 'BackupPlan', { backupPlanName: identifier, backupVault, backupPlanRules });
}
