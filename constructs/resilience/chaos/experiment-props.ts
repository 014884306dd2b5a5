import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { TargetShare } from './experiment-share';

/** A tag that permits experiments on what carries it. Nothing without the tag is touched. */
export interface TargetTag {
  /** Key of the tag. */
  readonly key: string;
  /** Value of the tag. */
  readonly value: string;
}

/** What an experiment does when its tag finds nothing. */
export enum EmptyTargets {
  /** It fails: a test that tests nothing must not look like a test that passed. */
  FAIL = 'fail',
  /** It leaves out the actions without targets, and does the others. */
  SKIP = 'skip',
}

/** What every experiment states. */
export interface ExperimentProps {
  /** What you expect to happen, in words that can turn out to be wrong; up to 512 characters. */
  readonly hypothesis: string;
  /**
   * Name within the suite: letters, digits and hyphens. Part of construct ids.
   * @default - the failure, and its zone or region: `InstanceLoss`, `ZonePowerLoss-eu-west-1a`
   */
  readonly name?: string;
  /**
   * Names of the redundancy claims that this experiment puts to the test.
   * @default - none
   */
  readonly proves?: string[];
  /**
   * How long the failure lasts; for failures of a moment, how long the experiment watches what follows. 1 minute to 12 hours.
   * @default - 10 minutes
   */
  readonly duration?: Duration;
  /**
   * Alarms that end the experiment: the service level objectives that it must not break.
   * @default - the alarms of the suite
   */
  readonly stopWhen?: cloudwatch.IAlarm[];
  /**
   * When the experiment runs by itself. Refused in production, unless the suite allows it.
   * @default - when somebody starts it
   */
  readonly schedule?: ScheduleExpression;
  /**
   * What happens when no target is found.
   * @default - what the suite says: the experiment fails
   */
  readonly emptyTargets?: EmptyTargets;
}

/** What experiments state that find their targets by tag. */
export interface TaggedExperimentProps extends ExperimentProps {
  /**
   * Tag of the resources that the experiment may hit.
   * @default - the tag of the suite
   */
  readonly tag?: TargetTag;
  /**
   * The most that it may hit of them.
   * @default - one; experiments on a zone or region: all that is tagged there
   */
  readonly share?: TargetShare;
}
