import { Size } from 'aws-cdk-lib';
import { Redundancy } from '../core';
import type { Check } from '../core/errors';
import { capacityChecks, type FleetCapacity } from './fleet-capacity';
import { ScalingPolicy } from './scaling-policy';
import type { ServiceSettings } from './service-settings';

/** CPU units and memory of a task. */
export interface TaskSize {
  readonly cpu: number;
  readonly memory: Size;
}

/** What is not stated: half a virtual CPU, and the least memory that goes with the CPU. */
export function sizeOf(settings: ServiceSettings): TaskSize {
  const cpu = settings.cpu ?? 512;
  return { cpu, memory: settings.memory ?? Size.mebibytes(cpu * 2) };
}

/** What is not stated: half of the CPU, so that three zones at 50 percent can become two at 75. */
export function policiesOf(settings: ServiceSettings): ScalingPolicy[] {
  return settings.scaling ?? [ScalingPolicy.cpu(50)];
}

/**
 * What is not stated: a minimum that survives the loss of a zone, and twice that at most. A peak that is no number of tasks
 * counts as 1 here: the checks report it.
 */
export function serviceCapacity(settings: ServiceSettings, zones: number): FleetCapacity {
  const peakUnits = settings.peakMembers > 0 ? settings.peakMembers : 1;
  const redundancy = new Redundancy({ peakUnits, zones });
  const needed = Math.max(2, redundancy.minimumUnits);
  const minimum = settings.minimum ?? needed;
  return { minimum, maximum: settings.maximum ?? 2 * Math.max(minimum, needed), redundancy };
}

const TASKS = {
  noun: 'tasks',
  least: 1,
  action: 'State numbers of tasks, at least one: without it nothing is measured that could start the others',
};

/** Everything that can be wrong with the numbers. */
export function serviceCapacityChecks(settings: ServiceSettings, capacity: FleetCapacity): Check[] {
  const { minimum, maximum } = capacity;
  const { peakMembers, desired } = settings;
  return [
    ...capacityChecks(peakMembers, capacity, TASKS),
    {
      code: 'DesiredOutOfRange',
      property: 'desired',
      when: desired !== undefined && !(Number.isInteger(desired) && desired >= minimum && desired <= maximum),
      value: desired,
      allowed: `a whole number from ${minimum} to ${maximum}`,
      action: 'Choose a number in this range, or leave it out so that deployments do not change the number of tasks',
    },
  ];
}
