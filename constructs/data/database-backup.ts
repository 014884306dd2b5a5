import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { validate } from '../core/errors';
import { type BackupChoice, createBackup } from './backup-plan';
import type { BackupRights } from './backup-role';
import type { DatabaseContext, DatabaseParts } from './topology-plan';

/** Backups in a vault, beside the automated ones that belong to the database and end with it. */
export class DatabaseBackup {
  /**
   * A vault of its own, encrypted with the database's key, with a daily backup. A writer can be restored to any second of
   * the time that backups are kept.
   * @param retention - how long each is kept, 1 to 35 days; as long as `backupRetention` unless stated. AWS Backup sets
   * this time on a writer, and RDS refuses any other from then on. To change both: deploy it here first, and
   * `backupRetention` after the next backup.
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
   */
  public static daily(retention?: Duration): DatabaseBackup {
    const days = retention?.toDays({ integral: false }) ?? 1;
    validate('DatabaseBackup.daily', [
      {
        code: 'BackupRetentionOutOfRange',
        property: 'retention',
        when: !Number.isInteger(days) || days < 1 || days > 35,
        value: retention?.toString(),
        allowed: '1 to 35 whole days: no backup to any second is kept for longer',
        action: 'Keep older backups with a plan of your own',
      },
    ]);
    return new DatabaseBackup({ retention });
  }

  /**
   * Your own plan of this region; only the selection is made here. If the plan makes continuous backups, `backupRetention`
   * has to be the time that it keeps them, because AWS Backup sets that on the database and RDS refuses any other.
   * @param role - what AWS Backup assumes, for example to copy into vaults of other regions; unless stated, a role that
   * backs up this database and reaches nothing else
   */
  public static plan(plan: backup.IBackupPlan, role?: iam.IRole): DatabaseBackup {
    return new DatabaseBackup({ plan, role });
  }

  /**
   * By a plan that names this database itself, such as `BackupPlan.protect`. Policy checks look for its selection in the
   * stack of the database.
   */
  public static elsewhere(): DatabaseBackup {
    return new DatabaseBackup(undefined, true);
  }

  /**
   * No vault. Given up: a copy that outlives the database, that somebody who may delete the database cannot delete, and
   * that can be copied to other regions and accounts. The automated backups of RDS stay. NIST, HIPAA and PCI rules object.
   */
  public static none(): DatabaseBackup {
    return new DatabaseBackup();
  }

  private constructor(
    /** @internal */ public readonly _choice?: BackupChoice,
    /** @internal */ public readonly _isElsewhere = false,
  ) {}
}

const TAG = ['rds:AddTagsToResource', 'rds:ListTagsForResource'];

const INSTANCE: BackupRights = {
  list: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
  make: [...TAG, 'rds:CopyDBSnapshot', 'rds:CreateDBSnapshot', 'rds:ModifyDBInstance'],
  manage: ['rds:DeleteDBInstanceAutomatedBackup', 'rds:DeleteDBSnapshot'],
  useKey: [],
};
const INSTANCE_BACKUPS = ['snapshot:awsbackup:*', 'auto-backup:*'];

const CLUSTER: BackupRights = {
  list: ['rds:DescribeDBClusterAutomatedBackups', 'rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusters'],
  make: [...TAG, 'rds:CopyDBClusterSnapshot', 'rds:CreateDBClusterSnapshot', 'rds:ModifyDBCluster'],
  manage: ['rds:DeleteDBClusterAutomatedBackup', 'rds:DeleteDBClusterSnapshot'],
  useKey: [],
};
const CLUSTER_BACKUPS = ['cluster-snapshot:awsbackup:*', 'cluster-auto-backup:*'];

/** Puts what a topology made into a backup plan. */
export function backUp(context: DatabaseContext, parts: DatabaseParts, { _choice: choice }: DatabaseBackup): void {
  if (!choice) return;
  const { scope, identifier, key, removalPolicy, backupRetention } = context;
  const { partition, region, account } = Stack.of(scope);
  const names = parts.cluster ? CLUSTER_BACKUPS : INSTANCE_BACKUPS;
  const retention = choice.retention ?? backupRetention;
  if (parts.isContinuous) warnOfTwoRetentions(context, retention);
  const what = {
    name: identifier,
    rights: parts.cluster ? CLUSTER : INSTANCE,
    resources: parts.backedUp,
    backups: names.map((name) => `arn:${partition}:rds:${region}:${account}:${name}`),
    isContinuous: parts.isContinuous,
    ...{ key, removalPolicy, retention },
  };
  createBackup(scope, what, choice);
}

function warnOfTwoRetentions({ scope, backupRetention }: DatabaseContext, retention: Duration): void {
  if (retention.toDays() === backupRetention.toDays()) return;
  Validations.of(scope).addWarning(
    'cdk-nines::TwoBackupRetentions',
    `AWS Backup will set ${retention.toDays()} days on the database, and backupRetention says ${backupRetention.toDays()}: ` +
      'changes of the database are refused until both are the same. State the new number as backupRetention after the next backup.',
  );
}
