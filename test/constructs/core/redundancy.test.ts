import fc from 'fast-check';
import { Redundancy } from '../../../constructs/core';
import { codesOf } from '../../_helpers/errors';

test.each([
  // peak, zones, minimum: the survivors of the fullest zone must still carry the peak
  [2, 3, 3],
  [4, 3, 6],
  [5, 3, 9],
  [4, 2, 8],
  [4, 1, 4],
])('%p units at the peak over %p zones need %p', (peakUnits, zones, minimum) => {
  expect(new Redundancy({ peakUnits, zones }).minimumUnits).toBe(minimum);
});

test('the minimum survives a zone, and one unit per zone fewer does not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 6 }), (peakUnits, zones) => {
      const redundancy = new Redundancy({ peakUnits, zones });
      return (
        redundancy.isSurvivedBy(redundancy.minimumUnits) && !redundancy.isSurvivedBy(redundancy.minimumUnits - zones)
      );
    }),
  );
});

test('nothing survives the loss of the only zone', () => {
  expect(new Redundancy({ peakUnits: 1, zones: 1 }).isSurvivedBy(100)).toBe(false);
});

test('fails on a peak or a zone count that is not positive', () => {
  expect(codesOf(() => new Redundancy({ peakUnits: 0, zones: 0 }))).toEqual(['PeakNotPositive', 'ZonesNotPositive']);
});
