import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ChaosSuite } from '../../../../constructs/resilience/chaos/chaos-suite';
import { ChaosCoverage, type RedundancyClaim } from '../../../../constructs/resilience/chaos/coverage';
import { coverageProblems } from '../../../../constructs/resilience/chaos/coverage-problems';
import type { ExperimentFacts } from '../../../../constructs/resilience/chaos/coverage-rows';
import { coverageMarkdown, coverageText } from '../../../../constructs/resilience/chaos/coverage-table';
import { Experiment } from '../../../../constructs/resilience/chaos/experiment';
import { FailureDomain } from '../../../../constructs/resilience/chaos/experiment-failure';
import { LogVault, PlatformKey } from '../../../../constructs/security';
import { regionalStack } from '../../../_helpers/stacks';
import { testApp } from '../../../_helpers/synthesis';

const fleet = new Construct(new Stack(testApp(), 'App'), 'Fleet');
const claim = (claimed: Partial<RedundancyClaim> = {}): RedundancyClaim => ({
  name: 'fleet-instance',
  survives: FailureDomain.INSTANCE,
  construct: fleet,
  ...claimed,
});
const experiment = (stated: Partial<ExperimentFacts> = {}): ExperimentFacts => ({
  name: 'InstanceLoss',
  hypothesis: 'It holds.',
  injects: [FailureDomain.INSTANCE],
  proves: ['fleet-instance'],
  ...stated,
});

const codes = (claims: RedundancyClaim[], experiments: ExperimentFacts[]) =>
  coverageProblems(claims, experiments).map((problem) => /^\[(\w+)\]/.exec(problem)?.[1]);

test.each([
  ['a claim with its experiment', [claim()], [experiment()], []],
  ['a claim with a reason', [claim({ notTestedBecause: 'AWS runs it.' })], [], []],
  ['nothing at all', [], [], []],
  ['a claim alone', [claim()], [], ['ClaimNotCovered']],
  ['a claim with a blank reason', [claim({ notTestedBecause: '  ' })], [], ['ClaimNotCovered']],
  ['an experiment that proves nothing', [claim()], [experiment({ proves: [] })], ['ClaimNotCovered']],
  ['both', [claim({ notTestedBecause: 'No time.' })], [experiment()], ['ClaimTestedAfterAll']],
  ['another failure', [claim({ survives: FailureDomain.ZONE })], [experiment()], ['ClaimNotCovered', 'OtherFailure']],
  ['a name that nobody claims', [claim()], [experiment({ proves: ['fleet-instance', 'x'] })], ['UnknownClaim']],
  ['a name claimed twice', [claim(), claim()], [experiment()], ['DuplicateClaim']],
])('coverage of %s', (_case, claims, experiments, expected) => {
  expect(codes(claims, experiments)).toEqual(expected);
});

const ROWS = [
  { claim: 'fleet-zone', survives: 'zone', construct: 'App/Fleet', testedBy: ['ZoneA', 'ZoneB'] },
  { claim: 'dns', survives: 'region', construct: 'Edge/Dns', testedBy: [], notTestedBecause: 'AWS | runs\nit.' },
  { claim: 'cache', survives: 'zone', construct: 'Data/Cache', testedBy: [] },
];

test('the table as Markdown', () => {
  expect(coverageMarkdown(ROWS)).toBe(
    [
      '| Claim | Survives | Construct | Tested by |',
      '|---|---|---|---|',
      '| fleet-zone | zone | App/Fleet | ZoneA, ZoneB |',
      '| dns | region | Edge/Dns | not tested: AWS \\| runs it. |',
      '| cache | zone | Data/Cache | NOT TESTED |',
    ].join('\n'),
  );
});

test('the table as text', () => {
  expect(coverageText(ROWS)).toBe(
    [
      'Claim       Survives  Construct   Tested by',
      'fleet-zone  zone      App/Fleet   ZoneA, ZoneB',
      'dns         region    Edge/Dns    not tested: AWS | runs it.',
      'cache       zone      Data/Cache  NOT TESTED',
    ].join('\n'),
  );
});

/** Two regions with the same experiment, and one coverage over both. */
function twoRegions() {
  const app = testApp();
  const suites = ['us-east-1', 'eu-west-1'].map((region) => {
    const stack = regionalStack(app, region, region);
    const { key } = new PlatformKey(stack, 'Key');
    const alarm = cloudwatch.Alarm.fromAlarmArn(stack, 'Slo', `arn:aws:cloudwatch:${region}:123456789012:alarm:slo`);
    return new ChaosSuite(stack, 'Chaos', {
      logVault: new LogVault(stack, 'Logs', { key }),
      stopWhen: [alarm],
      experiments: [Experiment.instanceLoss({ hypothesis: 'It holds.', proves: ['fleet-instance'] })],
    });
  });
  const coverage = new ChaosCoverage(app, 'Coverage', { suites: [suites[0]] });
  coverage.suite(suites[1]);
  coverage.claim(claim());
  return { app, coverage };
}

test('a covered claim is told once, however many regions test it', () => {
  const { app, coverage } = twoRegions();
  expect(() => app.synth()).not.toThrow();
  expect(coverage.text()).toContain('InstanceLoss');
  expect(coverage.markdown()).toContain('| fleet-instance | instance | App/Fleet | InstanceLoss |');
});

test('fails at synthesis on a claim that nobody tests', () => {
  const { app, coverage } = twoRegions();
  coverage.claim(claim({ name: 'fleet-zone', survives: FailureDomain.ZONE }));
  expect(() => app.synth()).toThrow(
    "[ClaimNotCovered] 'fleet-zone' says that App/Fleet survives the loss of: zone; no experiment proves it. Name the " +
      'claim in `proves` of an experiment that causes this failure, or say `notTestedBecause`.',
  );
});
