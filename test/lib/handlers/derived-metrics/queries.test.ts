import fc from 'fast-check';
import { readEvent } from '../../../../lib/handlers/derived-metrics/configuration';
import { batches, queriesFor, windowBefore } from '../../../../lib/handlers/derived-metrics/queries';
import { backlog, headroom, lag } from './examples';

test('asks for each source once', () => {
  const queries = queriesFor([lag(['a', 'b']), lag(['a'], 300), backlog('orders'), headroom(100)]);
  expect(queries.map(({ id, source }) => `${id} ${source.name}/${source.dimensions.Id}`)).toEqual([
    'q0 Lag/a',
    'q1 Lag/b',
    'q2 Visible/orders',
    'q3 Members/orders',
    'q4 Used/proxy',
  ]);
});

test('reads the five minutes that are complete', () => {
  const { start, end } = windowBefore('2026-11-21T10:07:42Z');
  expect([start.toISOString(), end.toISOString()]).toEqual(['2026-11-21T10:02:00.000Z', '2026-11-21T10:07:00.000Z']);
});

test('batches keep everything in order, and none is too large or empty', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 1200 }), fc.integer({ min: 1, max: 500 }), (items, size) => {
      const parts = batches(items, size);
      expect(parts.flat()).toEqual(items);
      expect(parts.every(({ length }) => length > 0 && length <= size)).toBe(true);
      expect(parts.length).toBe(Math.ceil(items.length / size));
    }),
  );
});

describe('an event', () => {
  const event = { time: '2026-11-21T10:07:42Z', namespace: 'Shop', metrics: [backlog('orders')] };

  test('is read as it was sent', () => {
    expect(readEvent(event)).toEqual(event);
  });

  test.each([
    ['nothing', undefined, 'no time'],
    ['no time', { ...event, time: undefined }, 'no time'],
    ['a time that is none', { ...event, time: 'soon' }, 'no time'],
    ['no namespace', { ...event, namespace: '' }, 'no namespace'],
    ['no metrics', { ...event, metrics: undefined }, 'no metrics'],
  ])('fails with %s', (_, sent, message) => {
    expect(() => readEvent(sent)).toThrow(message);
  });
});
