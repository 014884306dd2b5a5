import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_sns as sns, CfnOutput, CfnParameter, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { type Assembly, readAssembly } from '../../../lib/gates/assembly';
import { summarize } from '../../../lib/gates/summary';

const directory = mkdtempSync(join(tmpdir(), 'nines-assembly-'));
let assembly: Assembly;

beforeAll(() => {
  const app = new App({ outdir: directory, analyticsReporting: false, builtinCloudFormationValidation: false });
  const global = new Stack(app, 'Global', { stackName: 'the-global-one' });
  new sns.CfnTopic(global, 'Topic');
  const stage = new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-west-1' } });
  const stack = new Stack(stage, 'Data');
  new CfnOutput(stack, 'Zone', { value: stack.availabilityZones[0] });
  const nested = new NestedStack(stack, 'Inner');
  new sns.CfnTopic(nested, 'First');
  new sns.CfnTopic(nested, 'Second');
  new CfnParameter(nested, 'Size');
  Validations.of(stack).acknowledge({ id: 'HIPAA.Security-SNSEncryptedKMS', reason: 'empty' });
  app.synth();
  writeFileSync(join(directory, 'Left.template.json'), '{ "Resources": { "Over": {} } }');
  assembly = readAssembly(directory);
});

test('finds every stack of every nested assembly, nested stacks included, and no file that is left over', () => {
  expect(assembly.stacks.map(({ name, path, region }) => ({ name, path, region }))).toEqual([
    { name: 'the-global-one', path: 'Global', region: 'unknown-region' },
    { name: 'Prod-Data', path: 'Prod/Data', region: 'eu-west-1' },
    { name: 'Prod-Data/Inner', path: 'Prod/Data/Inner', region: 'eu-west-1' },
  ]);
});

test('counts what CloudFormation limits', () => {
  const [global, data, inner] = assembly.stacks.map((stack) => stack.counts);
  expect(global).toMatchObject({ resources: 1, outputs: 0 });
  expect(data).toMatchObject({ resources: 1, outputs: 1 });
  expect(inner).toMatchObject({ resources: 2, outputs: 0, parameters: 1 });
});

test('counts resources by type', () => {
  expect(assembly.stacks.map(({ types }) => types)).toEqual([
    { 'AWS::SNS::Topic': 1 },
    { 'AWS::CloudFormation::Stack': 1 },
    { 'AWS::SNS::Topic': 2 },
  ]);
});

test('sizes are those of the files, which are named from the directory of the assembly', () => {
  for (const { template, counts } of assembly.stacks) {
    expect(statSync(join(directory, template)).size).toBe(counts.templateBytes);
  }
});

test('tells of look-ups that nobody answered', () => {
  expect(assembly.missingLookups).toEqual(['availability-zones:account=111122223333:region=eu-west-1']);
});

test('reads what constructs noted about themselves', () => {
  const type = 'aws:cdk:acknowledged-rules';
  const data = { 'Annotation::HIPAA.Security-SNSEncryptedKMS': 'empty' };
  expect(assembly.metadata).toContainEqual({ path: 'Prod/Data', type, data });
});

test('is summed up by region', () => {
  const { regions } = summarize('cdk.out', assembly, []);
  const figures = regions.map(({ region, resources, stacks }) => ({ region, resources, stacks: stacks.length }));
  expect(figures).toEqual([
    { region: 'eu-west-1', resources: 3, stacks: 2 },
    { region: 'unknown-region', resources: 1, stacks: 1 },
  ]);
});
