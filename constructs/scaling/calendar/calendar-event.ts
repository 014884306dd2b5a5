import type { Duration } from 'aws-cdk-lib';
import { instantOf, secondsOf, wholeMinute } from './calendar-instant';
import type { MembersOwner, PrewarmItem } from './prewarm-kind';
import type { PrewarmTarget } from './prewarm-target';

/**
 * Load that is known before: a sale, a broadcast, a deadline. It is added to the plan before its pre-warm begins, stays in it
 * until it is over, and may stay for ever: old events do nothing.
 */
export interface CalendarEvent {
  /** Its name, for people and in construct ids: letters, digits and hyphens. */
  readonly name: string;
  /** When the load comes: an instant in UTC, for example `2026-11-27T08:00:00Z`. */
  readonly start: string;
  /** When it is over: an instant in UTC. Capacities are set back then. */
  readonly end: string;
  /**
   * How long before the start capacities are raised: at least as long as the slowest of them takes.
   * @default - twice as long as the slowest takes, at least an hour
   */
  readonly preWarmLead?: Duration;
  /** What is raised, each resource once. */
  readonly targets: PrewarmTarget[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An event with its numbers, in seconds. */
export interface PlannedEvent {
  readonly event: CalendarEvent;
  readonly items: PrewarmItem[];
  /** The item that takes longest. */
  readonly slowest?: PrewarmItem;
  readonly lead: number;
  /** When it starts; not a number when it cannot be read, as are all that follow from it. */
  readonly start: number;
  readonly end: number;
  /** When capacities are raised. */
  readonly prewarm: number;
}

/** Works out what an event means for the tier. */
export function plan(event: CalendarEvent, tier: MembersOwner): PlannedEvent {
  const items = event.targets.map((target) => target._item(tier));
  const [slowest] = [...items].sort((a, b) => b.warmUpSeconds - a.warmUpSeconds);
  const lead = event.preWarmLead?.toSeconds({ integral: false }) ?? Math.max(2 * (slowest?.warmUpSeconds ?? 0), HOUR);
  const start = secondsOf(event.start) ?? NaN;
  const end = secondsOf(event.end) ?? NaN;
  return { event, items, slowest, lead, start, end, prewarm: wholeMinute(start - lead) };
}

/** A fair number of looks at what is still on its way, in the time that there is; the longest lead has some more. */
const LOOKS = 30;

/** Load balancers take back capacity units twice a day at most: so long it may take until all is set back. */
const PATIENCE = 26 * HOUR;

/** What the workflow is told about an event. */
export function workflowInput({ event, items, lead, start, end, prewarm }: PlannedEvent): object {
  return {
    event: event.name,
    notBefore: instantOf(prewarm - DAY),
    start: instantOf(start),
    end: instantOf(end),
    giveUp: instantOf(end + PATIENCE),
    poll: Math.min(Math.max(Math.ceil(lead / LOOKS), MINUTE), HOUR),
    changes: items.map(({ kind, label, input }) => ({ kind: kind.name, label, ...input })),
  };
}
