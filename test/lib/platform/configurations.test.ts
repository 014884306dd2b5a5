import type { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { build } from '../../../bin/platform';
import { type Finding, SCHEMA_VALIDATOR } from '../../../lib/gates/findings';
import { PlatformStage, platformPropsFrom } from '../../../lib/platform';
import { CHECKED_IN, platformApp, synthesizePlatform, synthesizeUngated } from '../../_helpers/platform';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { templates } from '../../_helpers/template-changes';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1', 'us-west-2', 'eu-central-1', 'ap-northeast-1'];

/** Findings of all gates that would stop a release. */
function open(context: Record<string, unknown>): Finding[] {
  return synthesizePlatform(context).fatal;
}

/** What the schema of CloudFormation has against it. */
function schemaErrors(context: Record<string, unknown>): Finding[] {
  return synthesizeUngated(context).fatal.filter(({ plugin }) => plugin === SCHEMA_VALIDATOR);
}

const ONE_REGION = { ...CHECKED_IN, regions: 'eu-west-1' };

/** Stack and type of every resource; the framework names a few of them differently without its flags. */
function resourceTypes(app: App): string[] {
  const types = templates(app).flatMap(([stack, { Resources }]) =>
    Object.values(Resources as Record<string, { Type: string }>).map(({ Type }) => `${stack} ${Type}`),
  );
  return types.sort();
}

test.each([
  ['one region without replicas warns', { regions: 'eu-west-1', readReplicas: 0 }, ['cdk-nines::NoReadReplicas']],
  ['two regions that both serve', { regions: 'eu-central-1,us-west-2', readReplicas: 15 }, []],
  [
    'two zones, and caches that nobody counts on',
    { regions: [{ name: 'us-west-1', zoneCount: 2 }], cacheHitRate: 0 },
    [],
  ],
])('%s', (_, context, findings) => {
  expect(open(context).map(({ rule }) => rule)).toEqual(findings);
});

test('two regions that serve by latency, and a standby, have no schema error', () => {
  expect(synthesizeUngated({ regions: 'us-east-1,eu-west-1:standby,ap-southeast-1' }).fatal).toEqual([]);
});

test('a concrete account changes nothing but names: no look-up, no schema error', () => {
  const before = process.env.CDK_DEFAULT_ACCOUNT;
  process.env.CDK_DEFAULT_ACCOUNT = '123456789012';
  try {
    const synthesis = synthesizeUngated({ regions: 'us-east-1,eu-west-1:standby' });
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.app.synth().manifest.missing).toBeUndefined();
  } finally {
    if (before === undefined) delete process.env.CDK_DEFAULT_ACCOUNT;
    else process.env.CDK_DEFAULT_ACCOUNT = before;
  }
});

test('valid configurations synthesize without schema errors', () => {
  const context = fc.record({
    regions: fc
      .uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1, maxLength: 2 })
      .map((names) => names.join(',')),
    readReplicas: fc.integer({ min: 0, max: 15 }),
    interactionsPerMonth: fc.integer({ min: 1, max: 5e9 }),
    availability: fc.double({ min: 99.91, max: 99.999, noNaN: true }),
    // The way to another region takes 23 minutes.
    rtoMinutes: fc.integer({ min: 23, max: 600 }),
    rpoMinutes: fc.integer({ min: 1, max: 600 }),
  });
  // A fixed seed: a synthesis takes seconds, so few are made, and a failure must not depend on luck.
  fc.assert(
    fc.property(context, (change) => schemaErrors(change).length === 0),
    { numRuns: 3, seed: 20261121 },
  );
});

const oneRegion = platformApp(ONE_REGION);

test('feature flags change neither findings nor resources', () => {
  const own = Object.fromEntries(Object.entries(ONE_REGION).filter(([key]) => !key.startsWith('@')));
  const bare = Synthesis.of((options) => build(options), own);
  expect(bare.fatal).toEqual([]);
  expect(resourceTypes(bare.app)).toEqual(resourceTypes(oneRegion));
});

test('the same input gives the same bytes', () => {
  const bytes = (app: App) => templates(app).map(([name, template]) => [name, JSON.stringify(template)]);
  expect(bytes(platformApp(ONE_REGION))).toEqual(bytes(oneRegion));
});

test('two environments fit into one app, as stages', () => {
  const app = testApp();
  const props = platformPropsFrom({ ...CHECKED_IN, regions: 'us-east-1' });
  const stages = ['Test', 'Production'].map((name) => new PlatformStage(app, name, props));
  expect(stages.map(({ platform }) => platform.edge.stackName)).toEqual([
    'Test-Platform-Edge',
    'Production-Platform-Edge',
  ]);
});
