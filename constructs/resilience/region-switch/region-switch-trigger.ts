import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Alarms that start a plan without a person. */
export interface SwitchTriggerOptions {
  /** The region that is activated or deactivated. */
  readonly region: string;
  /**
   * Alarms by name, all of which have to be in alarm.
   * @default - none
   */
  readonly whenInAlarm?: { [name: string]: cloudwatch.IAlarm };
  /**
   * Alarms by name, all of which have to be OK, for example one that says that the region to go to is healthy.
   * @default - none
   */
  readonly whenOk?: { [name: string]: cloudwatch.IAlarm };
  /** How long after one execution the next one may start by itself, in whole minutes. */
  readonly minimumDelay: Duration;
  /**
   * What the trigger is for.
   * @default - no description
   */
  readonly description?: string;
}

/**
 * Starts a plan when alarms say so. Plans have none unless you add them: a failover on a false alarm loses what was not
 * replicated, and is worse than the outage that it takes for real.
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-triggers.html
 */
export class SwitchTrigger {
  /** Starts the workflow that activates a region. */
  public static activate(options: SwitchTriggerOptions): SwitchTrigger {
    return new SwitchTrigger('activate', options);
  }

  /** Starts the workflow that deactivates a region, in an active/active plan. */
  public static deactivate(options: SwitchTriggerOptions): SwitchTrigger {
    return new SwitchTrigger('deactivate', options);
  }

  private constructor(
    /** @internal */
    public readonly _action: string,
    /** @internal */
    public readonly _options: SwitchTriggerOptions,
  ) {}

  /** @internal */
  public get _alarms(): { [name: string]: cloudwatch.IAlarm } {
    return { ...this._options.whenInAlarm, ...this._options.whenOk };
  }
}
