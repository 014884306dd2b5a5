import { StageClock, type StageEvent } from '../../../lib/gates/stage-clock';

test('a stage lasts until the next one begins, and only once', () => {
  const events: StageEvent[] = [];
  let now = 0;
  const clock = new StageClock(
    (event) => events.push(event),
    () => now,
  );
  clock.begin('construct');
  now = 1200.4;
  clock.begin('synthesize');
  now = 1500;
  clock.end();
  clock.end();
  expect(events).toEqual([
    { kind: 'begin', stage: 'construct' },
    { kind: 'end', stage: 'construct', milliseconds: 1200 },
    { kind: 'begin', stage: 'synthesize' },
    { kind: 'end', stage: 'synthesize', milliseconds: 300 },
  ]);
  expect(clock.stage).toBeUndefined();
  expect([clock.hasBegun('construct'), clock.hasBegun('AwsSolutions')]).toEqual([true, false]);
});
