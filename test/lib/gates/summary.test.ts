import type { Assembly } from '../../../lib/gates/assembly';
import { type Finding, SCHEMA_VALIDATOR } from '../../../lib/gates/finding';
import { LIMITS } from '../../../lib/gates/limits';
import { PACK_NAMES } from '../../../lib/gates/pack-names';
import { type Summary, summarize } from '../../../lib/gates/summary';

test('an assembly without findings passes and lists every pack', () => {
  const { verdict, packs } = of([]);
  expect(verdict).toBe('passed');
  expect(packs).toEqual(PACK_NAMES.map((name) => ({ name, open: 0, acknowledged: 0 })));
});

test('findings are counted by pack, open and acknowledged; other plugins come last', () => {
  const { verdict, packs } = of([
    finding({ plugin: 'Own rules' }),
    finding({ plugin: 'Serverless', severity: 'warning' }),
    finding({ plugin: 'Serverless', acknowledgedBecause: 'by design' }),
  ]);
  expect(verdict).toBe('failed');
  expect(packs.slice(4)).toEqual([
    { name: 'Serverless', open: 1, acknowledged: 1 },
    { name: 'Own rules', open: 1, acknowledged: 0 },
  ]);
});

test.each([
  { rule: 'F3012', severity: 'error', kind: 'errors', verdict: 'failed' },
  { rule: 'W3030', severity: 'warning', kind: 'unknownValues', verdict: 'failed' },
  { rule: 'W3010', severity: 'warning', kind: 'warnings', verdict: 'passed' },
] as const)('$rule of the schema validator counts among the $kind: $verdict', ({ rule, severity, kind, verdict }) => {
  const summary = of([finding({ plugin: SCHEMA_VALIDATOR, rule, severity })]);
  const none = { open: 0, acknowledged: 0 };
  const nothing = { errors: none, unknownValues: none, warnings: none };
  expect(summary.schema).toEqual({ ...nothing, [kind]: { open: 1, acknowledged: 0 } });
  expect(summary.verdict).toBe(verdict);
});

test('an acknowledged unknown value passes', () => {
  const acknowledged = finding({
    plugin: SCHEMA_VALIDATOR,
    rule: 'W3030',
    acknowledgedBecause: 'newer than the schema',
  });
  expect(of([acknowledged]).verdict).toBe('passed');
});

test.each(LIMITS)('$name may use four fifths of its limit and no more', ({ name, allowed }) => {
  const counts = { resources: 1, templateBytes: 1, outputs: 0, parameters: 0 };
  expect(of([], { ...counts, [name]: allowed * 0.8 }).verdict).toBe('passed');
  const { verdict, aboveLimitGate } = of([], { ...counts, [name]: allowed * 0.8 + 1 });
  expect(verdict).toBe('failed');
  expect(aboveLimitGate).toEqual([
    expect.objectContaining({ stack: 'App', region: 'eu-west-1', limit: name, allowed }),
  ]);
});

test('an unanswered look-up fails', () => {
  const summary = summarize('cdk.out', { stacks: [], missingLookups: ['ami'], metadata: [] }, []);
  expect(summary).toMatchObject({ verdict: 'failed', missingLookups: ['ami'] });
});

test('regions and stacks stand in the order of their names', () => {
  const stack = (path: string, region: string) => ({ ...stackWith(COUNTS), path, region });
  const stacks = [stack('B', 'us-east-1'), stack('D', 'eu-west-1'), stack('C', 'eu-west-1')];
  const { regions } = summarize('cdk.out', { stacks, missingLookups: [], metadata: [] }, []);
  expect(regions.map((region) => [region.region, ...region.stacks.map((each) => each.path)])).toEqual([
    ['eu-west-1', 'C', 'D'],
    ['us-east-1', 'B'],
  ]);
});

const COUNTS: Assembly['stacks'][0]['counts'] = { resources: 1, templateBytes: 1, outputs: 0, parameters: 0 };

function of(findings: Finding[], counts = COUNTS): Summary {
  return summarize('cdk.out', { stacks: [stackWith(counts)], missingLookups: [], metadata: [] }, findings);
}

function stackWith(counts: typeof COUNTS): Assembly['stacks'][0] {
  return { name: 'App', path: 'App', region: 'eu-west-1', template: 'App.template.json', counts, types: {} };
}

function finding(of: Partial<Finding>): Finding {
  return {
    plugin: 'AwsSolutions',
    rule: 'AwsSolutions-S1',
    severity: 'error',
    text: 'no log',
    path: 'App/Bucket',
    ...of,
  };
}
