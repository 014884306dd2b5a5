import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { BackupCopy } from './backup-copy';
import type { BackupPlanProps } from './backup-plan-props';

/** One rule: how often a backup is made and how long it lives. */
export interface BackupTier {
  readonly name: string;
  /** The property that says how long. */
  readonly property: string;
  readonly intervalHours: number;
  readonly schedule: events.Schedule;
  readonly keep: Duration;
  readonly isContinuous: boolean;
  readonly coldAfter?: Duration;
  readonly copies: BackupCopy[];
}

/** Hours between backups that divide a day, so that the distance is the same around midnight. */
const INTERVALS = [12, 8, 6, 4, 3, 2, 1];
const DAY_HOURS = 24;
/** The longest distance between two monthly backups. */
const MONTH_HOURS = 31 * DAY_HOURS;

/** Rules that follow from the recovery point objective. */
export function tiersOf(props: BackupPlanProps): BackupTier[] {
  const { recovery, continuous = true, keepMonthly = Duration.days(365) } = props;
  const hours = recovery.rpo.toHours({ integral: false });
  return [
    ...(continuous ? [continuousTier(props)] : []),
    ...(hours < DAY_HOURS ? [hourlyTier(props, hours)] : []),
    dailyTier(props),
    ...(keepMonthly.toMilliseconds() > 0 ? [monthlyTier(props, keepMonthly)] : []),
  ];
}

/** The schedule of a continuous rule says when it is looked after; writes are recorded all the time. */
function continuousTier({ keepContinuous }: BackupPlanProps): BackupTier {
  const keep = keepContinuous ?? Duration.days(35);
  const schedule = at('3');
  const property = 'keepContinuous';
  return { name: 'Continuous', property, intervalHours: DAY_HOURS, schedule, keep, isContinuous: true, copies: [] };
}

function hourlyTier({ keepHourly, copyTo: copies = [] }: BackupPlanProps, objective: number): BackupTier {
  const intervalHours = INTERVALS.find((hours) => hours <= objective) ?? 1;
  const schedule = at(intervalHours === 1 ? '*' : `0/${intervalHours}`);
  const keep = keepHourly ?? Duration.days(3);
  return { name: 'Hourly', property: 'keepHourly', intervalHours, schedule, keep, isContinuous: false, copies };
}

function dailyTier({ keepDaily, copyTo: copies = [] }: BackupPlanProps): BackupTier {
  const keep = keepDaily ?? Duration.days(35);
  const schedule = at('5');
  return { name: 'Daily', property: 'keepDaily', intervalHours: 24, schedule, keep, isContinuous: false, copies };
}

function monthlyTier({ coldAfter, copyTo: copies = [] }: BackupPlanProps, keep: Duration): BackupTier {
  const schedule = at('6', '1');
  const shape = { name: 'Monthly', property: 'keepMonthly', intervalHours: MONTH_HOURS, isContinuous: false };
  return { ...shape, schedule, keep, coldAfter, copies };
}

function at(hour: string, day?: string): events.Schedule {
  return events.Schedule.cron({ minute: '0', hour, day });
}

/** A rule as AWS Backup takes it. A job starts within an hour or fails; the default would be eight. */
export function ruleOf(scope: Construct, tier: BackupTier): backup.BackupPlanRule {
  return new backup.BackupPlanRule({
    ruleName: tier.name,
    scheduleExpression: tier.schedule,
    startWindow: Duration.hours(1),
    completionWindow: Duration.days(7),
    enableContinuousBackup: tier.isContinuous,
    deleteAfter: tier.keep,
    moveToColdStorageAfter: tier.coldAfter,
    copyActions: tier.copies.map((copy) => copy._action(scope, tier.keep, tier.coldAfter)),
  });
}
