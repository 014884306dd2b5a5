import fc from 'fast-check';
import {
  criticalPath,
  lengthOf,
  parallel,
  pathTable,
  sequence,
  step,
  type Work,
} from '../../../../constructs/resilience/region-switch/region-switch-critical-path';

const NONE = { detectionSeconds: 0, dnsTtlSeconds: 0 };

const anyWork = fc.letrec<{ work: Work; step: Work }>((tie) => ({
  step: fc.tuple(fc.string({ minLength: 1 }), fc.nat(3600)).map(([name, seconds]) => step(name, seconds)),
  work: fc.oneof(
    { maxDepth: 4 },
    tie('step'),
    fc.array(tie('work'), { maxLength: 4 }).map(sequence),
    fc.array(tie('work'), { maxLength: 4 }).map(parallel),
  ),
})).work;

/** Every way from the start to the end, one for each choice of a part of parallel work. */
function allPaths({ kind, seconds = 0, parts = [] }: Work): number[] {
  if (kind === 'step') return [seconds];
  if (kind === 'parallel') return parts.length === 0 ? [0] : parts.flatMap(allPaths);
  return parts.reduce((sums, part) => [...new Set(sums.flatMap((sum) => allPaths(part).map((s) => sum + s)))], [0]);
}

/** The same steps one after the other. */
function flattened(work: Work): Work {
  return work.kind === 'step' ? work : sequence((work.parts ?? []).map(flattened));
}

/** The same work with one more step at the n-th place that there is. */
function withStep(work: Work, added: Work, place: { left: number }): Work {
  if (work.kind === 'step') return work;
  const parts = (work.parts ?? []).map((part) => withStep(part, added, place));
  return place.left-- === 0 ? { ...work, parts: [...parts, added] } : { ...work, parts };
}

describe('the critical path', () => {
  test('is the longest of all paths', () => {
    fc.assert(fc.property(anyWork, (work) => expect(lengthOf(work)).toBe(Math.max(...allPaths(work)))));
  });

  test('ends when the last of its steps ends', () => {
    const margins = fc.record({ detectionSeconds: fc.nat(900), dnsTtlSeconds: fc.nat(300) });
    fc.assert(
      fc.property(anyWork, margins, (work, around) => {
        const end = criticalPath(work, around).at(-1)?.cumulative ?? 0;
        expect(end).toBe(around.detectionSeconds + lengthOf(work) + around.dnsTtlSeconds);
      }),
    );
  });

  test('is never shortened by another step', () => {
    fc.assert(
      fc.property(anyWork, fc.nat(3600), fc.nat(20), (work, seconds, left) => {
        expect(lengthOf(withStep(work, step('added', seconds), { left }))).toBeGreaterThanOrEqual(lengthOf(work));
      }),
    );
  });

  test('is longer by every step that is added at the end of a sequence', () => {
    fc.assert(
      fc.property(fc.array(anyWork), fc.nat(3600), (parts, seconds) => {
        expect(lengthOf(sequence([...parts, step('added', seconds)]))).toBe(lengthOf(sequence(parts)) + seconds);
      }),
    );
  });

  test('is never longer in parallel than one after the other', () => {
    fc.assert(
      fc.property(anyWork, fc.array(anyWork), (work, parts) => {
        expect(lengthOf(work)).toBeLessThanOrEqual(lengthOf(flattened(work)));
        expect(lengthOf(parallel(parts))).toBeLessThanOrEqual(lengthOf(sequence(parts)));
      }),
    );
  });
});

test('lists each step with its own time and the time since the failure', () => {
  const scale = parallel([step('web', 600), step('workers', 900)]);
  const work = sequence([step('approve', 300), scale, step('route', 90)]);
  expect(criticalPath(work, { detectionSeconds: 120, dnsTtlSeconds: 60 })).toEqual([
    { name: '(detection)', seconds: 120, cumulative: 120 },
    { name: 'approve', seconds: 300, cumulative: 420 },
    { name: 'workers', seconds: 900, cumulative: 1320 },
    { name: 'route', seconds: 90, cumulative: 1410 },
    { name: '(DNS answers expire)', seconds: 60, cumulative: 1470 },
  ]);
  expect(criticalPath(sequence([]), NONE)).toEqual([]);
});

test('is shown as a table', () => {
  expect(pathTable(criticalPath(sequence([step('approve', 300), step('route', 90)]), NONE))).toBe(
    ['  step     timeout  cumulative', '  approve    5 min       5 min', '  route    1.5 min     6.5 min'].join('\n'),
  );
});
