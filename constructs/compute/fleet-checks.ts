import type { Duration } from 'aws-cdk-lib';
import type { Check } from '../core/errors';
import { capacityChecks, type FleetCapacity } from './fleet-capacity';
import type { FleetSettings } from './fleet-settings';
import { isOutside } from './load-balancer-target-checks';
import type { RefreshOptions } from './rollout';
import { scalingPolicyChecks } from './scaling-policy-checks';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Everything that can be wrong with a fleet. */
export function fleetChecks(settings: FleetSettings, capacity: FleetCapacity, hasLoadBalancer: boolean): Check[] {
  return [
    ...capacityChecks(settings.peakMembers, capacity),
    ...scalingPolicyChecks(settings.scaling ?? [], { ...capacity, hasLoadBalancer }),
    ...timeChecks(settings),
    ...instanceChecks(settings),
    maintenanceCheck(settings),
    ...warmPoolChecks(settings, capacity),
    rollingCheck(settings, capacity),
    ...refreshChecks(settings.rollout?._refresh ?? {}),
  ];
}

function timeChecks(settings: FleetSettings): Check[] {
  const { healthCheckGrace, warmUp, drain, maximumLifetime, rollout } = settings;
  return [
    rangeCheck('GraceOutOfRange', 'healthCheckGrace', healthCheckGrace, 1, 2 * HOUR, '1 second to 2 hours'),
    rangeCheck('WarmUpOutOfRange', 'warmUp', warmUp, 0, HOUR, '0 seconds to an hour'),
    rangeCheck('DrainOutOfRange', 'drain', drain, 30, 2 * HOUR, '30 seconds to 2 hours'),
    rangeCheck('LifetimeOutOfRange', 'maximumLifetime', maximumLifetime, DAY, 365 * DAY, '1 to 365 days'),
    rangeCheck('PauseOutOfRange', 'rollout', rollout?._rolling.pause, 0, HOUR, '0 seconds to an hour'),
  ];
}

function rangeCheck(
  code: string,
  property: string,
  duration: Duration | undefined,
  minimum: number,
  maximum: number,
  allowed: string,
): Check {
  const when = isOutside(duration, minimum, maximum);
  return { code, property, when, value: duration?.toString(), allowed, action: 'Choose a duration in this range' };
}

function instanceChecks({ instances }: FleetSettings): Check[] {
  const { types, onDemandBase = 0, onDemandPercent = 100 } = instances._options;
  const architectures = [...new Set(types.map((type) => type.architecture))];
  return [
    {
      code: 'InstanceTypesMismatch',
      property: 'instances',
      when: architectures.length !== 1,
      value: types.map((type) => type.toString()),
      allowed: 'at least one type, all of one architecture, because there is one image',
      action: 'Name types of one architecture',
    },
    {
      code: 'OnDemandOutOfRange',
      property: 'instances',
      when: !(Number.isInteger(onDemandBase) && onDemandBase >= 0 && onDemandPercent >= 0 && onDemandPercent <= 100),
      value: [onDemandBase, onDemandPercent],
      allowed: 'a whole number, 0 or more, as the base, and 0 to 100 percent above it',
      action: 'Correct the on-demand share',
    },
  ];
}

function maintenanceCheck({ maintenance }: FleetSettings): Check {
  const { minimumPercent: low, maximumPercent: high } = maintenance ?? { minimumPercent: 100, maximumPercent: 110 };
  return {
    code: 'MaintenanceOutOfRange',
    property: 'maintenance',
    when: low < 0 || low > 100 || high < 100 || high > 200 || high - low > 100,
    value: [low, high],
    allowed: '0 to 100 percent in service and 100 to 200 percent in all, at most 100 apart',
    action: 'Choose percentages in these ranges',
  };
}

function warmPoolChecks({ warmPool, instances }: FleetSettings, { maximum }: FleetCapacity): Check[] {
  const { minimum = 0, maximumPrepared = maximum } = warmPool?._options ?? {};
  return [
    {
      code: 'WarmPoolNotWithSpot',
      property: 'warmPool',
      when: warmPool?._state !== undefined && instances._usesSpot,
      value: 'Spot',
      allowed: 'on-demand members',
      action: 'Leave out the warm pool, or Spot',
    },
    {
      code: 'WarmPoolOutOfRange',
      property: 'warmPool',
      when: !(
        Number.isInteger(minimum) &&
        minimum >= 0 &&
        Number.isInteger(maximumPrepared) &&
        minimum <= maximumPrepared
      ),
      value: [minimum, maximumPrepared],
      allowed: 'whole numbers, the minimum not above the most that are prepared',
      action: 'Correct the size of the pool',
    },
  ];
}

function rollingCheck({ rollout }: FleetSettings, { maximum }: FleetCapacity): Check {
  const { minimumInService = 0, batchSize = 1 } = rollout?._rolling ?? {};
  return {
    code: 'RollingOutOfRange',
    property: 'rollout',
    when: !(minimumInService >= 0 && minimumInService < maximum && batchSize >= 1 && batchSize <= maximum),
    value: [minimumInService, batchSize],
    allowed: `a minimum in service below the maximum of ${maximum}, and batches of 1 to ${maximum}`,
    action: 'Leave room for at least one member to be replaced',
  };
}

function refreshChecks({ alarms = [], bakeTime, checkpoints = [100], checkpointDelay }: RefreshOptions): Check[] {
  const ascending = checkpoints.every((point, index) => point > (checkpoints[index - 1] ?? 0));
  return [
    rangeCheck('BakeTimeOutOfRange', 'rollout', bakeTime, 0, 2 * DAY, '0 seconds to 2 days'),
    rangeCheck('CheckpointDelayOutOfRange', 'rollout', checkpointDelay, 0, 2 * DAY, '0 seconds to 2 days'),
    {
      code: 'CheckpointsOutOfOrder',
      property: 'rollout',
      when: !ascending || checkpoints[checkpoints.length - 1] !== 100,
      value: checkpoints,
      allowed: 'ascending percentages above 0 that end with 100',
      action: 'Order the checkpoints and end with 100, or some members keep what is old',
    },
    {
      code: 'TooManyAlarms',
      property: 'rollout',
      when: alarms.length > 10,
      value: alarms.length,
      allowed: 'at most 10 alarms',
      action: 'Combine alarms into a composite alarm',
    },
  ];
}
