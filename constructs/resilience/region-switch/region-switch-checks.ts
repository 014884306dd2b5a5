import { type Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import { flatten, type SteeredRecord } from './recovery-step-spec';
import { criticalPath, minutes, pathTable } from './region-switch-critical-path';
import type { RegionSwitchProps } from './region-switch-props';
import { stepChecks } from './region-switch-step-checks';
import { triggerChecks } from './region-switch-trigger-checks';
import { workOf } from './region-switch-workflows';
import type { RegionSwitch } from './region-switch';

const WEEK = 7 * 24 * 60;

/** What passes around the steps. */
export interface Margins {
  readonly detection: Duration;
  readonly dnsTtl: Duration;
}

/** Whether there are two regions, one of which is the home. */
export function planRegionChecks(pair: string[], homeRegion: string): Check[] {
  return [
    {
      code: 'NoFailoverRegion',
      property: 'regions',
      when: pair.length < 2,
      value: pair,
      allowed: 'a primary, and a standby or serving region that takes over',
      action: 'Add the region that takes over',
    },
    {
      code: 'HomeRegionNotInPlan',
      property: 'homeRegion',
      when: pair.length === 2 && !pair.includes(homeRegion),
      value: homeRegion,
      allowed: pair.join(' or '),
      action: 'Name the region that is the primary in normal times',
    },
  ];
}

/** Everything that can be wrong with a plan. */
export function regionSwitchChecks(plan: RegionSwitch, props: RegionSwitchProps, margins: Margins): Check[] {
  return [
    nameCheck(plan.planName),
    objectiveCheck(props),
    ...stepChecks(plan, props),
    ...triggerChecks(plan, props.triggers ?? [], props.healthAlarms ?? {}),
    ...databaseChecks(plan, props),
    ...recoveryTimeChecks(plan, props, margins),
  ];
}

function nameCheck(name: string): Check {
  return {
    code: 'InvalidPlanName',
    property: 'planName',
    when: !/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/.test(name),
    value: name,
    allowed: 'at most 32 letters, digits and hyphens, with no hyphen at either end',
    action: 'Shorten the name',
  };
}

function objectiveCheck({ recovery }: RegionSwitchProps): Check {
  const asked = recovery.rto.toMinutes({ integral: false });
  return {
    code: 'RecoveryTimeOutOfRange',
    property: 'recovery.rto',
    when: !(asked >= 1 && asked <= WEEK),
    value: recovery.rto.toString(),
    allowed: 'one minute to seven days',
    action:
      'A plan takes minutes: where not even one is allowed, serve from both regions and let DNS health checks decide',
  };
}

/** Whether what has to be promoted is; databases are the same when their ARNs are. */
function databaseChecks(plan: RegionSwitch, { databases = [], recovery }: RegionSwitchProps): Check[] {
  const steps = flatten(plan._workflows.filter(({ recovers }) => recovers).flatMap((workflow) => workflow.steps));
  const promoted = steps.flatMap(({ promotes = [] }) => promotes).map((arn) => resolved(plan, arn));
  const forgotten = databases.filter(({ cluster, instance }) => {
    return !promoted.includes(resolved(plan, (cluster?.clusterArn ?? instance?.instanceArn)!));
  });
  const losing = recovery.isZeroLoss ? steps.filter(({ losesWrites }) => losesWrites) : [];
  return [
    {
      code: 'DatabaseNotPromoted',
      property: 'databases',
      when: forgotten.length > 0,
      value: forgotten.map(({ node }) => node.path),
      allowed: 'databases that a step of the recovery names',
      action:
        'Add RecoveryStep.promoteDatabase() or RecoveryStep.auroraGlobal() with their ARNs: a replica refuses writes',
    },
    {
      code: 'PromotionLosesWrites',
      property: 'recovery.rpo',
      when: losing.length > 0,
      value: losing.map(({ name }) => name),
      allowed: 'steps that lose nothing, for an objective of zero loss',
      action: 'Replicate synchronously, or state how much may be lost: replicas of other regions lag',
    },
  ];
}

function resolved(scope: Construct, arn: string): string {
  return JSON.stringify(Stack.of(scope).resolve(arn));
}

/** One check for each way that users wait for; two ways with the same path are one mistake. */
function recoveryTimeChecks(plan: RegionSwitch, { recovery }: RegionSwitchProps, margins: Margins): Check[] {
  const limit = recovery.rto.toSeconds({ integral: false });
  const seconds = {
    detectionSeconds: margins.detection.toSeconds({ integral: false }),
    dnsTtlSeconds: margins.dnsTtl.toSeconds({ integral: false }),
  };
  const ways = plan._workflows.filter(({ recovers }) => recovers);
  const tables = new Map<string, Check>();
  for (const { action, region, steps } of ways) {
    const path = criticalPath(workOf(steps), seconds);
    const needed = path.reduce((sum, entry) => sum + entry.seconds, 0);
    const table = pathTable(path);
    if (tables.has(table)) continue;
    tables.set(table, {
      code: 'RecoveryTimeBelowCriticalPath',
      property: 'recovery.rto',
      when: needed > limit,
      value: minutes(limit),
      allowed: `at least ${minutes(needed)}, the critical path to ${action} ${region}`,
      action: `Run steps in parallel, shorten their timeouts or accept a longer objective. The longest way is\n${table}\n  in all ${minutes(needed)}`,
    });
  }
  return [...tables.values()];
}

/** Whether the plan turns a health check for the record and region that are asked for. */
export function healthCheckChecks(
  regions: string[],
  records: SteeredRecord[],
  region: string,
  recordName?: string,
): Check[] {
  const names = records.map((record) => record.recordName);
  const known = recordName === undefined ? names.length === 1 : names.includes(recordName);
  return [
    {
      code: 'RegionNotInPlan',
      property: 'region',
      when: !regions.includes(region),
      value: region,
      allowed: regions.join(' or '),
      action: 'Ask for the health check of a region of the plan',
    },
    {
      code: 'RecordNotInPlan',
      property: 'recordName',
      when: !known,
      value: recordName,
      allowed: names.length > 0 ? names.join(', ') : 'no name, as long as the plan has no routing step',
      action: 'Name a record that a routing step of the plan steers',
    },
  ];
}
