import { type Duration, Token } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import { lockChecks } from './backup-lock-checks';
import type { BackupPlanProps } from './backup-plan-props';
import type { BackupTier } from './backup-rules';

/** Days that a backup stays in cold storage at least. */
const COLD_DAYS = 90;

const days = (duration: Duration) => duration.toDays({ integral: false });
const isWholeDays = (duration: Duration) => Number.isInteger(days(duration)) && days(duration) > 0;

/** Everything that can be wrong with a plan in `region`. */
export function planChecks(props: BackupPlanProps, tiers: BackupTier[], region: string): Check[] {
  return [
    ...objectiveChecks(props),
    ...tiers.flatMap(tierChecks),
    ...copyPlaceChecks(props, region),
    ...copyLifeChecks(tiers),
    ...lockChecks(props.vaultLock, tiers),
  ];
}

function objectiveChecks({ recovery, continuous = true }: BackupPlanProps): Check[] {
  const minutes = recovery.rpo.toMinutes({ integral: false });
  return [
    {
      code: 'NoBackupMeetsObjective',
      property: 'recovery.rpo',
      when: minutes < 60 && !continuous,
      value: recovery.rpo.toString(),
      allowed: 'at least 1 hour, which is how often AWS Backup can be told to start a backup',
      action: 'Leave continuous backups on, or accept the loss of an hour',
    },
    {
      code: 'ZeroLossNeedsReplication',
      property: 'recovery.rpo',
      when: recovery.isZeroLoss,
      value: recovery.rpo.toString(),
      allowed: 'more than 0: even continuous backups are minutes behind',
      action: 'Replicate synchronously for zero loss, and state here what an error that was replicated may cost',
    },
  ];
}

function tierChecks(tier: BackupTier): Check[] {
  const { property, keep, coldAfter, intervalHours } = tier;
  const value = keep.toString();
  return [
    {
      code: 'ContinuousRetentionOutOfRange',
      property,
      when: tier.isContinuous && !(isWholeDays(keep) && days(keep) <= 35),
      value,
      allowed: '1 to 35 whole days',
      action: 'Keep daily or monthly backups for what has to live longer',
    },
    {
      code: 'RetentionShorterThanInterval',
      property,
      when: !isWholeDays(keep) || keep.toHours({ integral: false }) < intervalHours,
      value,
      allowed: `whole days, at least the ${intervalHours} hours until the next backup`,
      action: 'Keep each backup at least until the next one is there',
    },
    {
      code: 'ColdStorageTooShort',
      property: 'coldAfter',
      when: coldAfter !== undefined && days(keep) - days(coldAfter) < COLD_DAYS,
      value: coldAfter?.toString(),
      allowed: `at least ${COLD_DAYS} days before deletion, which is after ${value}`,
      action: 'Keep monthly backups longer, move them earlier, or leave cold storage out',
    },
  ];
}

function copyPlaceChecks(props: BackupPlanProps, region: string): Check[] {
  const { allowedRegions } = props;
  const regions = (props.copyTo ?? []).map((copy) => copy._region);
  const allowed = allowedRegions?.join(', ') ?? 'every region';
  const outside = regions.filter((each) => allowedRegions && !allowedRegions.includes(each ?? ''));
  return [
    {
      code: 'CopyIntoSameRegion',
      property: 'copyTo',
      when: !Token.isUnresolved(region) && regions.includes(region),
      value: region,
      allowed: `vaults outside of ${region}`,
      action: 'Copy into another region; a second copy here is lost together with the first',
    },
    {
      code: 'SameCopyTwice',
      property: 'copyTo',
      when: new Set(regions).size < regions.length,
      value: regions,
      allowed: 'each region once',
      action: 'Name one vault per region',
    },
    {
      code: 'CopyOutsideResidency',
      property: 'copyTo',
      when: outside.length > 0,
      value: outside.map((each) => each ?? 'unknown at synthesis'),
      allowed,
      action: 'Copy into an allowed region, with a literal region name',
    },
  ];
}

function copyLifeChecks(tiers: BackupTier[]): Check[] {
  const keeps = tiers.flatMap((tier) => tier.copies.map((copy) => ({ tier, keep: copy._options.keep ?? tier.keep })));
  const short = keeps.find(({ tier, keep }) => keep.toHours({ integral: false }) < tier.intervalHours);
  const cold = keeps.find(({ tier, keep }) => tier.coldAfter && days(keep) - days(tier.coldAfter) < COLD_DAYS);
  return [
    {
      code: 'CopyShorterThanInterval',
      property: 'copyTo.keep',
      when: short !== undefined,
      value: short?.keep.toString(),
      allowed: `at least the ${short?.tier.intervalHours} hours until the next ${short?.tier.name} copy`,
      action: 'Keep each copy at least until the next one is there',
    },
    {
      code: 'ColdCopyTooShort',
      property: 'copyTo.keep',
      when: cold !== undefined,
      value: cold?.keep.toString(),
      allowed: `at least ${COLD_DAYS} days in cold storage`,
      action: 'Keep copies longer, or leave cold storage out',
    },
    ...tiers.flatMap((tier) =>
      tier.copies.flatMap((copy) => lockChecks(copy._lock, [{ ...tier, keep: copy._options.keep ?? tier.keep }])),
    ),
  ];
}
