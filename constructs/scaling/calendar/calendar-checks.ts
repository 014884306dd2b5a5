import type { Check } from '../../core/errors';
import type { PlannedEvent } from './calendar-event';
import { eventChecks } from './calendar-event-checks';

/** Time in which the former event sets back what it raised. */
const GAP = 15 * 60;

/** Everything that can be wrong with the events of a plan. */
export function calendarChecks(events: PlannedEvent[]): Check[] {
  return [duplicateCheck(events), ...events.flatMap(eventChecks), ...overlapChecks(events)];
}

function duplicateCheck(events: PlannedEvent[]): Check {
  const names = events.map(({ event }) => event.name);
  const repeated = names.filter((name, position) => names.indexOf(name) !== position);
  return {
    code: 'DuplicateEvent',
    property: 'events',
    when: repeated.length > 0,
    value: repeated,
    allowed: 'each name once',
    action: 'Rename events; the year is a good part of a name',
  };
}

/** Two events of a plan, or two plans with the same resource, would each take the other's raised value for the usual one. */
function overlapChecks(events: PlannedEvent[]): Check[] {
  return events.flatMap((later, position) =>
    events.slice(0, position).map((earlier) => overlapCheck(later, earlier, 'the plan')),
  );
}

/** Whether two events use something at the same time. */
export function overlapCheck(one: PlannedEvent, other: PlannedEvent, what: string): Check {
  return {
    code: 'EventsOverlap',
    property: 'events',
    when: one.prewarm < other.end + GAP && other.prewarm < one.end + GAP,
    value: [one.event.name, other.event.name],
    allowed: `pre-warms of ${what} that begin 15 minutes or more after the end of the event before`,
    action: 'Combine the events to one, or shorten the lead of the later one',
  };
}
