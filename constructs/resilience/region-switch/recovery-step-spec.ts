import type { Duration } from 'aws-cdk-lib';
import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Check } from '../../core/errors';
import type { StepRegion } from './recovery-step-options';
import type { RegionSwitch } from './region-switch';

/** What a step learns about the plan that it is part of. */
export interface StepContext {
  /** The two regions of the plan, the home region first. */
  readonly regions: string[];
  readonly partition: string;
  readonly account: string;
  /** Who approves where a step names nobody. */
  readonly approver?: iam.IRole;
  /** Whether the workflow runs after the recovery, when one region is active and no longer activated. */
  readonly afterRecovery: boolean;
}

/** What the execution role must be allowed for a step. */
export interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string | string[] } };
  /** Why a wildcard among the resources cannot be narrowed. */
  readonly why?: string;
}

/** The records whose health checks a step turns. */
export interface SteeredRecord {
  readonly hostedZoneId: string;
  readonly recordName: string;
}

/** Everything a plan has to know of a step, whatever it does. */
export interface StepSpec {
  readonly name: string;
  readonly description?: string;
  /** The service's name for this kind of step. */
  readonly type: string;
  /** The timeout, or an estimate where the service knows no timeout. */
  readonly duration: Duration;
  /** The regions whose resources it names; none when it names no resource of a region. */
  readonly regions?: string[];
  /** Input that is wrong in any plan. */
  readonly checks: Check[];
  readonly configure: (context: StepContext) => CfnPlan.ExecutionBlockConfigurationProperty;
  readonly permissions: (context: StepContext) => Permission[];
  /** ARNs of the databases that take writes after this step. */
  readonly promotes?: string[];
  /** Whether writes that were not replicated are lost. */
  readonly losesWrites?: boolean;
  /** Whether it creates replicas again. */
  readonly rebuilds?: boolean;
  /** Whether active/active plans refuse it. */
  readonly needsPassiveRegion?: boolean;
  /** Whether somebody has to say yes, and who; the plan may know. */
  readonly approval?: { readonly approver?: iam.IRole };
  readonly record?: SteeredRecord;
  /** Where its function is asked to run. */
  readonly runsIn?: StepRegion;
  readonly child?: RegionSwitch;
  /** Steps that run at the same time. */
  readonly parts?: StepSpec[];
}

/** A step and, if it is several, its parts. */
export function flatten(specs: StepSpec[]): StepSpec[] {
  return specs.flatMap((spec) => [spec, ...flatten(spec.parts ?? [])]);
}

/** Per region of the plan, in its order; what belongs to other regions is reported elsewhere. */
export function inOrder<T>(values: { [region: string]: T }, { regions }: StepContext): T[] {
  return regions.filter((region) => region in values).map((region) => values[region]);
}

export function minutesOf(duration: Duration): number {
  return Math.ceil(duration.toSeconds({ integral: false }) / 60);
}

/** The service counts timeouts and intervals in whole minutes. */
export function wholeMinutesCheck(step: string, property: string, duration: Duration): Check {
  const asked = duration.toSeconds({ integral: false }) / 60;
  return {
    code: 'NotInWholeMinutes',
    property: `${step}.${property}`,
    when: !(Number.isInteger(asked) && asked >= 1),
    value: duration.toString(),
    allowed: 'whole minutes, at least one',
    action: 'Round it up to the next minute',
  };
}

export function percentCheck(step: string, property: string, value: number, least: number, most: number): Check {
  return {
    code: 'PercentOutOfRange',
    property: `${step}.${property}`,
    when: !(Number.isInteger(value) && value >= least && value <= most),
    value,
    allowed: `a whole number from ${least} to ${most}`,
    action: 'State a share in percent',
  };
}
