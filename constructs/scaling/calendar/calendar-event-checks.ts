import type { Check } from '../../core/errors';
import type { CalendarEvent, PlannedEvent } from './calendar-event';
import { instantOf, secondsOf } from './calendar-instant';

/** Executions end after a year, and the schedule comes back after one. */
const MOST_SECONDS = 360 * 24 * 3600;

/**
 * Executions also end after 25,000 events. Each target makes up to 26 at each look, of which there are one an hour at least,
 * and 42 at each of 27 attempts to set it back: ten of them fit, even when every call fails all the time.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MOST_TARGETS = 10;
const MOST_LEAD = 48 * 3600;

/** Everything that can be wrong with one event. */
export function eventChecks(planned: PlannedEvent): Check[] {
  const { event, items } = planned;
  return [
    nameCheck(event),
    instantCheck(event, 'start'),
    instantCheck(event, 'end'),
    orderCheck(planned),
    lengthCheck(planned),
    ...leadChecks(planned),
    ...targetChecks(planned),
    ...items.flatMap(({ checks }) => checks),
  ].map((check) => ({ ...check, property: `events ${event.name} ${check.property}` }));
}

function nameCheck({ name }: CalendarEvent): Check {
  return {
    code: 'EventNameInvalid',
    property: 'name',
    when: !/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(name),
    value: name,
    allowed: 'at most 40 letters, digits and hyphens, the first no hyphen',
    action: 'Rename the event',
  };
}

function instantCheck(event: CalendarEvent, property: 'start' | 'end'): Check {
  return {
    code: 'InstantInvalid',
    property,
    when: secondsOf(event[property]) === undefined,
    value: event[property],
    allowed: 'an instant in UTC such as 2026-11-27T08:00:00Z',
    action: 'Write it with a Z at its end, and without fractions of a second',
  };
}

function orderCheck({ event, start, end }: PlannedEvent): Check {
  return {
    code: 'EndBeforeStart',
    property: 'end',
    when: end <= start,
    value: event.end,
    allowed: `later than the start, ${event.start}`,
    action: 'Correct start or end',
  };
}

function lengthCheck({ end, prewarm }: PlannedEvent): Check {
  return {
    code: 'EventTooLong',
    property: 'end',
    when: end - prewarm > MOST_SECONDS,
    value: instantOfOrNothing(end),
    allowed: 'at most 360 days from the beginning of the pre-warm to the end',
    action: 'Shorten the event, or raise the minimum of the tier',
  };
}

function leadChecks({ slowest, lead }: PlannedEvent): Check[] {
  const least = slowest?.warmUpSeconds ?? 0;
  const value = `${lead} seconds`;
  return [
    {
      code: 'LeadTooShort',
      property: 'preWarmLead',
      when: lead < least,
      value,
      allowed: `${least} seconds or more: so long it takes until there are ${slowest?.label}`,
      action: 'Begin earlier, or state a shorter time for this target if you have measured it',
    },
    {
      code: 'LeadTooLong',
      property: 'preWarmLead',
      when: lead > MOST_LEAD,
      value,
      allowed: `at most ${MOST_LEAD} seconds, which are two days`,
      action: 'Begin later: what is raised is paid for, and no capacity takes that long',
    },
  ];
}

function targetChecks({ event, items }: PlannedEvent): Check[] {
  const resources = items.map(({ resource }) => resource);
  return [
    {
      code: 'NothingToWarm',
      property: 'targets',
      when: items.length === 0,
      value: [],
      allowed: 'at least one target',
      action: `State what ${event.name} needs, or remove it`,
    },
    {
      code: 'TooManyTargets',
      property: 'targets',
      when: items.length > MOST_TARGETS,
      value: items.length,
      allowed: `at most ${MOST_TARGETS}`,
      action: 'Spread them over the plans of several tiers',
    },
    {
      code: 'DuplicateTarget',
      property: 'targets',
      when: new Set(resources).size < resources.length,
      value: resources,
      allowed: 'each resource once',
      action: 'Combine the targets of a resource',
    },
  ];
}

function instantOfOrNothing(seconds: number): string | undefined {
  return Number.isNaN(seconds) ? undefined : instantOf(seconds);
}
