import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { LadderMachine, MINUTE, named, World } from './degradation-world';

const HOLD = 3;
const ladder = LadderMachine.ofLevels(4, { holdTime: Duration.minutes(HOLD) });
const smallLadder = LadderMachine.ofLevels(2, { holdTime: Duration.minutes(HOLD) });
const DOWN = (HOLD + 1) * MINUTE;

/** A world in which nothing rings and level 0 is on. */
async function calm(machine = ladder): Promise<World> {
  const world = new World(machine);
  world.start();
  await world.pass(MINUTE);
  return world;
}

/** A world in which a level is on, with the alarm that led there. */
async function at(level: number, machine = ladder): Promise<World> {
  const world = await calm(machine);
  world.alarm(machine.alarm(level), 'ALARM');
  await world.pass(MINUTE);
  return world;
}

beforeEach(() => {
  const doNotFake = ['nextTick', 'queueMicrotask', 'setImmediate'] as const;
  jest.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z'), doNotFake: [...doNotFake] });
});

afterEach(() => jest.useRealTimers());

describe('alarms decide', () => {
  test('the first run brings the flags of level 0, and tells nobody', async () => {
    const world = await calm();
    expect(world.level).toBe('level-0');
    expect(world.version).toBe(ladder.ladder.versions[0]);
    expect(world.told).toEqual([]);
    expect(world.ended).toEqual(['SUCCEEDED']);
  });

  test('up goes at once and to the highest level that rings', async () => {
    const world = await calm();
    world.alarm(ladder.alarm(1), 'ALARM');
    world.alarm(ladder.alarm(3), 'ALARM');
    await world.pass(20_000);
    expect(world.history.slice(1)).toEqual([0, 3]);
    expect(world.told).toEqual([
      {
        subject: 'Degradation level 3',
        message:
          `Test/Ladder: level 3 instead of level 0, because in alarm are ["${ladder.alarm(1)}","${ladder.alarm(3)}"]. ` +
          'Off now: email, recommendations, reviews, search.',
      },
    ]);
  });

  test('down goes one level at a time, each after the hold', async () => {
    const world = await at(3);
    world.alarm(ladder.alarm(3), 'OK');
    await world.pass(HOLD * MINUTE - 1000);
    expect(world.level).toBe('level-3');
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
    await world.pass(3 * DOWN);
    expect(world.history.slice(1)).toEqual([0, 3, 2, 1, 0]);
    expect(world.told.map(({ message }) => message).at(-1)).toBe(
      'Test/Ladder: level 0 instead of level 1, because no alarm of level 1 rang for 3 minutes. Off now: nothing.',
    );
    expect(world.running).toBe(0);
  });

  test('an execution ends before its history is full', async () => {
    const world = await at(4);
    world.alarm(ladder.alarm(4), 'OK');
    await world.pass(MINUTE + 1000);
    const before = world.events;
    await world.pass(MINUTE);
    expect(world.running).toBe(1);
    expect((world.events - before) * ladder.timeoutMinutes).toBeLessThan(25_000);
  });

  test('down ends where an alarm still rings', async () => {
    const world = await at(4);
    world.alarm(ladder.alarm(2), 'ALARM');
    world.alarm(ladder.alarm(4), 'OK');
    await world.pass(20 * MINUTE);
    expect(world.history.slice(1)).toEqual([0, 4, 3, 2]);
  });

  test('a flapping alarm keeps its level', async () => {
    const world = await at(2);
    for (let flap = 0; flap < 10; flap++) {
      world.alarm(ladder.alarm(2), 'OK');
      await world.pass((HOLD - 1) * MINUTE);
      world.alarm(ladder.alarm(2), 'ALARM');
      await world.pass(2 * MINUTE);
    }
    expect(world.history.slice(1)).toEqual([0, 2]);
    expect(world.running).toBe(0);
    world.alarm(ladder.alarm(2), 'OK');
    await world.pass(3 * DOWN);
    expect(world.level).toBe('level-0');
  });

  test('an alarm of a lower level that flaps does not keep a higher one', async () => {
    const world = await at(4);
    world.alarm(ladder.alarm(4), 'OK');
    for (let flap = 0; flap < 10; flap++) {
      world.alarm(ladder.alarm(1), flap % 2 ? 'OK' : 'ALARM');
      await world.pass(2 * MINUTE);
    }
    expect(world.level).toBe('level-1');
  });

  test('an alarm without data does not ring', async () => {
    const world = await at(2);
    world.alarm(ladder.alarm(2), 'INSUFFICIENT_DATA');
    await world.pass(3 * DOWN);
    expect(world.level).toBe('level-0');
  });

  test('composite alarms count', async () => {
    const world = await calm();
    world.composites = [ladder.alarm(2)];
    world.alarm(ladder.alarm(2), 'ALARM');
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
  });
});

describe('many at the same time', () => {
  test('one deploys, the others are refused and look again', async () => {
    const world = await calm();
    world.alarm(ladder.alarm(2), 'ALARM');
    for (let execution = 0; execution < 5; execution++) world.start();
    await world.pass(MINUTE);
    expect(world.refused).toBeGreaterThan(0);
    expect(world.history.slice(1)).toEqual([0, 2]);
    expect(world.told).toHaveLength(1);
    expect(world.ended.every((end) => end === 'SUCCEEDED')).toBe(true);
  });

  test('several that wait go down no faster than one', async () => {
    const world = await at(4);
    world.check(MINUTE);
    world.alarm(ladder.alarm(4), 'OK');
    await world.pass(DOWN);
    expect(world.mostRunning).toBeGreaterThan(2);
    expect(world.history.slice(1)).toEqual([0, 4, 3]);
    await world.pass(3 * DOWN);
    expect(world.history.slice(1)).toEqual([0, 4, 3, 2, 1, 0]);
  });
});

describe('people decide', () => {
  test('a level is set at once, in both directions, and stays', async () => {
    const world = await at(1);
    for (const mode of ['4', '0', '2']) {
      world.mode = mode;
      world.start();
      await world.pass(MINUTE);
      expect(world.level).toBe(`level-${mode}`);
    }
    world.alarm(ladder.alarm(4), 'ALARM');
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
    expect(world.told.at(-1)!.message).toContain('because the mode is 2');
  });

  test('a level that does not exist is the highest', async () => {
    const world = await calm(smallLadder);
    world.mode = '4';
    world.start();
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
  });

  test('frozen changes nothing, not even for those who wait', async () => {
    const world = await at(2);
    world.alarm(ladder.alarm(2), 'OK');
    await world.pass(MINUTE);
    world.mode = 'frozen';
    await world.pass(20 * MINUTE);
    world.alarm(ladder.alarm(4), 'ALARM');
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
    expect(world.running).toBe(0);
  });

  test('with auto the alarms decide again, down by down', async () => {
    const world = await calm();
    world.mode = '2';
    world.start();
    await world.pass(MINUTE);
    world.mode = 'auto';
    world.start();
    await world.pass(3 * DOWN);
    expect(world.history.slice(1)).toEqual([0, 2, 1, 0]);
  });

  test('what they deploy is left alone, and they are told when an alarm rings', async () => {
    const world = await calm();
    world.deploy('their own');
    await world.pass(MINUTE);
    world.start();
    world.alarm(ladder.alarm(3), 'ALARM');
    await world.pass(MINUTE);
    world.alarm(ladder.alarm(3), 'OK');
    await world.pass(MINUTE);
    expect(world.version).toBe('their own');
    expect(world.told.map(({ subject }) => subject)).toEqual(['Degradation left alone']);
    world.mode = '1';
    world.start();
    await world.pass(MINUTE);
    expect(world.level).toBe('level-1');
    expect(world.told.at(-1)!.message).toContain('level 1 instead of the flags of somebody else');
  });

  test('a deployment that takes long is waited for, but not for ever', async () => {
    const world = await calm();
    world.deploy('their own', 'level-1', 'DEPLOYING', 30 * MINUTE);
    world.alarm(ladder.alarm(3), 'ALARM');
    await world.pass(15 * MINUTE);
    expect(world.running).toBe(0);
    world.check(5 * MINUTE);
    await world.pass(25 * MINUTE);
    expect(world.level).toBe('level-3');
  });

  test('a deployment that was rolled back does not count', async () => {
    const world = await at(2);
    world.deploy('their own', undefined, 'ROLLED_BACK');
    world.start();
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
    expect(world.ended.at(-1)).toBe('SUCCEEDED');
  });
});

describe('deployments of the stack', () => {
  test('new flags of a level replace it without leaving it, and tell nobody', async () => {
    const world = await calm();
    world.deploy('version before', 'level-2', 'COMPLETE');
    world.alarm(ladder.alarm(2), 'ALARM');
    await world.pass(MINUTE);
    expect(world.history.slice(1)).toEqual([0, 2, 2]);
    expect(world.version).toBe(ladder.ladder.versions[2]);
    expect(world.told).toEqual([]);
  });

  test('a level that was removed becomes the highest', async () => {
    const world = await calm(smallLadder);
    world.deploy('version before', 'level-4', 'COMPLETE');
    world.start();
    await world.pass(MINUTE);
    expect(world.level).toBe('level-2');
    await world.pass(3 * DOWN);
    expect(world.level).toBe('level-0');
  });
});

describe('failures', () => {
  test('what passes is tried again', async () => {
    const world = await calm();
    let failures = 3;
    world.interfere = (api) => {
      if (api === 'cloudwatch:describeAlarms' && failures-- > 0) throw named('CloudWatch.CloudWatchException');
    };
    world.alarm(ladder.alarm(2), 'ALARM');
    await world.pass(2 * MINUTE);
    expect(world.level).toBe('level-2');
  });

  test.each([
    'ssm:getParameter',
    'appconfig:listDeployments',
    'cloudwatch:describeAlarms',
    'appconfig:startDeployment',
  ])('an execution that cannot call %s fails, and its alarm tells', async (broken) => {
    const world = await calm();
    world.interfere = (api) => {
      if (api === broken) throw named('Broken');
    };
    world.alarm(ladder.alarm(2), 'ALARM');
    await world.pass(10 * MINUTE);
    expect(world.ended.at(-1)).toBe('Broken');
    expect(world.level).toBe('level-0');
  });

  test('a level is set although nobody can be told', async () => {
    const world = await calm();
    world.interfere = (api) => {
      if (api === 'sns:publish') throw named('Sns.AuthorizationErrorException');
    };
    world.alarm(ladder.alarm(2), 'ALARM');
    await world.pass(5 * MINUTE);
    expect(world.level).toBe('level-2');
    expect(world.ended.at(-1)).toBe('SUCCEEDED');
  });

  test.each([
    ['was ever deployed', (world: World) => world.deployments.splice(0)],
    ['but failures was deployed', (world: World) => world.deployments.forEach((each) => (each.State = 'ROLLED_BACK'))],
  ])('an execution fails when nothing %s', async (_, undeploy) => {
    const world = await calm();
    undeploy(world);
    world.start();
    await world.pass(MINUTE);
    expect(world.ended.at(-1)).toBe('NothingDeployed');
  });

  test('what an execution missed, the next regular check makes up for', async () => {
    const world = await at(2);
    world.interfere = () => {
      throw named('Outage');
    };
    world.alarm(ladder.alarm(2), 'OK');
    await world.pass(5 * MINUTE);
    world.interfere = () => undefined;
    world.check(5 * MINUTE);
    await world.pass(5 * MINUTE + 3 * DOWN);
    expect(world.level).toBe('level-0');
  });
});

describe('whatever the alarms do', () => {
  const event = fc.record({
    after: fc.integer({ min: 0, max: 5 * 60 }),
    level: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA'),
  });

  test('the level is the highest that rings as soon as they have settled, and never falls by two or too soon', async () => {
    const sequences = fc.array(event, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sequences, async (events) => {
        const world = await calm();
        const states = new Map<number, string>();
        for (const { after, level, state } of events) {
          await world.pass(after * 1000);
          world.alarm(ladder.alarm(level), state);
          states.set(level, state);
        }
        await world.pass(5 * DOWN);
        const ringing = [...states].filter(([, state]) => state === 'ALARM').map(([level]) => level);
        expect(world.level).toBe(`level-${Math.max(0, ...ringing)}`);
        expect(world.running).toBe(0);
        expectGentleDescents(world);
      }),
      { numRuns: 40 },
    );
  });
});

function expectGentleDescents(world: World): void {
  const { history } = world;
  const times = world.deployments.map(({ startedAt }) => startedAt).reverse();
  for (let next = 1; next < history.length; next++) {
    if (history[next] >= history[next - 1]) continue;
    expect(history[next - 1] - history[next]).toBe(1);
    expect(times[next] - times[next - 1]).toBeGreaterThanOrEqual(HOLD * MINUTE);
  }
}
