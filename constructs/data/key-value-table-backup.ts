import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type BackupChoice, createBackup } from './backup-plan';
import type { BackupRights } from './backup-role';

const DEFAULT_RETENTION = Duration.days(35);

/** Backups in a vault, beside the recovery to any second that belongs to the table and ends with it. */
export class TableBackup {
  /**
   * A vault of its own, encrypted with the table's key, and a backup every day.
   * @param retention - how long each is kept; 35 days unless stated
   */
  public static daily(retention: Duration = DEFAULT_RETENTION): TableBackup {
    return new TableBackup({ retention });
  }

  /**
   * Your own plan of this region; only the selection is made here.
   * @param role - what AWS Backup assumes, for example to copy into vaults of other regions; unless stated, a role that
   * backs up this table and reaches nothing else
   */
  public static plan(plan: backup.IBackupPlan, role?: iam.IRole): TableBackup {
    return new TableBackup({ plan, role });
  }

  /** By a plan that names this table itself, such as `BackupPlan.protect`. */
  public static elsewhere(): TableBackup {
    return new TableBackup();
  }

  /** No vault. Given up: a copy that outlives the table, and that somebody who may delete the table cannot delete. */
  public static none(): TableBackup {
    return new TableBackup();
  }

  private constructor(/** @internal */ public readonly _choice?: BackupChoice) {}
}

const RIGHTS: BackupRights = {
  list: [],
  make: [
    'dynamodb:CreateBackup',
    'dynamodb:DescribeTable',
    'dynamodb:ListTagsOfResource',
    'dynamodb:StartAwsBackupJob',
  ],
  manage: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'],
  useKey: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/** What is backed up. */
export interface BackedUpTable {
  readonly arn: string;
  readonly key: kms.IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** Puts a table into a backup plan. */
export function backUpTable(
  scope: Construct,
  { arn, key, removalPolicy }: BackedUpTable,
  { _choice: choice }: TableBackup,
): backup.IBackupPlan | undefined {
  if (!choice) return undefined;
  const retention = choice.retention ?? DEFAULT_RETENTION;
  const parts = { resources: [arn], backups: [`${arn}/backup/*`], rights: RIGHTS, isContinuous: false };
  return createBackup(scope, { ...parts, key, removalPolicy, retention }, choice);
}
