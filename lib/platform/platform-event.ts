import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Redundancy } from '../../constructs/core';
import { type CalendarEvent, PrewarmTarget } from '../../constructs/scaling';
import type { PlatformLoad } from './platform-load';

/** Load that is known by its date: a sale, a broadcast. */
export interface PlatformEvent {
  /** Name: letters, digits and hyphens. */
  readonly name: string;
  /** When the load comes: an instant in UTC, for example `2026-11-27T08:00:00Z`. */
  readonly start: string;
  /** When it is over: an instant in UTC. */
  readonly end: string;
  /** How many times the usual peak it is: above 1. */
  readonly loadFactor: number;
}

/** What has to carry an event. */
export interface EventTier {
  readonly load: PlatformLoad;
  readonly zones: number;
  readonly entry: elbv2.IApplicationLoadBalancer;
}

/**
 * New connections per second that a capacity unit takes: the scarcest of its dimensions, if every request is a new one.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html
 */
const CONNECTIONS_PER_UNIT = 25;
const FEWEST_UNITS = 100;

/** Members that carry an event in a region although a zone is lost. */
function membersFor({ loadFactor }: PlatformEvent, { peakMembers }: PlatformLoad, zones: number): number {
  return new Redundancy({ peakUnits: Math.ceil(peakMembers * loadFactor), zones }).minimumUnits;
}

/** The most members that any event needs, if that is more than twice what runs anyway. */
export function maximumFor(events: PlatformEvent[], load: PlatformLoad, zones: number): number | undefined {
  const usual = 2 * new Redundancy({ peakUnits: load.peakMembers, zones }).minimumUnits;
  const most = Math.max(0, ...events.map((event) => membersFor(event, load, zones)));
  return most > usual ? most : undefined;
}

/** An event as a tier sees it: its members, and the load balancer in front of them. */
export function calendarEvent(event: PlatformEvent, { load, zones, entry }: EventTier): CalendarEvent {
  const { name, start, end, loadFactor } = event;
  const connections = load.regionalPeakRequestsPerSecond * loadFactor;
  const units = Math.max(FEWEST_UNITS, Math.ceil(connections / CONNECTIONS_PER_UNIT));
  const targets = [
    PrewarmTarget.members(membersFor(event, load, zones)),
    PrewarmTarget.loadBalancerCapacity(entry, units),
  ];
  return { name, start, end, targets };
}
