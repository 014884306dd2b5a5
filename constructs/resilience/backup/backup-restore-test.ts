import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** How backups are tested. */
export interface RestoreTestOptions {
  /**
   * How long what was restored stays, so that your own checks can look at it: 1 to 168 hours. Then AWS deletes it.
   * @default - 4 hours
   */
  readonly validationWindow?: Duration;
  /**
   * How far back a backup may be to be chosen: 1 to 365 days. The latest one is.
   * @default - 7 days
   */
  readonly lookBack?: Duration;
  /**
   * What AWS Backup restores as.
   * @default - a role per selection, for databases, tables, volumes and file systems
   */
  readonly role?: iam.IRole;
}

/**
 * Whether and when backups are restored, to see that they can be. It costs what the restored resources cost while they
 * are there. A restore uses the default VPC unless the selection says otherwise: see `ProtectOptions.restoreMetadata`.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
 */
export class RestoreTest {
  /** Not tested: you will know whether backups can be restored when you need one. */
  public static none(): RestoreTest {
    return new RestoreTest();
  }

  /** On the second Sunday of every month, early in the morning. */
  public static monthly(options: RestoreTestOptions = {}): RestoreTest {
    return new RestoreTest(events.Schedule.cron({ minute: '0', hour: '8', weekDay: 'SUN#2' }), options);
  }

  /** Every Sunday, early in the morning. */
  public static weekly(options: RestoreTestOptions = {}): RestoreTest {
    return new RestoreTest(events.Schedule.cron({ minute: '0', hour: '8', weekDay: 'SUN' }), options);
  }

  /** When you say: a cron expression. */
  public static on(schedule: events.Schedule, options: RestoreTestOptions = {}): RestoreTest {
    return new RestoreTest(schedule, options);
  }

  private constructor(
    /** @internal */
    public readonly _schedule?: events.Schedule,
    /** @internal */
    public readonly _options: RestoreTestOptions = {},
  ) {}

  /** @internal */
  public get _windowHours(): number {
    return (this._options.validationWindow ?? Duration.hours(4)).toHours({ integral: false });
  }

  /** @internal */
  public get _lookBackDays(): number {
    return (this._options.lookBack ?? Duration.days(7)).toDays({ integral: false });
  }
}
