import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Redundancy } from '../core';
import type { Check } from '../core/errors';
import type { FleetSettings } from './fleet-settings';

/** How many members a fleet has, and what the loss of a zone leaves of them. */
export interface FleetCapacity {
  readonly minimum: number;
  readonly maximum: number;
  readonly redundancy: Redundancy;
}

/** Fills in what was not stated. A peak that is no number of members counts as 1 here: the checks report it. */
export function fleetCapacity(settings: FleetSettings, zones: number): FleetCapacity {
  const peakUnits = settings.peakMembers > 0 ? settings.peakMembers : 1;
  const redundancy = new Redundancy({ peakUnits, zones });
  const minimum = settings.minimum ?? redundancy.minimumUnits;
  return { minimum, maximum: settings.maximum ?? 2 * Math.max(minimum, redundancy.minimumUnits), redundancy };
}

/** What the checks of capacity speak of. */
interface Counted {
  readonly noun: string;
  /** The least that may run. */
  readonly least: number;
  /** What to do about a number that is none. */
  readonly action: string;
}

const MEMBERS: Counted = { noun: 'members', least: 0, action: 'State numbers of members' };

/** Everything that can be wrong with the numbers. */
export function capacityChecks(peakMembers: number, capacity: FleetCapacity, counted = MEMBERS): Check[] {
  const { minimum, maximum } = capacity;
  const { noun, least, action } = counted;
  const isCount = (value: number, from: number) => Number.isInteger(value) && value >= from;
  return [
    {
      code: 'PeakNotPositive',
      property: 'peakMembers',
      when: !(peakMembers > 0),
      value: peakMembers,
      allowed: 'more than 0',
      action: `State how many ${noun} the peak needs`,
    },
    {
      code: 'MembersNotWhole',
      property: 'minimum',
      when: !isCount(minimum, least) || !isCount(maximum, 1),
      value: [minimum, maximum],
      allowed: `whole numbers, a minimum of ${least} or more and a maximum of 1 or more`,
      action,
    },
    ...maximumChecks(capacity, noun),
  ];
}

function maximumChecks({ minimum, maximum, redundancy }: FleetCapacity, noun: string): Check[] {
  const { peakUnits, zones, minimumUnits: needed } = redundancy;
  const reason = `the peak needs ${peakUnits} ${noun}, so ${needed} over ${zones} zones when one may be lost`;
  return [
    {
      code: 'MinimumAboveMaximum',
      property: 'minimum',
      when: minimum > maximum,
      value: minimum,
      allowed: `at most the maximum of ${maximum}`,
      action: 'Raise `maximum`, or lower `minimum`',
    },
    {
      code: 'MaximumBelowZoneLoss',
      property: 'maximum',
      when: maximum < needed,
      value: maximum,
      allowed: `${needed} or more: ${reason}`,
      action: 'Raise `maximum`, or lower `peakMembers`',
    },
  ];
}

/** Warns with the numbers when the minimum does not carry the peak without a zone. */
export function warnOfZoneLoss(scope: Construct, { minimum, redundancy }: FleetCapacity): void {
  if (redundancy.isSurvivedBy(minimum)) return;
  const { zones, peakUnits, minimumUnits } = redundancy;
  const left = redundancy.survivors(minimum);
  const message = `The minimum of ${minimum} over ${zones} zones leaves ${left} when a zone is lost; the peak needs ${peakUnits}.`;
  const remedy = zones === 1 ? 'Use more zones.' : `Raise \`minimum\` to ${minimumUnits}, or leave it out.`;
  Validations.of(scope).addWarning('cdk-nines::MinimumDoesNotSurviveZone', `${message} ${remedy}`);
}

/** Warns with the numbers when the peak depends on capacity that can be reclaimed. */
export function warnOfSpot(scope: Construct, { instances, peakMembers }: FleetSettings): void {
  const { onDemandBase = 0, onDemandPercent = 100 } = instances._options;
  if (!instances._usesSpot || onDemandBase >= peakMembers) return;
  const share = `${onDemandBase} and ${onDemandPercent} percent of the others are on-demand`;
  const message = `Of the ${peakMembers} members that the peak needs, ${share}; the rest can be reclaimed at once.`;
  const remedy = 'Raise `onDemandBase` to the peak, or accept the risk.';
  Validations.of(scope).addWarning('cdk-nines::PeakDependsOnSpot', `${message} ${remedy}`);
}
