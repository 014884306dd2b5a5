import fc from 'fast-check';
import { Duration } from 'aws-cdk-lib';
import { calendarChecks } from '../../../../constructs/scaling/calendar/calendar-checks';
import { type CalendarEvent, plan, workflowInput } from '../../../../constructs/scaling/calendar/calendar-event';
import { calendarFields, instantOf, secondsOf } from '../../../../constructs/scaling/calendar/calendar-instant';
import type { PrewarmItem } from '../../../../constructs/scaling/calendar/prewarm-kind';
import { MEMBERS } from '../../../../constructs/scaling/calendar/prewarm-members';
import { PrewarmTarget } from '../../../../constructs/scaling/calendar/prewarm-target';
import { sale } from '../scaling-fixture';

/** A tier whose members take seven minutes. */
const tier = {
  _members: (want: number, seconds = 420): PrewarmItem => ({
    kind: MEMBERS,
    resource: 'Web',
    label: `${want} members of Web`,
    input: { want },
    warmUpSeconds: seconds,
    reads: [],
    statements: [],
    checks: [],
  }),
};

function codesOf(...events: CalendarEvent[]): string[] {
  const checks = calendarChecks(events.map((event) => plan(event, tier)));
  return checks.filter(({ when }) => when).map(({ code }) => code);
}

describe('an instant', () => {
  test.each(['2026-11-27T08:00Z', '2026-11-27T08:00:00Z', '2028-02-29T23:59:59Z'])('is one: %s', (instant) => {
    expect(instantOf(secondsOf(instant)!).slice(0, 16)).toBe(instant.slice(0, 16));
  });

  test.each([
    '27.11.2026',
    '2026-11-27',
    '2026-11-27T08:00:00',
    '2026-11-27T08:00:00+01:00',
    '2026-11-27T08:00:00.5Z',
    '2026-02-30T08:00:00Z',
    '2026-11-27T24:00:00Z',
    '2026-13-01T00:00:00Z',
    '',
  ])('is none: %s', (instant) => {
    expect(secondsOf(instant)).toBeUndefined();
  });

  test('is the same after a way through text and schedule', () => {
    const seconds = fc.integer({ min: 0, max: 4e9 });
    const property = fc.property(seconds, (instant) => {
      const { minute, hour, day, month } = calendarFields(instant);
      const text = instantOf(instant);
      expect(secondsOf(text)).toBe(instant);
      const padded = [month, day, hour, minute].map((field) => field.padStart(2, '0'));
      expect(text.slice(5, 16)).toBe(`${padded[0]}-${padded[1]}T${padded[2]}:${padded[3]}`);
    });
    fc.assert(property);
  });
});

describe('an event', () => {
  test('begins its pre-warm a lead before, in a whole minute', () => {
    const start = '2027-01-01T00:30:59Z';
    const { prewarm } = plan(sale({ start, end: '2027-01-02T00:00:00Z', preWarmLead: Duration.hours(1) }), tier);
    expect(instantOf(prewarm)).toBe('2026-12-31T23:30:00Z');
  });

  test.each([
    ['an hour', 420, 3600],
    ['twice its slowest target', 3000, 6000],
  ])('leads by %s unless it says otherwise', (_, seconds, lead) => {
    const targets = [PrewarmTarget.members(40, Duration.seconds(seconds))];
    expect(plan(sale({ preWarmLead: undefined, targets }), tier).lead).toBe(lead);
  });

  test('may have a lead and targets in fractions of a second', () => {
    const odd = { preWarmLead: Duration.millis(3600500), targets: [PrewarmTarget.members(40, Duration.millis(1500))] };
    const planned = plan(sale(odd), tier);
    expect([planned.lead, planned.slowest?.warmUpSeconds, instantOf(planned.prewarm)]).toEqual([
      3600.5,
      1.5,
      '2026-11-27T06:59:00Z',
    ]);
  });

  test('tells the workflow when, what, and how often to look', () => {
    expect(workflowInput(plan(sale(), tier))).toEqual({
      event: 'sale-2026',
      notBefore: '2026-11-26T04:00:00Z',
      start: '2026-11-27T08:00:00Z',
      end: '2026-11-28T20:00:00Z',
      giveUp: '2026-11-29T22:00:00Z',
      poll: 480,
      changes: [{ kind: 'members', label: '40 members of Web', want: 40 }],
    });
  });

  test('may be over, and may follow another one after a quarter of an hour', () => {
    const old = sale({ name: 'old', start: '2001-01-01T00:00:00Z', end: '2001-01-02T00:00:00Z' });
    const next = sale({ name: 'next', start: '2001-01-02T04:15:00Z', end: '2001-01-03T00:00:00Z' });
    expect(codesOf(old, next)).toEqual([]);
  });
});

describe('fails', () => {
  test.each<[string, Partial<CalendarEvent>]>([
    ['EventNameInvalid', { name: 'Black Friday' }],
    ['EventNameInvalid', { name: '' }],
    ['InstantInvalid', { start: 'tomorrow' }],
    ['InstantInvalid', { end: '2026-11-31T00:00:00Z' }],
    ['EndBeforeStart', { end: '2026-11-27T07:00:00Z' }],
    ['EndBeforeStart', { end: '2026-11-27T08:00:00Z' }],
    ['EventTooLong', { end: '2027-11-27T07:00:00Z' }],
    ['LeadTooShort', { preWarmLead: Duration.minutes(5) }],
    ['LeadTooLong', { preWarmLead: Duration.hours(49) }],
    ['NothingToWarm', { targets: [] }],
    ['DuplicateTarget', { targets: [PrewarmTarget.members(10), PrewarmTarget.members(20)] }],
  ])('with %s for %j', (code, changes) => {
    expect(codesOf(sale(changes))).toEqual([code]);
  });

  test('with more targets than the history of an execution has room for', () => {
    const targets = (count: number) => Array.from({ length: count }, () => PrewarmTarget.members(40));
    expect(codesOf(sale({ targets: targets(11) }))).toContain('TooManyTargets');
    expect(codesOf(sale({ targets: targets(10) }))).not.toContain('TooManyTargets');
  });

  test('with two events of a name, and with events whose pre-warm begins before the other is over', () => {
    const late = { start: '2026-11-29T00:14:00Z', end: '2026-11-30T00:00:00Z' };
    expect(codesOf(sale(), sale(late))).toEqual(['DuplicateEvent', 'EventsOverlap']);
    expect(codesOf(sale(late), sale({ name: 'before' }))).toEqual(['EventsOverlap']);
  });

  test('always when two events share a second, and never when they are a day apart', () => {
    const hours = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 100 }));
    const at = (hour: number) => instantOf(secondsOf('2026-01-01T00:00:00Z')! + hour * 3600);
    const property = fc.property(hours, hours, ([from, length], [otherFrom, otherLength]) => {
      const one = sale({ name: 'one', start: at(from), end: at(from + length) });
      const other = sale({ name: 'other', start: at(otherFrom), end: at(otherFrom + otherLength) });
      const overlap = codesOf(one, other).includes('EventsOverlap');
      const gap = Math.max(otherFrom - (from + length), from - (otherFrom + otherLength));
      // The lead of four hours and a quarter of an hour between.
      expect(overlap).toBe(gap < 5);
    });
    fc.assert(property);
  });

  test('with the slowest target and its time', () => {
    const planned = plan(sale({ preWarmLead: Duration.minutes(5) }), tier);
    const [check] = calendarChecks([planned]).filter(({ when }) => when);
    expect(check).toMatchObject({
      property: 'events sale-2026 preWarmLead',
      value: '300 seconds',
      allowed: '420 seconds or more: so long it takes until there are 40 members of Web',
    });
  });
});
