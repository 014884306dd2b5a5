import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { RegionalStack } from '../../../../constructs/core';
import { ReplicaScaling, type ReplicaScalingProps } from '../../../../constructs/scaling';
import { testApp } from '../../../_helpers/synthesis';
import { Region } from '../../data/database-fixture';
import { Cloud, FIXED, SOURCE } from './replica-cloud';
import { Machine } from './replica-machine';

const CREATE = 'aws-sdk:rds:createDBInstanceReadReplica';
const DELETE = 'aws-sdk:rds:deleteDBInstance';
const DESCRIBE = 'aws-sdk:rds:describeDBInstances';
const ALARMS = 'aws-sdk:cloudwatch:describeAlarms';
const CHANGE = 'aws-sdk:route53:changeResourceRecordSets';
const ALWAYS = 10_000;

function machineOf(props: Partial<ReplicaScalingProps> = {}): Machine {
  const database = new Region(testApp(), 'us-east-1').database('Orders', { identifier: 'orders' });
  const stack = RegionalStack.of(database);
  new ReplicaScaling(stack, 'Scaling', { database, maximumReplicas: 5, ...props });
  return new Machine(Template.fromStack(stack));
}

const machine = machineOf();
const [first, second, third] = machine.slots;

/** With some replicas added already. */
async function cloudWith(count: number): Promise<Cloud> {
  const cloud = new Cloud(machine);
  cloud.load = 'high';
  cloud.meanwhile = () => cloud.added.length >= count && (cloud.load = 'normal');
  if (count > 0) await machine.run(cloud);
  cloud.load = 'normal';
  cloud.meanwhile = () => undefined;
  cloud.calls.length = 0;
  expect([cloud.read, cloud.added]).toEqual(Array(2).fill(machine.slots.slice(0, count)));
  return cloud;
}

/** From the moment that an action is asked for, another one fails. */
function failAfter(cloud: Cloud, action: string, failing: string): void {
  cloud.meanwhile = (asked) => asked === action && cloud.failing.set(failing, ALWAYS);
}

/** Nothing forbidden was asked for, the fixed replicas are as they were, and nobody holds the lock. */
function expectSound(cloud: Cloud): void {
  expect(cloud.violations).toEqual([]);
  expect(FIXED.map((id) => cloud.instances.get(id)?.status)).toEqual(['available', 'available']);
  expect([...FIXED, 'fallback'].every((id) => cloud.records.has(id))).toBe(true);
  expect(cloud.holder).toBeUndefined();
}

describe('adding', () => {
  test('goes on while the load is high, up to the maximum', async () => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(cloud.read).toEqual([first, second, third]);
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(cloud.count(CREATE)).toBe(3);
    expectSound(cloud);
  });

  test('ends when the load is normal again', async () => {
    const cloud = await cloudWith(1);
    await machine.run(cloud);
    expect(cloud.read).toEqual([first]);
    expectSound(cloud);
  });

  test('takes a step at a time and never more than there is room for', async () => {
    const inSteps = machineOf({ step: 2 });
    const cloud = new Cloud(inSteps);
    cloud.load = 'high';
    const seen: number[] = [];
    cloud.meanwhile = (action) => action === 'aws-sdk:eventbridge:describeRule' && seen.push(cloud.read.length);
    await inSteps.run(cloud);
    expect(seen).toEqual([0, 2, 3]);
    expectSound(cloud);
  });

  test('fills the gap that a replica left which somebody deleted', async () => {
    const cloud = await cloudWith(2);
    cloud.instances.delete(first);
    cloud.load = 'high';
    cloud.meanwhile = () => cloud.count(CREATE) > 0 && (cloud.load = 'normal');
    await machine.run(cloud);
    expect(cloud.added).toEqual([first, second]);
    expect(cloud.read).toEqual([first, second]);
    expectSound(cloud);
  });
});

describe('removing', () => {
  test('takes the last one first, down to the fixed ones', async () => {
    const cloud = await cloudWith(3);
    const seen: string[][] = [];
    cloud.meanwhile = (action) => action === DELETE && seen.push([...cloud.read]);
    cloud.load = 'low';
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(seen).toEqual([[first, second], [first], []]);
    expect(cloud.added).toEqual([]);
    expectSound(cloud);
  });

  test('waits for clients, but not forever', async () => {
    const cloud = await cloudWith(1);
    cloud.load = 'low';
    cloud.connections = 3;
    await machine.run(cloud);
    expect(cloud.count('aws-sdk:cloudwatch:getMetricData')).toBe(10);
    expect(cloud.added).toEqual([]);
  });

  test('does not happen while the load is high, too', async () => {
    const cloud = await cloudWith(3);
    cloud.load = 'high';
    await machine.run(cloud);
    expect(cloud.added).toHaveLength(3);
  });

  test('removes all that was added when it is drained, even switched off', async () => {
    const cloud = await cloudWith(3);
    cloud.ruleState = 'DISABLED';
    cloud.load = 'high';
    expect(await machine.run(cloud, { drain: true })).toBe('SUCCEEDED');
    expect([cloud.added, cloud.read]).toEqual([[], []]);
    expectSound(cloud);
  });
});

describe('rest', () => {
  test.each(['backing-up', 'rebooting', 'modifying'])('while the source is %s', async (status) => {
    const cloud = await cloudWith(1);
    cloud.instances.get(SOURCE)!.status = status;
    for (const load of ['high', 'low'] as const) {
      cloud.load = load;
      expect(await machine.run(cloud)).toBe('SUCCEEDED');
    }
    expect(cloud.read).toEqual([first]);
    expectSound(cloud);
  });

  test('while it is switched off, and after the round in which it is', async () => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    cloud.meanwhile = (action) => action === CREATE && (cloud.ruleState = 'DISABLED');
    await machine.run(cloud);
    await machine.run(cloud, {});
    expect(cloud.read).toEqual([first]);
    expectSound(cloud);
  });
});

describe('the lock', () => {
  test('lets one run work at a time', async () => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    const statuses = await Promise.all([1, 2, 3].map(() => machine.run(cloud)));
    expect(statuses).toEqual(Array(3).fill('SUCCEEDED'));
    expect(cloud.count(CREATE)).toBe(3);
    expectSound(cloud);
  });

  test('goes from a run that was killed to the next one, which finishes what it began', async () => {
    const cloud = await cloudWith(0);
    cloud.holder = 'killed';
    cloud.runs.set('killed', 'ABORTED');
    cloud.instances.set(first, { status: 'creating', looks: 3 });
    await machine.run(cloud);
    expect(cloud.read).toEqual([first]);
    expect(cloud.count(CREATE)).toBe(0);
    expectSound(cloud);
  });

  test('goes on from a run that Step Functions has forgotten', async () => {
    const cloud = await cloudWith(0);
    cloud.holder = 'long ago';
    cloud.load = 'high';
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(cloud.read).toEqual([first, second, third]);
    expectSound(cloud);
  });

  test('stays with a run that works', async () => {
    const cloud = await cloudWith(0);
    cloud.holder = 'working';
    cloud.runs.set('working', 'RUNNING');
    cloud.load = 'high';
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(await machine.run(cloud, { drain: true })).toBe('AnotherRunWorks');
    expect([cloud.holder, cloud.added]).toEqual(['working', []]);
  });
});

describe('a failure', () => {
  test.each([
    ['to make the replica', CREATE],
    ['to read its lag', ALARMS],
    ['to add the record', CHANGE],
  ])('%s is undone and reported', async (_, action) => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    failAfter(cloud, CREATE, action);
    expect(await machine.run(cloud)).toContain('ReplicaNotAdded');
    expect([cloud.added, cloud.read]).toEqual([[], []]);
    expectSound(cloud);
  });

  test.each(['failed', 'incompatible-parameters'])('of a replica that becomes %s is undone', async (status) => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    cloud.meanwhile = (action) => {
      const made = cloud.instances.get(first);
      if (action === DESCRIBE && made?.status === 'creating') made.status = status;
    };
    expect(await machine.run(cloud)).toContain('ReplicaNotAdded');
    expect(cloud.added).toEqual([]);
    expectSound(cloud);
  });

  test('of a replica to catch up is undone', async () => {
    const cloud = await cloudWith(1);
    cloud.load = 'high';
    cloud.lagging.add(second);
    expect(await machine.run(cloud)).toContain('ReplicaNotAdded');
    expect([cloud.added, cloud.read]).toEqual([[first], [first]]);
    expect(cloud.count(ALARMS)).toBeGreaterThan(50);
    expectSound(cloud);
  });

  test('of a replica to become available is reported; a later run finishes it', async () => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    cloud.looksToCreate = 200;
    expect(await machine.run(cloud)).toContain('ReplicaNotAdded');
    expect([cloud.added, cloud.read]).toEqual([[first], []]);
    cloud.instances.get(first)!.looks = 0;
    cloud.load = 'normal';
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(cloud.read).toEqual([first]);
    expectSound(cloud);
  });

  test.each([
    ['to find out what there is', DESCRIBE, [first], [first]],
    ['to delete the record', CHANGE, [first], [first]],
    ['to delete the instance', DELETE, [first], []],
  ])('%s while removing deletes nothing that is read; a later run repairs it', async (_, action, added, read) => {
    const cloud = await cloudWith(1);
    cloud.load = 'low';
    cloud.failing.set(action, ALWAYS);
    expect(await machine.run(cloud)).not.toBe('SUCCEEDED');
    expect([cloud.added, cloud.read]).toEqual([added, read]);
    cloud.failing.clear();
    await machine.run(cloud);
    expect([cloud.added, cloud.read]).toEqual([[], []]);
    expectSound(cloud);
  });

  test('of one call or two is tried again', async () => {
    const cloud = await cloudWith(0);
    cloud.load = 'high';
    for (const action of [CREATE, DESCRIBE, ALARMS, CHANGE]) cloud.failing.set(action, 2);
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(cloud.read).toHaveLength(3);
    expectSound(cloud);
  });
});

test('whatever happens, the reader has the replicas that are available, and never too many or too few', async () => {
  const action = fc.constantFrom(CREATE, DELETE, DESCRIBE, ALARMS, CHANGE, 'aws-sdk:route53:listResourceRecordSets');
  const event = fc.record({
    load: fc.constantFrom('high' as const, 'low' as const, 'normal' as const),
    failing: fc.option(fc.tuple(action, fc.integer({ min: 1, max: 30 })), { freq: 2 }),
    lagging: fc.option(fc.constantFrom(...machine.slots), { freq: 4 }),
    deleted: fc.option(fc.constantFrom(...machine.slots), { freq: 4 }),
    source: fc.constantFrom('available', 'available', 'available', 'rebooting'),
  });
  const history = fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (happened) => {
    const cloud = new Cloud(machine);
    for (const { load, failing, lagging, deleted, source } of happened) {
      cloud.load = load;
      cloud.failing.clear();
      if (failing) cloud.failing.set(...failing);
      cloud.lagging.clear();
      if (lagging) cloud.lagging.add(lagging);
      if (deleted) cloud.instances.delete(deleted);
      cloud.instances.get(SOURCE)!.status = source;
      await machine.run(cloud);
      expectSound(cloud);
    }
    cloud.failing.clear();
    cloud.lagging.clear();
    cloud.instances.get(SOURCE)!.status = 'available';
    cloud.load = 'normal';
    expect(await machine.run(cloud)).toBe('SUCCEEDED');
    expect(cloud.read).toEqual(cloud.added);
    expectSound(cloud);
  });
  await fc.assert(history, { numRuns: 25 });
}, 60_000);
