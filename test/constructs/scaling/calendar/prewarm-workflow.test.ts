import { Validations } from 'aws-cdk-lib';
import fc from 'fast-check';
import { PrewarmTarget } from '../../../../constructs/scaling/calendar/prewarm-target';
import { ScalingPlan } from '../../../../constructs/scaling/plan/scaling-plan';
import { ScalingTier } from '../../../../constructs/scaling/plan/tier-scaling';
import { validate } from '../../../_helpers/state-machine';
import { testApp } from '../../../_helpers/synthesis';
import { AwsFake, awsError, type Capacities, THIS_RUN } from '../aws-fake';
import { type Interference, type Prewarm, prewarmOf, run, tasksOf } from './prewarm-runner';
import { around, elsewhere, fleetIn, sale, serviceIn } from '../scaling-fixture';

const WANTED = { members: 40, tasks: 30, units: 500, reads: 40000, writes: 20000, concurrency: 100 };
const BEFORE: Capacities = { members: 6, tasks: 8, units: 150, reads: 12000, writes: 4000, concurrency: 10 };

/** The workflows of a fleet with all companions, and of a service, out of one template. */
const [web, api] = workflows();

function workflows(): Prewarm[] {
  const surroundings = around(testApp());
  const { stack, logVault } = surroundings;
  const fleet = fleetIn(surroundings);
  const service = serviceIn(surroundings);
  const { table, alias } = elsewhere(surroundings);
  const targets = [
    PrewarmTarget.members(WANTED.members),
    PrewarmTarget.loadBalancerCapacity(fleet.loadBalancer.alb, WANTED.units),
    PrewarmTarget.tableThroughput(table, { reads: WANTED.reads, writes: WANTED.writes }),
    PrewarmTarget.provisionedConcurrency(alias, WANTED.concurrency),
  ];
  const tasks = [PrewarmTarget.members(WANTED.tasks)];
  const plan = (id: string, tier: ScalingTier, event = sale()) => {
    const made = new ScalingPlan(stack, id, { tier, logVault, events: [event] });
    Validations.of(made).acknowledge({ id: 'cdk-nines::AboveDefaultQuota', reason: 'AWS was asked for more.' });
  };
  plan('WebScaling', ScalingTier.fleet(fleet.fleet), sale({ targets }));
  plan('ApiScaling', ScalingTier.service(service.service), sale({ targets: tasks }));
  return ['WebScaling', 'ApiScaling'].map((id) => prewarmOf(stack, id, 'sale2026'));
}

const TIERS: [string, Prewarm][] = [
  ['fleet', web],
  ['service', api],
];

/** Runs one workflow; answers how it ended, and what there was while the event lasted. */
async function observe(prewarm: Prewarm, aws: AwsFake, interference: Interference = {}) {
  let held: Capacities | undefined;
  const before = (state: string) => {
    if (state.startsWith('Look at ')) held ??= { ...aws.now };
    interference.before?.(state);
  };
  const ended = await run(prewarm, aws, { ...interference, before });
  return { ended, held: held ?? { ...aws.now } };
}

/** What the throughput of the table is after an event: it can not be lowered. */
function kept({ reads, writes }: Capacities, wanted = WANTED) {
  return { reads: Math.max(reads, wanted.reads), writes: Math.max(writes, wanted.writes) };
}

/** Fails the calls of one state, all of them or the first ones. */
function failing(state: string, times = Infinity): Interference {
  let left = times;
  return {
    before: (called) => {
      if (called === state && left-- > 0) throw awsError('Any.ThrottlingException', 'Rate exceeded');
    },
  };
}

test.each(TIERS)('the workflow of a %s is one: every state can be reached, and leads somewhere', (_, prewarm) => {
  expect(() => validate(prewarm.definition)).not.toThrow();
});

describe('an event', () => {
  test('raises everything, holds it, and sets it back', async () => {
    const aws = new AwsFake({ ...BEFORE });
    const { ended, held } = await observe(web, aws);
    expect([ended, aws.told]).toEqual(['succeeded', []]);
    expect(held).toEqual({ ...WANTED, tasks: BEFORE.tasks });
    expect(aws.now).toEqual({ ...BEFORE, ...kept(BEFORE) });
  });

  test('does so for a service', async () => {
    const aws = new AwsFake({ ...BEFORE });
    const { ended, held } = await observe(api, aws);
    expect([ended, aws.told]).toEqual(['succeeded', []]);
    expect(held).toEqual({ ...BEFORE, tasks: WANTED.tasks });
    expect(aws.now).toEqual(BEFORE);
  });

  test('leaves everything raised when the last step is missing, so the tests can tell', async () => {
    const aws = new AwsFake({ ...BEFORE });
    const { Revert, ...rest } = web.definition.States;
    const without = { ...rest, Revert: { Type: 'Pass', Result: [], ResultPath: '$.reverted', Next: Revert.Next } };
    await observe({ ...web, definition: { ...web.definition, States: without } }, aws);
    expect(aws.now).toEqual({ ...WANTED, tasks: BEFORE.tasks });
  });

  test('takes away what was not there before', async () => {
    const before = { ...BEFORE, units: undefined, concurrency: undefined };
    const aws = new AwsFake({ ...before });
    const { held } = await observe(web, aws);
    expect(held).toMatchObject({ units: WANTED.units, concurrency: WANTED.concurrency });
    expect(aws.now).toEqual({ ...before, ...kept(before) });
  });

  test('restores every value, whatever it was', async () => {
    const maybe = (least: number) => fc.option(fc.integer({ min: least, max: 1000 }), { nil: undefined });
    const capacities = fc.record({
      members: fc.integer({ min: 0, max: 60 }),
      tasks: fc.integer({ min: 0, max: 60 }),
      units: maybe(100),
      reads: fc.integer({ min: 12000, max: 60000 }),
      writes: fc.integer({ min: 4000, max: 60000 }),
      concurrency: maybe(1),
    });
    const property = fc.asyncProperty(capacities, async (before) => {
      const aws = new AwsFake({ ...before });
      const ended = [await observe(web, aws), await observe(api, aws)];
      expect(ended.map((one) => one.ended)).toEqual(['succeeded', 'succeeded']);
      expect(aws.now).toEqual({ ...before, ...kept(before) });
      expect(ended[0].held).toMatchObject({
        members: Math.max(before.members, WANTED.members),
        units: Math.max(before.units ?? 0, WANTED.units),
        concurrency: Math.max(before.concurrency ?? 0, WANTED.concurrency),
      });
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe('a call that fails', () => {
  // Those of an event that goes well.
  const isUsual = (task: string) => !/^(Tell|Reset|Remove|Raise reads|Raise writes)/.test(task);
  const calls = TIERS.flatMap(([tier, prewarm]) =>
    tasksOf(prewarm)
      .filter(isUsual)
      .map((task) => [tier, task, prewarm] as const),
  );
  const isLast = (task: string) => /^(Look at|Restore)/.test(task);

  test.each(calls)('and then succeeds changes nothing: %s, %s', async (_, task, prewarm) => {
    const aws = new AwsFake({ ...BEFORE });
    const { ended } = await observe(prewarm, aws, failing(task, 3));
    expect([ended, aws.told]).toEqual(['succeeded', []]);
    expect(aws.now).toEqual({ ...BEFORE, ...(prewarm === web && kept(BEFORE)) });
  });

  test.each(calls.filter(([, task]) => !isLast(task)))('for good is set back: %s, %s', async (_, task, prewarm) => {
    const aws = new AwsFake({ ...BEFORE });
    await observe(prewarm, aws, failing(task));
    const stays = { reads: expect.any(Number), writes: expect.any(Number) };
    expect(aws.now).toEqual({ ...BEFORE, ...stays });
  });

  test.each(['Read members', 'Raise members', 'Look for members', 'Raise throughput'])(
    'for good is told, and does not touch the others: %s',
    async (task) => {
      const aws = new AwsFake({ ...BEFORE });
      const { ended, held } = await observe(web, aws, failing(task));
      expect(ended).toBe('PrewarmIncomplete');
      expect(aws.told).not.toEqual([]);
      expect(held).toMatchObject({ units: WANTED.units, concurrency: WANTED.concurrency });
    },
  );

  test.each(calls.filter(([, task]) => isLast(task)))(
    'at the end is tried for a day, told every hour: %s, %s',
    async (_, task, prewarm) => {
      const aws = new AwsFake({ ...BEFORE });
      const { ended } = await observe(prewarm, aws, failing(task));
      expect(ended).toBe('PrewarmIncomplete');
      expect(aws.told.length).toBeGreaterThan(24);
      expect(aws.told[0]).toMatch(/^sale-2026: .* can not be set back to \d+ yet: Rate exceeded$/);
    },
  );

  test.each(['Raise members', 'Restore members'])('although it took effect is set back: %s', async (task) => {
    const aws = new AwsFake({ ...BEFORE });
    const members = task.startsWith('Raise') ? WANTED.members : BEFORE.members;
    const failure = failing(task);
    const before = (state: string) => {
      if (state === task) aws.now.members = members;
      failure.before?.(state);
    };
    await observe(web, aws, { before });
    expect(aws.now.members).toBe(BEFORE.members);
  });

  test('at the end succeeds an hour later', async () => {
    const aws = new AwsFake({ ...BEFORE });
    const { ended } = await observe(web, aws, failing('Restore capacity units', 8));
    expect([ended, aws.told.length]).toEqual(['succeeded', 1]);
    expect(aws.now.units).toBe(BEFORE.units);
  });
});

describe('what somebody else does meanwhile', () => {
  /** Does something once, when all is raised. */
  function meanwhile(act: () => void): Interference {
    let done = false;
    return {
      before: (state) => {
        if (!state.startsWith('Look at ') || done) return;
        done = true;
        act();
      },
    };
  }

  test('stays, and is told', async () => {
    const aws = new AwsFake({ ...BEFORE });
    const { ended } = await observe(
      web,
      aws,
      meanwhile(() => (aws.now.members = 12)),
    );
    const who = '40 members of Test/Web/Fleet; it was 6 before, is 12 now, and is left alone.';
    expect(aws.told).toEqual([`sale-2026: somebody else changed what was raised to ${who}`]);
    expect([ended, aws.now.members, aws.now.units]).toEqual(['succeeded', 12, BEFORE.units]);
  });

  test('is not told when it is what was there before', async () => {
    const aws = new AwsFake({ ...BEFORE });
    await observe(
      web,
      aws,
      meanwhile(() => (aws.now.members = BEFORE.members)),
    );
    expect([aws.told, aws.now.members]).toEqual([[], BEFORE.members]);
  });

  test('stays when it is a removal', async () => {
    const aws = new AwsFake({ ...BEFORE });
    await observe(
      web,
      aws,
      meanwhile(() => (aws.now.concurrency = undefined)),
    );
    expect([aws.told.length, aws.now.concurrency]).toEqual([1, undefined]);
  });
});

describe('time', () => {
  test('runs out for what does not arrive: that is told, held and set back', async () => {
    const aws = new AwsFake({ ...BEFORE });
    aws.arrives = false;
    const { ended, held } = await observe(web, aws);
    expect(ended).toBe('PrewarmIncomplete');
    expect(aws.told).toHaveLength(4);
    expect(aws.told).toContain(
      'sale-2026: 40 members of Test/Web/Fleet are not there at the start. They are still on their way, and lowered at the end.',
    );
    expect(held).toMatchObject({ members: WANTED.members, units: WANTED.units });
    expect(aws.now).toEqual({ ...BEFORE, ...kept(BEFORE) });
  });

  test.each([
    ['years before', '2025-11-27T04:00:30Z'],
    ['years after', '2027-11-27T04:00:30Z'],
    ['at the end', '2026-11-28T20:00:00Z'],
  ])('has not come, so nothing happens: %s', async (_, at) => {
    const aws = new AwsFake({ ...BEFORE });
    const called: string[] = [];
    expect(await run(web, aws, { at, before: (state) => called.push(state) })).toBe('succeeded');
    expect(called).toEqual([]);
  });

  test('is late, and what is left of it is used', async () => {
    const aws = new AwsFake({ ...BEFORE });
    const { held } = await observe(web, aws, { at: '2026-11-28T10:00:00Z' });
    expect(held).toMatchObject({ members: WANTED.members });
    expect(aws.now.members).toBe(BEFORE.members);
  });

  test.each([
    ['both are listed', [THIS_RUN, 'another']],
    ['only the other one is listed yet', ['another']],
  ])('belongs to one run: a second one does not begin when %s', async (_, runs) => {
    const aws = new AwsFake({ ...BEFORE, members: WANTED.members });
    aws.runs = runs;
    expect(await run(web, aws)).toBe('PrewarmNotBegun');
    expect(aws.told).toEqual([expect.stringContaining('sale-2026: the pre-warm did not begin')]);
    expect(aws.now).toEqual({ ...BEFORE, members: WANTED.members });
  });

  test('need not wait until the run itself is listed', async () => {
    const aws = new AwsFake({ ...BEFORE });
    aws.runs = [];
    expect(await run(web, aws)).toBe('succeeded');
  });
});
