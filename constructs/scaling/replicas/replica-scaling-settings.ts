import { Duration } from 'aws-cdk-lib';
import type { ReplicaScalingProps } from './replica-scaling-props';

/** A load that adds replicas, or that removes one. */
export interface LoadLevel {
  readonly cpuPercent: number;
  readonly connections?: number;
}

/** What the user said, with the defaults filled in; times in minutes. */
export interface ScalingSettings {
  readonly maximum: number;
  readonly high: LoadLevel;
  readonly low: LoadLevel;
  readonly highFor: number;
  readonly lowFor: number;
  readonly step: number;
  readonly coolDown: number;
  readonly longestAdd: number;
  readonly drainFor: number;
  readonly longest: number;
  readonly checkEvery: number;
}

/** Alarm, health check and the caches of resolvers, after the load has moved. */
export const SETTLING = 5;
/** What RDS takes to delete a replica, at most. */
export const LONGEST_DELETION = 60;

/** A standard workflow has 25,000 events; the rest is slack. */
const MOST_EVENTS = 20_000;
/** What one look at a replica, a minute after the last one, adds to the history. */
const EVENTS_PER_LOOK = 20;
/** Looks that a run has history for. */
export const MOST_LOOKS = MOST_EVENTS / EVENTS_PER_LOOK;

export function scalingSettings(props: ReplicaScalingProps): ScalingSettings {
  const highFor = minutes(props.highFor, 5);
  return {
    maximum: props.maximumReplicas,
    high: { cpuPercent: props.highCpuPercent ?? 60, connections: props.highConnections },
    low: { cpuPercent: props.lowCpuPercent ?? 25, connections: props.lowConnections },
    highFor,
    lowFor: minutes(props.lowFor, 30),
    step: props.step ?? 1,
    coolDown: minutes(props.coolDown, Math.max(15, highFor + SETTLING)),
    longestAdd: minutes(props.longestAdd, 60),
    drainFor: minutes(props.drainFor, 10),
    longest: minutes(props.maximumDuration, 12 * 60),
    checkEvery: minutes(props.checkEvery, 15),
  };
}

/** The longest way through one round: a replica that is not added in time is removed, and then there is a pause. */
export function longestRound({ longestAdd, drainFor, coolDown, lowFor }: ScalingSettings): number {
  return longestAdd + SETTLING + drainFor + LONGEST_DELETION + Math.max(coolDown, lowFor);
}

/** The most that one round looks at replicas, every minute at each of them. */
export function looksOf({ longestAdd, drainFor, step }: ScalingSettings): number {
  return (longestAdd + drainFor + LONGEST_DELETION) * step;
}

/** How many rounds a run has time and history for; the next run goes on. */
export function roundsOf(settings: ScalingSettings): number {
  return Math.min(Math.floor(settings.longest / longestRound(settings)), Math.floor(MOST_LOOKS / looksOf(settings)));
}

function minutes(duration: Duration | undefined, otherwise: number): number {
  return (duration ?? Duration.minutes(otherwise)).toMinutes({ integral: false });
}
