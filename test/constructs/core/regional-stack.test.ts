import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { RegionalStack } from '../../../constructs/core';
import { codesOf } from '../../_helpers/errors';
import { testApp } from '../../_helpers/synthesis';

const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

test.each([['123456789012'], [undefined]])('account %p: a VPC gets the zones and no look-up is recorded', (account) => {
  const app = testApp();
  const stack = new RegionalStack(app, 'Test', { region: 'eu-west-1', zones, account });
  const vpc = new Vpc(stack, 'Vpc');
  expect(vpc.availabilityZones).toEqual(zones);
  expect(app.synth().manifest.missing).toBeUndefined();
});

test('fails on zones of another region', () => {
  expect(codesOf(() => new RegionalStack(testApp(), 'Test', { region: 'us-east-1', zones }))).toEqual([
    'ZoneOutsideRegion',
  ]);
});
