import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { RecoveryObjective } from '../../core';
import type { BackupCopy } from './backup-copy';
import type { RestoreTest } from './backup-restore-test';
import type { VaultLock } from './backup-vault-lock';

/** The backups of a tier. */
export interface BackupPlanProps {
  /** Key of the vault. */
  readonly key: kms.IKey;
  /** What may be lost: below 24 hours there are backups every 1 to 12 hours, below an hour only continuous ones do. */
  readonly recovery: RecoveryObjective;
  /**
   * Whether writes are recorded all the time, so that a restore can name the second. RDS, Aurora and S3 have it, and are a
   * few minutes behind; other services get one more daily backup instead. Tables have their own, see `KeyValueTable`.
   * @default true
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
   */
  readonly continuous?: boolean;
  /**
   * How far back a restore can name the second: 1 to 35 days.
   * @default - 35 days
   */
  readonly keepContinuous?: Duration;
  /**
   * How long the backups of a day live.
   * @default - 3 days
   */
  readonly keepHourly?: Duration;
  /**
   * How long daily backups live.
   * @default - 35 days
   */
  readonly keepDaily?: Duration;
  /**
   * How long monthly backups live; zero for no monthly backups.
   * @default - a year
   */
  readonly keepMonthly?: Duration;
  /**
   * When monthly backups move to cold storage, where they have to stay for 90 days; services that have none ignore it.
   * @default - never
   */
  readonly coldAfter?: Duration;
  /**
   * Vaults of other regions that get a copy of every hourly, daily and monthly backup.
   * @default - none: backups are lost with the region
   */
  readonly copyTo?: BackupCopy[];
  /**
   * Regions that the data may be in; copies to any other are an error.
   * @default - every region
   */
  readonly allowedRegions?: string[];
  /**
   * How firmly backups are kept.
   * @default VaultLock.none()
   */
  readonly vaultLock?: VaultLock;
  /**
   * Whether recovery points can be deleted before they expire by those whom IAM allows it.
   * @default false
   */
  readonly allowDeletion?: boolean;
  /**
   * Whether backups are restored regularly, to see that they can be.
   * @default RestoreTest.none()
   */
  readonly restoreTest?: RestoreTest;
  /**
   * Name of the vault.
   * @default - CloudFormation chooses
   */
  readonly vaultName?: string;
  /**
   * What happens to the vault when it leaves the stack.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
