import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { lockChecks } from './backup-lock-checks';
import { VaultLock } from './backup-vault-lock';

/** A vault for copies. */
export interface BackupVaultReplicaProps {
  /** Key of this region: copies are encrypted with it, whatever the original is encrypted with. */
  readonly key: kms.IKey;
  /**
   * How firmly copies are kept.
   * @default VaultLock.none()
   */
  readonly vaultLock?: VaultLock;
  /**
   * Whether recovery points can be deleted before they expire by those whom IAM allows it.
   * @default false
   */
  readonly allowDeletion?: boolean;
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

/**
 * The vault of another region, in a stack of that region, that a `BackupPlan` copies into.
 *
 * Survives the loss of the plan's region, and whatever happens there by mistake or intent: nothing in that region can
 * delete what is here. Does not survive the deletion of its key.
 */
export class BackupVaultReplica extends Construct {
  /** The vault. */
  public readonly vault: backup.IBackupVault;
  /** Key of the copies. */
  public readonly key: kms.IKey;
  /** Where the copies are. */
  public readonly region: string;

  /** @internal */
  public readonly _lock: VaultLock;

  constructor(scope: Construct, id: string, props: BackupVaultReplicaProps) {
    super(scope, id);
    this.key = props.key;
    this.region = Stack.of(this).region;
    this._lock = props.vaultLock ?? VaultLock.none();
    validate(this, lockChecks(this._lock, []));
    this.vault = createVault(this, { ...props, lock: this._lock });
  }
}

/** What both kinds of vault are made of. */
export interface VaultSettings {
  readonly key: kms.IKey;
  readonly lock: VaultLock;
  readonly allowDeletion?: boolean;
  readonly vaultName?: string;
  readonly removalPolicy?: RemovalPolicy;
}

/** A vault that nobody empties by hand. */
export function createVault(scope: Construct, settings: VaultSettings): backup.BackupVault {
  return new backup.BackupVault(scope, 'Vault', {
    backupVaultName: settings.vaultName,
    encryptionKey: settings.key,
    lockConfiguration: settings.lock._configuration,
    blockRecoveryPointDeletion: !settings.allowDeletion,
    removalPolicy: settings.removalPolicy ?? RemovalPolicy.RETAIN,
  });
}
