import { Duration } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';

/** How long AWS lets you change your mind about a compliance lock, at the least. */
const SHORTEST_GRACE = Duration.days(3);

/**
 * How firmly a vault keeps its backups until they expire.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class VaultLock {
  /** Whoever may change the vault may shorten the life of what is in it. */
  public static none(): VaultLock {
    return new VaultLock(false);
  }

  /**
   * Nobody deletes a backup early or changes how long it lives, until somebody with the right to do so removes the lock.
   * @param minimum - backups that live shorter are refused
   * @param maximum - backups that live longer are refused; no limit unless stated
   */
  public static governance(minimum: Duration, maximum?: Duration): VaultLock {
    return new VaultLock(true, minimum, maximum);
  }

  /**
   * Like `governance`, but once the grace is over NOBODY can ever remove the lock: not you, not the root user, not AWS.
   * The vault, its stack and the account then cannot be cleaned up before the last backup has expired, and its storage is
   * paid until then. Try `governance` with the same values first.
   * @param minimum - backups that live shorter are refused
   * @param maximum - backups that live longer are refused; state one, or a single mistake lives for ever
   * @param changeableFor - how long the lock can still be taken off: 3 days or more; 30 days unless stated
   */
  public static compliance(minimum: Duration, maximum: Duration, changeableFor?: Duration): VaultLock {
    return new VaultLock(true, minimum, maximum, changeableFor ?? Duration.days(30));
  }

  private constructor(
    /** @internal */
    public readonly _isOn: boolean,
    /** @internal */
    public readonly _minimum: Duration = Duration.days(1),
    /** @internal */
    public readonly _maximum?: Duration,
    /** @internal */
    public readonly _changeableFor?: Duration,
  ) {}

  /** @internal */
  public get _hasShortGrace(): boolean {
    return this._changeableFor !== undefined && this._changeableFor.toHours() < SHORTEST_GRACE.toHours();
  }

  /** @internal */
  public get _configuration(): backup.LockConfiguration | undefined {
    if (!this._isOn) return undefined;
    return { minRetention: this._minimum, maxRetention: this._maximum, changeableFor: this._changeableFor };
  }
}
