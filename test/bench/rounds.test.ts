import { measureRounds } from './rounds';

const PATIENT = { patience: 60_000, progress: () => undefined };

describe('rounds', () => {
  test('measure every case once, every other round backwards, after two rounds that do not count', () => {
    const built: string[] = [];
    const builds = { a: () => void built.push('a'), b: () => void built.push('b') };
    const { a, b } = measureRounds(builds, { ...PATIENT, rounds: 2 });
    expect(built.join('')).toBe('abab' + 'ab' + 'ba');
    expect([a.length, b.length]).toEqual([2, 2]);
  });

  test('end early when patience does, but never without a result', () => {
    const { a } = measureRounds({ a: () => undefined }, { ...PATIENT, patience: 0, rounds: 9 });
    expect(a).toHaveLength(1);
  });

  test('tell how long construction and synthesis took', () => {
    const { a } = measureRounds({ a: () => undefined }, { ...PATIENT, rounds: 1 });
    expect(a[0].total).toBeCloseTo(a[0].construct + a[0].synthesize);
    expect(a[0].cpu).toBeGreaterThan(0);
  });
});
