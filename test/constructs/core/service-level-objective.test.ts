import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { ServiceLevelObjective } from '../../../constructs/core';
import { codesOf, errorOf } from '../../_helpers/errors';

test.each([
  // Minutes in a year of 365 days, the table that the industry quotes.
  [99, 87.6 * 60],
  [99.9, 8.76 * 60],
  [99.99, 52.56],
  [99.999, 5.256],
])('%p percent allow %p minutes a year', (availability, minutes) => {
  const allowed = new ServiceLevelObjective({ availability }).allowedDowntimePerYear;
  expect(allowed.toMinutes({ integral: false })).toBeCloseTo(minutes, 6);
});

test('the budget of a 30-day window', () => {
  const objective = new ServiceLevelObjective({ availability: 99.95, sla: 99.9 });
  expect(objective.errorBudget).toBe(0.05);
  expect(objective.errorRate).toBe(0.05);
  expect(objective.allowedDowntime.toSeconds()).toBe(1296);
});

test('another window has another downtime but the same budget', () => {
  const objective = new ServiceLevelObjective({ availability: 99.9, window: Duration.days(7) });
  expect([objective.errorBudget, objective.allowedDowntime.toMilliseconds()]).toEqual([0.1, 604_800]);
});

test('a window need not be a whole number of seconds', () => {
  const objective = new ServiceLevelObjective({ availability: 99, window: Duration.millis(3_600_500) });
  expect(objective.allowedDowntime.toMilliseconds()).toBe(36_005);
});

test('latency goals are sorted by percentile', () => {
  const threshold = Duration.millis(200);
  const latency = [99, 50, 95].map((percentile) => ({ percentile, threshold }));
  const objective = new ServiceLevelObjective({ availability: 99.9, latency });
  expect(objective.latency.map((goal) => goal.percentile)).toEqual([50, 95, 99]);
});

test('fails on an objective of 100 percent', () => {
  expect(errorOf(() => new ServiceLevelObjective({ availability: 100 })).message).toBe(
    'ServiceLevelObjective: [AvailabilityOutOfRange] availability is 100; allowed: above 0 and below 100 percent. ' +
      'State an availability that leaves an error budget, for example 99.95.',
  );
});

test('fails when the objective is not stricter than the agreement', () => {
  expect(codesOf(() => new ServiceLevelObjective({ availability: 99.9, sla: 99.95 }))).toEqual([
    'ObjectiveWeakerThanAgreement',
  ]);
  expect(codesOf(() => new ServiceLevelObjective({ availability: 99.9, sla: 99.9 }))).toEqual([
    'ObjectiveWeakerThanAgreement',
  ]);
});

test('fails with all problems at once', () => {
  const latency = [{ percentile: 0, threshold: Duration.millis(0) }];
  const codes = codesOf(
    () => new ServiceLevelObjective({ availability: 0, sla: 101, errorRate: -1, latency, window: Duration.minutes(1) }),
  );
  expect(codes).toEqual([
    'AvailabilityOutOfRange',
    'AgreementOutOfRange',
    'ErrorRateOutOfRange',
    'WindowTooShort',
    'PercentileOutOfRange',
    'LatencyNotPositive',
  ]);
});

test('a stricter objective never allows more downtime', () => {
  const availability = fc.double({ min: 0.001, max: 99.999, noNaN: true });
  const downtime = (value: number) =>
    new ServiceLevelObjective({ availability: value }).allowedDowntime.toMilliseconds();
  fc.assert(fc.property(availability, availability, (a, b) => downtime(Math.max(a, b)) <= downtime(Math.min(a, b))));
});
