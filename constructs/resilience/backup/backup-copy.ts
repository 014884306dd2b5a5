import { Arn, ArnFormat, type Duration, Token } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type { Construct } from 'constructs';
import type { VaultLock } from './backup-vault-lock';
import type { BackupVaultReplica } from './backup-vault-replica';

/** A vault of another region by its ARN. */
export interface VaultCopyOptions {
  /** ARN of the vault. */
  readonly vaultArn: string;
  /** ARN of its key, which the copying role must be allowed to use. */
  readonly keyArn: string;
  /**
   * Region of the vault.
   * @default - the one in its ARN
   */
  readonly region?: string;
  /**
   * How long copies live.
   * @default - as long as what they are copies of
   */
  readonly keep?: Duration;
}

/** Where backups are copied to. Continuous backups stay where they are; every hourly, daily and monthly one is copied. */
export class BackupCopy {
  /**
   * Into a vault that this library made in a stack of the other region.
   * @param keep - how long copies live; as long as what they are copies of unless stated
   */
  public static to(replica: BackupVaultReplica, keep?: Duration): BackupCopy {
    const vaultArn = replica.vault.backupVaultArn;
    return new BackupCopy({ vaultArn, keyArn: replica.key.keyArn, region: replica.region, keep }, replica._lock);
  }

  /** Into a vault that exists. */
  public static toVault(options: VaultCopyOptions): BackupCopy {
    return new BackupCopy(options);
  }

  private constructor(
    /** @internal */
    public readonly _options: VaultCopyOptions,
    /** @internal */
    public readonly _lock?: VaultLock,
  ) {}

  /**
   * Undefined when only the deployment will know.
   * @internal
   */
  public get _region(): string | undefined {
    const { region = regionOf(this._options.vaultArn) } = this._options;
    return Token.isUnresolved(region) ? undefined : region;
  }

  /** @internal */
  public _action(scope: Construct, keep: Duration, coldAfter?: Duration): backup.BackupPlanCopyActionProps {
    const id = `Copy-${this._region ?? 'elsewhere'}`;
    const known = scope.node.tryFindChild(id) as unknown as backup.IBackupVault | undefined;
    return {
      destinationBackupVault: known ?? backup.BackupVault.fromBackupVaultArn(scope, id, this._options.vaultArn),
      deleteAfter: this._options.keep ?? keep,
      moveToColdStorageAfter: coldAfter,
    };
  }
}

function regionOf(vaultArn: string): string | undefined {
  if (Token.isUnresolved(vaultArn)) return undefined;
  return Arn.split(vaultArn, ArnFormat.COLON_RESOURCE_NAME).region;
}
