import type { Check } from '../../constructs/core/errors';
import type { PlatformEvent } from './platform-event';

/** Events from a list of objects (cdk.json); none when it is no such list, which the check tells. */
export function eventsFrom(value: unknown): PlatformEvent[] {
  return isEvents(value) ? value : [];
}

export function eventsCheck(value: unknown): Check {
  return {
    code: 'InvalidEvents',
    property: 'events',
    when: value !== undefined && !isEvents(value),
    value,
    allowed: 'a list of objects with name, start, end and loadFactor (above 1)',
    action: 'Correct `events` in cdk.json; start and end are instants such as 2026-11-27T08:00:00Z',
  };
}

function isEvents(value: unknown): value is PlatformEvent[] {
  return Array.isArray(value) && value.every(isEvent);
}

function isEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, start, end, loadFactor } = value as Partial<PlatformEvent>;
  const texts = [name, start, end].every((text) => typeof text === 'string');
  return texts && typeof loadFactor === 'number' && loadFactor > 1;
}
