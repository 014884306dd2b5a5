import fc from 'fast-check';
import {
  alertThreshold,
  type BudgetAlert,
  budgetUsedPercent,
  burnRateFactor,
  burnRateOf,
  errorRatioAt,
  lowestObjective,
  secondsToExhaustion,
} from '../../../../constructs/observability/slo/burn-rate';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Published windows and shares of the budget, with the burn rates that belong to them. */
const TABLES: [days: number, percent: number, hours: number, factor: number][] = [
  [30, 2, 1, 14.4],
  [30, 5, 6, 6],
  [30, 10, 24, 3],
  [30, 10, 72, 1],
  [28, 2, 1, 13.44],
  [28, 5, 6, 5.6],
  [28, 10, 24, 2.8],
  [7, 10, 1, 16.8],
  [7, 20, 6, 5.6],
  [7, 40, 24, 2.8],
];

describe('published numbers', () => {
  test.each(TABLES)('of %d days, %d percent in %d hours is a burn rate of %d', (days, budgetPercent, hours, factor) => {
    expect(burnRateFactor({ budgetPercent, alertSeconds: hours * HOUR }, days * DAY)).toBe(factor);
  });

  test('28 days have no round factor for 10 percent in 3 days', () => {
    expect(burnRateFactor({ budgetPercent: 10, alertSeconds: 3 * DAY }, 28 * DAY)).toBeCloseTo(14 / 15, 11);
  });

  test.each([
    [14.4, 0.1, 0.0144],
    [6, 0.1, 0.006],
    [1, 0.1, 0.001],
    [14.4, 0.01, 0.00144],
    [14.4, 1, 0.144],
    [6, 0.05, 0.003],
  ])('a burn rate of %d of a budget of %d percent is a share of %d', (factor, budget, ratio) => {
    expect(errorRatioAt(factor, budget)).toBe(ratio);
  });

  test.each([
    [14.4, 50],
    [6, 120],
    [3, 240],
    [1, 720],
  ])('a burn rate of %d uses up 30 days in %d hours', (factor, hours) => {
    expect(secondsToExhaustion(factor, 30 * DAY)).toBe(hours * HOUR);
  });

  test('1,050 errors of 42,000 requests at 99.5 percent burn at 5, or 25/36 percent of 30 days an hour', () => {
    expect(burnRateOf(1050 / 42_000, 0.5)).toBe(5);
    expect(budgetUsedPercent(5, HOUR, 30 * DAY)).toBeCloseTo(25 / 36, 11);
  });

  test('14.4 can be reached above 67/72 only', () => {
    expect(lowestObjective(14.4)).toBeCloseTo((100 * 67) / 72, 9);
    expect(errorRatioAt(14.4, 100 - 93.05)).toBeGreaterThan(1);
    expect(errorRatioAt(14.4, 100 - 93.06)).toBeLessThan(1);
  });
});

describe('for any objective', () => {
  const alert = fc.record<BudgetAlert>({
    budgetPercent: fc.double({ min: 0.1, max: 100, noNaN: true }),
    alertSeconds: fc.integer({ min: 1, max: 7 * 24 * 60 }).map((minutes) => minutes * 60),
  });
  const windowSeconds = fc.integer({ min: 1, max: 400 }).map((days) => days * DAY);
  const errorBudgetPercent = fc.double({ min: 0.0001, max: 50, noNaN: true });

  test('a stricter objective never raises a threshold', () => {
    const property = fc.property(alert, windowSeconds, errorBudgetPercent, errorBudgetPercent, (a, w, one, other) => {
      const strict = alertThreshold(a, { windowSeconds: w, errorBudgetPercent: Math.min(one, other) });
      const loose = alertThreshold(a, { windowSeconds: w, errorBudgetPercent: Math.max(one, other) });
      expect(strict).toBeLessThanOrEqual(loose);
    });
    fc.assert(property);
  });

  test('a shorter window of the objective never raises a threshold', () => {
    const property = fc.property(alert, windowSeconds, windowSeconds, errorBudgetPercent, (a, one, other, budget) => {
      const short = alertThreshold(a, { windowSeconds: Math.min(one, other), errorBudgetPercent: budget });
      const long = alertThreshold(a, { windowSeconds: Math.max(one, other), errorBudgetPercent: budget });
      expect(short).toBeLessThanOrEqual(long);
    });
    fc.assert(property);
  });

  test('a constant burn at the threshold uses up the stated share within the time of the alert, minute by minute', () => {
    const property = fc.property(alert, windowSeconds, errorBudgetPercent, (a, window, budget) => {
      const ratio = alertThreshold(a, { windowSeconds: window, errorBudgetPercent: budget });
      const perMinute = budgetUsedPercent(burnRateOf(ratio, budget), 60, window);
      let used = 0;
      for (let minute = 0; minute < a.alertSeconds / 60; minute++) used += perMinute;
      expect(used / a.budgetPercent).toBeCloseTo(1, 6);
    });
    fc.assert(property);
  });

  test('a burn of 1 lasts for the window, and a faster one in proportion less', () => {
    const property = fc.property(windowSeconds, fc.double({ min: 0.1, max: 1000, noNaN: true }), (window, factor) => {
      expect(secondsToExhaustion(1, window)).toBe(window);
      expect(budgetUsedPercent(factor, secondsToExhaustion(factor, window), window)).toBeCloseTo(100, 6);
    });
    fc.assert(property);
  });
});
