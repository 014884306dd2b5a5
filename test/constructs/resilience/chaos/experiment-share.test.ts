import fc from 'fast-check';
import { TargetShare } from '../../../../constructs/resilience/chaos/experiment-share';

const RESOURCES = Array.from({ length: 100 }, (_, index) => index + 1);

test('a percentage is never exceeded, whatever the number of targets', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (percent) => {
      const share = TargetShare.percent(percent);
      for (const found of RESOURCES) expect(share.selected(found) * 100).toBeLessThanOrEqual(found * percent);
    }),
    { numRuns: 100 },
  );
});

test('a count is never exceeded, and no more is hit than there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (count) => {
      const share = TargetShare.count(count);
      for (const found of RESOURCES) expect(share.selected(found)).toBe(Math.min(count, found));
    }),
    { numRuns: 100 },
  );
});

test.each([
  // The examples of the documentation of FIS: half of five is two, 5 % of four is none.
  [TargetShare.percent(50), 5, 2],
  [TargetShare.percent(5), 4, 0],
  [TargetShare.percent(25), 8, 2],
  [TargetShare.percent(100), 7, 7],
  [TargetShare.count(3), 2, 2],
])('FIS rounds down: %p of %d', (share, found, selected) => {
  expect(share.selected(found)).toBe(selected);
});

test('the selection mode is spelled as FIS reads it', () => {
  expect(TargetShare.percent(34).selectionMode).toBe('PERCENT(34)');
  expect(TargetShare.count(2).selectionMode).toBe('COUNT(2)');
});
