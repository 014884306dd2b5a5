import fc from 'fast-check';
import type { DerivedMetric, Source } from '../../../../lib/handlers/derived-metrics/configuration';
import { derive, type Series } from '../../../../lib/handlers/derived-metrics/derive';
import { keyOf } from '../../../../lib/handlers/derived-metrics/queries';
import { backlog, headroom, lag, source } from './examples';

type Values = Record<string, Record<number, number>>;

/** Values by the name and id of the source, each by the minute. */
function reader(values: Values): (source: Source) => Series {
  return ({ name, dimensions }) =>
    new Map(Object.entries(values[`${name}/${dimensions.Id}`] ?? {}).map(([time, value]) => [Number(time), value]));
}

function dataOf(metric: DerivedMetric, values: Values): [time: number, value: number][] {
  return derive([metric], reader(values)).data.map(({ time, value }) => [time, value]);
}

describe('calculates', () => {
  test.each<[string, DerivedMetric, Values, number]>([
    ['messages per member', backlog('orders'), { 'Visible/orders': { 1: 90 }, 'Members/orders': { 1: 3 } }, 30],
    ['an empty queue', backlog('orders'), { 'Visible/orders': { 1: 0 }, 'Members/orders': { 1: 3 } }, 0],
    ['nobody as one', backlog('orders'), { 'Visible/orders': { 1: 90 }, 'Members/orders': { 1: 0 } }, 90],
    ['the largest lag', lag(['a', 'b']), { 'Lag/a': { 1: 3 }, 'Lag/b': { 1: 12 } }, 12],
    ['lag in percent of the objective', lag(['a'], 300), { 'Lag/a': { 1: 30 } }, 10],
    ['lag in milliseconds', lag(['a'], 300, 0.001), { 'Lag/a': { 1: 450_000 } }, 150],
    ['headroom', headroom(source('Allowed', 'proxy')), { 'Used/proxy': { 1: 60 }, 'Allowed/proxy': { 1: 80 } }, 25],
    ['headroom of a known limit', headroom(200), { 'Used/proxy': { 1: 50 } }, 75],
    ['no headroom below none', headroom(100), { 'Used/proxy': { 1: 101 } }, 0],
  ])('%s', (_, metric, values, expected) => {
    expect(dataOf(metric, values)).toEqual([[1, expected]]);
  });
});

describe('has no datum', () => {
  test.each<[string, DerivedMetric, Values]>([
    ['without a backlog', backlog('orders'), { 'Members/orders': { 1: 3 } }],
    ['without members', backlog('orders'), { 'Visible/orders': { 1: 90 } }],
    ['without a common minute', backlog('orders'), { 'Visible/orders': { 1: 90 }, 'Members/orders': { 2: 3 } }],
    ['when a replica is silent', lag(['a', 'b']), { 'Lag/a': { 1: 3 } }],
    ['when a replica does not know its lag', lag(['a']), { 'Lag/a': { 1: -1 } }],
    [
      'when no connection is allowed',
      headroom(source('Allowed', 'proxy')),
      { 'Used/proxy': { 1: 0 }, 'Allowed/proxy': { 1: 0 } },
    ],
    ['without sources', lag([]), {}],
  ])('%s', (_, metric, values) => {
    expect(derive([metric], reader(values))).toEqual({ data: [], missing: [metric] });
  });
});

test('takes the newest minute that all sources have', () => {
  const values = { 'Visible/orders': { 1: 10, 2: 20, 3: 30 }, 'Members/orders': { 1: 1, 2: 2 } };
  expect(dataOf(backlog('orders'), values)).toEqual([[2, 10]]);
});

test('one metric without values does not hide another', () => {
  const metrics = [backlog('orders'), lag(['a'])];
  const { data, missing } = derive(metrics, reader({ 'Lag/a': { 1: 5 } }));
  expect([data.map(({ metric }) => metric), missing]).toEqual([[metrics[1]], [metrics[0]]]);
});

describe('whatever the values are', () => {
  const number = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.integer({ min: -1, max: 1000 }));
  const series = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5'), number);
  const keys = ['Visible/orders', 'Members/orders', 'Lag/a', 'Lag/b', 'Used/proxy', 'Allowed/proxy'] as const;
  const values = fc.record(Object.fromEntries(keys.map((key) => [key, series]))) as fc.Arbitrary<Values>;
  const metrics = [backlog('orders'), lag(['a', 'b'], 300), headroom(source('Allowed', 'proxy')), headroom(100)];

  test('a metric has a datum or is missing, and never both', () => {
    fc.assert(
      fc.property(values, (given) => {
        const { data, missing } = derive(metrics, reader(given));
        const places = [...data.map(({ metric }) => metric), ...missing].map((metric) => metrics.indexOf(metric));
        expect(places.sort()).toEqual([0, 1, 2, 3]);
      }),
    );
  });

  test('nothing is invented: all sources have a value in the minute of the datum', () => {
    fc.assert(
      fc.property(values, (given) => {
        for (const { metric, time } of derive(metrics, reader(given)).data) {
          const sources = Object.values(metric.formula)
            .flat()
            .filter((each) => typeof each === 'object');
          const read = sources.map((each: Source) => reader(given)(each).get(time));
          expect(read).not.toContain(undefined);
        }
      }),
    );
  });

  test('values are what CloudWatch takes, and headroom is a share', () => {
    fc.assert(
      fc.property(values, (given) => {
        for (const { metric, value } of derive(metrics, reader(given)).data) {
          expect(Number.isFinite(value) && value >= 0).toBe(true);
          expect(metric.name === 'PoolHeadroom' && value > 100).toBe(false);
        }
      }),
    );
  });

  test('backlog per member is at most the backlog, and falls with more members', () => {
    const count = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(count, count, count, (visible, members, more) => {
        const per = (running: number) =>
          dataOf(backlog('orders'), { 'Visible/orders': { 1: visible }, 'Members/orders': { 1: running } })[0][1];
        expect(per(members)).toBeLessThanOrEqual(visible);
        expect(per(members + more)).toBeLessThanOrEqual(per(members));
      }),
    );
  });

  test('a second run over the same values makes the same data', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(derive(metrics, reader(given))).toEqual(derive(metrics, reader(given)));
      }),
    );
  });

  test('older values change nothing', () => {
    fc.assert(
      fc.property(values, series, (given, old) => {
        const time = dataOf(backlog('orders'), given)[0]?.[0];
        fc.pre(time !== undefined);
        const older = Object.fromEntries(Object.entries(old).filter(([minute]) => Number(minute) < time));
        const more = { ...given, 'Visible/orders': { ...older, ...given['Visible/orders'] } };
        expect(dataOf(backlog('orders'), more)).toEqual(dataOf(backlog('orders'), given));
      }),
    );
  });
});

test('sources are the same when only the order of their dimensions differs', () => {
  const one = { ...source('Visible', 'a'), dimensions: { A: '1', B: '2' } };
  expect(keyOf(one)).toBe(keyOf({ ...one, dimensions: { B: '2', A: '1' } }));
});
