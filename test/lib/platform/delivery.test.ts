import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DeliveryStack, Operations, Platform, platformPropsFrom } from '../../../lib/platform';
import { codesOf } from '../../_helpers/errors';
import { CHECKED_IN } from '../../_helpers/platform';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const props = platformPropsFrom(CHECKED_IN);
let delivery: DeliveryStack;
const synthesis = new Synthesis((app) => {
  const platform = new Platform(app, 'Platform', props);
  delivery = new DeliveryStack(app, 'Delivery', { stackName: 'Delivery', platform, regions: props.regions });
});

test('the pipeline of a platform passes all gates', () => {
  expect(synthesis.fatal).toEqual([]);
});

test('every stack but its own is in exactly one wave', () => {
  const delivered = delivery.waves.waves.flatMap(({ stacks }) => stacks._ids);
  const stacks = synthesis.app.node.findAll().filter((each) => Stack.isStack(each));
  const others = stacks.filter((stack) => stack !== delivery).map((stack) => stack.node.path);
  expect([...delivered].sort()).toEqual([...others].sort());
});

test('applications come to the standby first and to the primary last, and go back when an alarm rings', () => {
  const names = delivery.waves.waves.map(({ name }) => name).filter((name) => name.startsWith('Applications'));
  expect(names).toEqual(['eu-west-1', 'ap-southeast-1', 'us-east-1'].map((region) => `Applications-${region}`));
});

test('is where the primary is not', () => {
  expect(delivery.region).toBe('eu-west-1');
  Template.fromStack(delivery).resourceCountIs('AWS::CodePipeline::Pipeline', 1);
});

test('fails without alarms that could stop it', () => {
  const app = testApp();
  const platform = new Platform(app, 'Platform', { ...props, operations: Operations.none() });
  const { regions } = props;
  expect(codesOf(() => new DeliveryStack(app, 'Delivery', { stackName: 'Delivery', platform, regions }))).toEqual([
    'DeliveryWithoutAlarms',
  ]);
});
