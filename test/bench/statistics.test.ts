import { goal, median, ratios, summary } from './statistics';

describe('statistics', () => {
  test.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('a summary is rounded', () => {
    expect(summary([1.234, 5.678, 9.999], 1)).toEqual({ median: 5.7, min: 1.2, max: 10 });
  });

  test('a ratio is taken within its round', () => {
    expect(ratios([2, 40], [1, 10])).toEqual([2, 4]);
  });

  test('a goal is judged before rounding', () => {
    expect(goal([1.1504], 1.15)).toEqual({ median: 1.15, min: 1.15, max: 1.15, target: 1.15, met: false });
    expect(goal([1.15], 1.15).met).toBe(true);
  });
});
