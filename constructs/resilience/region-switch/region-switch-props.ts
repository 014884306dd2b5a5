import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { RecoveryObjective, RegionSet } from '../../core';
import type { RelationalDatabase } from '../../data';
import type { RecoveryApproach } from './region-switch-approach';
import type { SwitchTrigger } from './region-switch-trigger';

/** A plan for the loss of a region. */
export interface RegionSwitchProps {
  /** The regions of the platform and their roles. The plan is for two: the primary and its failover target. */
  readonly regions: RegionSet;
  /**
   * The region that is the primary in normal times: a property of the plan and not of the present. Leave it as it is when
   * the roles in `regions` are exchanged after a failover, because a plan with another home is another plan.
   */
  readonly homeRegion: string;
  /** How the regions share the work, and the steps. */
  readonly approach: RecoveryApproach;
  /** How long the tier may be gone. A plan that may take longer is an error. */
  readonly recovery: RecoveryObjective;
  /**
   * From the failure until somebody, or a trigger, starts the plan.
   * @default - 5 minutes
   */
  readonly detection?: Duration;
  /**
   * How long resolvers keep the old answer.
   * @default - 60 seconds, as aliases of load balancers have
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html
   */
  readonly dnsTtl?: Duration;
  /**
   * Databases that have a copy in the other region, and the copies. A plan that does not promote them is an error.
   * @default - none: databases are not looked at
   */
  readonly databases?: RelationalDatabase[];
  /**
   * The role of those who approve, for steps that name none.
   * @default - every approval names its own
   */
  readonly approver?: iam.IRole;
  /**
   * Alarms by name that say whether the application is well; reports and the measured recovery time use them.
   * @default - none
   */
  readonly healthAlarms?: { [name: string]: cloudwatch.IAlarm };
  /**
   * Alarms that start the plan without a person.
   * @default - none: alarms call a person, and the person starts the plan
   */
  readonly triggers?: SwitchTrigger[];
  /**
   * Bucket for a report of every execution.
   * @default - no reports
   */
  readonly reportTo?: s3.IBucket;
  /**
   * Name of the plan: at most 32 letters, digits and hyphens.
   * @default - derived from the construct path
   */
  readonly planName?: string;
  /**
   * What the plan is for.
   * @default - the regions and the recovery time
   */
  readonly description?: string;
  /**
   * The role that the plan works with.
   * @default - a role that may do what the steps need, and no more
   */
  readonly executionRole?: iam.IRole;
}
