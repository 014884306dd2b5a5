import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DeliveryStack, Operations, Platform, platformPropsFrom, type PlatformProps } from '../../../lib/platform';
import { codesOf } from '../../_helpers/errors';
import { CHECKED_IN } from '../../_helpers/platform';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const props = platformPropsFrom(CHECKED_IN);
const app = testApp();
const delivery = delivered(app, props);

function delivered(scope: App, { regions, ...rest }: PlatformProps): DeliveryStack {
  const platform = new Platform(scope, 'Platform', { ...rest, regions });
  return new DeliveryStack(scope, 'Delivery', { stackName: 'Delivery', platform, regions });
}

test('the pipeline of a platform passes all gates', () => {
  const one = platformPropsFrom({ ...CHECKED_IN, regions: 'eu-west-1' });
  expect(new Synthesis((scope) => void delivered(scope, one)).fatal).toEqual([]);
});

test('every stack is in no earlier wave than what it depends on', () => {
  expect(() => app.synth()).not.toThrow();
});

test('every stack but its own is in exactly one wave', () => {
  const delivered = delivery.waves.waves.flatMap(({ stacks }) => stacks._ids);
  const stacks = app.node.findAll().filter((each) => Stack.isStack(each));
  const others = stacks.filter((stack) => stack !== delivery).map((stack) => stack.node.path);
  expect([...delivered].sort()).toEqual([...others].sort());
});

test('applications come to the standby first and to the primary last, and go back when an alarm rings', () => {
  const names = delivery.waves.waves.map(({ name }) => name).filter((name) => name.startsWith('Applications'));
  expect(names).toEqual(['eu-west-1', 'ap-southeast-1', 'us-east-1'].map((region) => `Applications-${region}`));
});

test('is in the account of the platform, so that its alarms can stop a wave', () => {
  const account = '123456789012';
  const one = platformPropsFrom({ ...CHECKED_IN, regions: 'eu-west-1' }, account);
  expect(delivered(testApp(), one).account).toBe(account);
});

test('is where the primary is not', () => {
  expect(delivery.region).toBe('eu-west-1');
  Template.fromStack(delivery).resourceCountIs('AWS::CodePipeline::Pipeline', 1);
});

test('fails without alarms that could stop it', () => {
  const unwatched = { ...props, operations: Operations.none() };
  expect(codesOf(() => delivered(testApp(), unwatched))).toEqual(['DeliveryWithoutAlarms']);
});
