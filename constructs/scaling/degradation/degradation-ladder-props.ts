import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { LogVault } from '../../security';

/** One step of the ladder: what is given up, and when. */
export interface DegradationLevel {
  /** Its number: 1 gives up least, at most 4. */
  readonly level: number;
  /**
   * Flags that this level switches off, beside those of the levels below: 1 to 64 letters, digits, - and _, beginning with
   * a small letter.
   */
  readonly switchesOff: string[];
  /** Metric or composite alarms of this region that lead here: one to five. Combine more in a composite alarm. */
  readonly alarms: cloudwatch.IAlarm[];
}

/** Features that are switched off under load, and on again. */
export interface DegradationLadderProps {
  /** The levels 1 to 4, without gaps. */
  readonly levels: DegradationLevel[];
  /**
   * Encrypts the flags (whoever reads them needs it, see `grantRead`) and events that got lost: EventBridge has to be allowed
   * to use it, as with `PlatformKey`.
   */
  readonly key: kms.IKey;
  /** Makes the log group of the workflow. */
  readonly logVault: LogVault;
  /** Told of every change and why, and when the ladder itself fails. Alarms must be let in, as `NotificationTopic` does. */
  readonly notifications: sns.ITopic;
  /**
   * How long no alarm of a level may ring before the ladder goes one level down: whole minutes, 1 to 60.
   * @default - 10 minutes
   */
  readonly holdTime?: Duration;
  /**
   * How often the ladder looks by itself, for events that were lost and flags that were changed: whole minutes, 1 to 60.
   * @default - 5 minutes
   */
  readonly checkInterval?: Duration;
  /**
   * Name of the parameter by which people take over, for example `/shop/degradation`.
   * @default - a generated name
   */
  readonly modeName?: string;
  /**
   * Whether AppConfig refuses to delete flags that were read within the last hour. That holds for the rollback of a stack
   * that could not be made, too: delete it an hour after the applications.
   * @default true
   */
  readonly deletionProtection?: boolean;
}
