import type { Duration } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import type { VaultLock } from './backup-vault-lock';

/** How long backups of one kind live. */
export interface Lifetime {
  readonly name: string;
  readonly keep: Duration;
}

const days = (duration: Duration) => duration.toDays({ integral: false });

/** Whether a lock lets in what the tiers make. */
export function lockChecks(lock: VaultLock | undefined, tiers: Lifetime[]): Check[] {
  if (!lock?._isOn) return [];
  const { _minimum: minimum, _maximum: maximum, _changeableFor: grace } = lock;
  const short = tiers.find((tier) => days(tier.keep) < days(minimum));
  const long = tiers.find((tier) => maximum && days(tier.keep) > days(maximum));
  return [
    {
      code: 'LockLongerThanRetention',
      property: 'vaultLock',
      when: short !== undefined,
      value: minimum.toString(),
      allowed: `at most ${short?.keep.toString()}, which is how long ${short?.name} backups live; the vault refuses them`,
      action: 'Keep backups longer, or lower the minimum of the lock',
    },
    {
      code: 'LockShorterThanRetention',
      property: 'vaultLock',
      when: long !== undefined,
      value: maximum?.toString(),
      allowed: `at least ${long?.keep.toString()}, which is how long ${long?.name} backups live; the vault refuses them`,
      action: 'Keep backups for less long, or raise the maximum of the lock',
    },
    {
      code: 'LockRangeEmpty',
      property: 'vaultLock',
      when: maximum !== undefined && days(maximum) < days(minimum),
      value: maximum?.toString(),
      allowed: `at least ${minimum.toString()}, the minimum`,
      action: 'State a maximum that is not below the minimum',
    },
    {
      code: 'LockGraceTooShort',
      property: 'vaultLock',
      when: lock._hasShortGrace,
      value: grace?.toString(),
      allowed: 'at least 3 days',
      action: 'Leave yourself time to notice a mistake: after it the lock is for ever',
    },
  ];
}
