import { Stack, Validations } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import type { BackupCopy } from './backup-copy';
import { planChecks } from './backup-checks';
import type { BackupPlanProps } from './backup-plan-props';
import { kindOf } from './backup-resource-kind';
import { restoreChecks, restorePlan } from './backup-restore-plan';
import { RestoreTest } from './backup-restore-test';
import { ruleOf, tiersOf } from './backup-rules';
import { protectResources, resourceChecks } from './backup-selection';
import { VaultLock } from './backup-vault-lock';
import { createVault } from './backup-vault-replica';

/** Minutes by which continuous backups are behind; those of S3 fifteen. */
const CONTINUOUS_LAG_MINUTES = 5;

/** What is particular about some resources. */
export interface ProtectOptions {
  /**
   * Keys that the resources are encrypted with, where it is not the key of the plan.
   * @default - the key of the plan
   */
  readonly keys?: kms.IKey[];
  /**
   * What AWS Backup backs up as.
   * @default - a role for databases, tables, volumes and file systems; other kinds need one
   */
  readonly role?: iam.IRole;
  /**
   * What a restore test does differently, for example `{ dbSubnetGroupName: 'restored' }`.
   * @default - what AWS Backup infers from the backup
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
   */
  readonly restoreMetadata?: { [key: string]: string };
}

/**
 * The backups of a tier, in a vault that nobody empties by hand, as often as the recovery objective asks for: recorded all
 * the time, every 1 to 12 hours, every day and every month.
 *
 * Survives what replication copies: deletion, corruption, a bad migration. Survives the loss of the region with `copyTo`.
 * Does not survive the deletion of its key. A restore takes an hour or more and makes a new resource beside the old one:
 * for a short interruption replicate. Copies of tables need the advanced features of AWS Backup for DynamoDB, which are
 * a setting of the account.
 */
export class BackupPlan extends Construct {
  /** The plan, for `DatabaseBackup.plan()` and `TableBackup.plan()`. */
  public readonly plan: backup.IBackupPlan;
  /** Where backups are. */
  public readonly vault: backup.IBackupVault;
  /** Names of the rules that follow from the objective. */
  public readonly ruleNames: string[];
  /** The restore test, if there is one. */
  public readonly restoreTestingPlan?: backup.CfnRestoreTestingPlan;
  /** Key of the vault. */
  public readonly key: kms.IKey;

  private readonly copies: BackupCopy[];
  private readonly restoreTest: RestoreTest;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    this.key = props.key;
    this.copies = props.copyTo ?? [];
    this.restoreTest = props.restoreTest ?? RestoreTest.none();
    const tiers = tiersOf(props);
    this.ruleNames = tiers.map((tier) => tier.name);
    validate(this, [...planChecks(props, tiers, Stack.of(this).region), ...restoreChecks(this.restoreTest)]);
    this.warn(props);
    const vault = createVault(this, { ...props, lock: props.vaultLock ?? VaultLock.none() });
    this.vault = vault;
    this.plan = new backup.BackupPlan(this, 'Plan', {
      backupVault: vault,
      backupPlanRules: tiers.map((tier) => ruleOf(this, tier)),
    });
    const isContinuous = tiers.some((tier) => tier.isContinuous);
    this.restoreTestingPlan = restorePlan(this, vault.backupVaultArn, this.restoreTest, isContinuous);
  }

  /**
   * Backs resources up, by their ARNs. The selection, its role and its restore tests live in `scope`: pass the stack of the
   * resources, because policy checks look for the selection there.
   */
  public protect(scope: Construct, id: string, arns: string[], options: ProtectOptions = {}): backup.BackupSelection[] {
    validate(this, resourceChecks(this, arns, options.role !== undefined));
    const keys = [this.key, ...(options.keys ?? [])];
    return protectResources(new Construct(scope, id), {
      plan: this.plan,
      kinds: new Map(arns.map((arn) => [arn, kindOf(this, arn)])),
      vaultArns: [this.vault.backupVaultArn, ...this.copies.map((copy) => copy._options.vaultArn)],
      keyArns: [...keys.map((key) => key.keyArn), ...this.copies.map((copy) => copy._options.keyArn)],
      copyRegions: this.copies.flatMap((copy) => copy._region ?? []),
      role: options.role,
      restoreTest: this.restoreTest,
      restoreTestingPlan: this.restoreTestingPlan,
      restoreMetadata: options.restoreMetadata,
    });
  }

  private warn({ recovery }: BackupPlanProps): void {
    const seconds = recovery.rpo.toSeconds({ integral: false });
    if (seconds >= CONTINUOUS_LAG_MINUTES * 60) return;
    Validations.of(this).addWarning(
      'cdk-nines::BackupBehindObjective',
      `At most ${seconds} s of writes may be lost, but continuous backups are about ${CONTINUOUS_LAG_MINUTES} minutes behind`,
    );
  }
}
