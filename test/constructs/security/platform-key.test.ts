import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { KeyResidency, KeyUse, PlatformKey } from '../../../constructs/security';
import { codesOf } from '../../_helpers/errors';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

test('is rotated, retained and stays in its region', () => {
  const stack = regionalStack(testApp());
  new PlatformKey(stack, 'Key', { alias: 'platform' });
  const template = Template.fromStack(stack);
  template.hasResource('AWS::KMS::Key', {
    Properties: { EnableKeyRotation: true, PendingWindowInDays: 30, MultiRegion: Match.not(true) },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
  template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/platform' });
});

test('services are let in under the condition that the call comes from this account, where they say so', () => {
  const stack = regionalStack(testApp());
  new PlatformKey(stack, 'Key', {
    uses: [
      KeyUse.logs(),
      KeyUse.alarms(),
      KeyUse.events(),
      KeyUse.topics(),
      KeyUse.logDelivery(),
      KeyUse.cloudFront(),
      KeyUse.through('ec2'),
    ],
  });
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  const [account, ...services] = key.Properties.KeyPolicy.Statement;
  expect(account.Sid).toBe('Account');
  expect(services).toHaveLength(7);
  const unbound = services.filter(({ Condition }: { Condition?: object }) => {
    return !JSON.stringify(Condition ?? {}).includes('AWS::AccountId');
  });
  // EventBridge gives no context that a condition could look at.
  expect(unbound.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['Events']);
});

test('a multi-region key has a replica with the same material in the other region, and passes all gates', () => {
  const synthesis = new Synthesis((app) => {
    const primary = new PlatformKey(regionalStack(app, 'Home'), 'Key', { residency: KeyResidency.multiRegion() });
    new PlatformKey(regionalStack(app, 'Away', 'eu-west-1'), 'Key', { residency: KeyResidency.replicaOf(primary) });
  });
  expect(synthesis.fatal).toEqual([]);
  const away = Template.fromStack(synthesis.app.node.findChild('Away') as never);
  away.hasResource('AWS::KMS::ReplicaKey', {
    Properties: { PrimaryKeyArn: { 'Fn::GetStackOutput': Match.anyValue() } },
    DeletionPolicy: 'Retain',
  });
});

test('fails to replicate a key that never leaves its region', () => {
  const primary = new PlatformKey(regionalStack(testApp()), 'Key');
  expect(codesOf(() => KeyResidency.replicaOf(primary))).toEqual(['PrimaryKeyNotMultiRegion']);
});

test('fails to replicate a replica', () => {
  const app = testApp();
  const primary = new PlatformKey(regionalStack(app, 'Home'), 'Key', { residency: KeyResidency.multiRegion() });
  const residency = KeyResidency.replicaOf(primary);
  const replica = new PlatformKey(regionalStack(app, 'Away', 'eu-west-1'), 'Key', { residency });
  expect(codesOf(() => KeyResidency.replicaOf(replica))).toEqual(['PrimaryKeyIsReplica']);
});

test('fails to let in no service', () => {
  expect(codesOf(() => KeyUse.through())).toEqual(['NoServices']);
});

test.each(['alias/orders', 'aws/orders', 'or ders', ''])('fails on the alias %p', (alias) => {
  expect(codesOf(() => new PlatformKey(regionalStack(testApp()), 'Key', { alias }))).toEqual(['InvalidAlias']);
});

test.each([6, 31, 7.5])('fails on a pending window of %p days', (days) => {
  const props = { pendingWindow: Duration.hours(days * 24) };
  expect(codesOf(() => new PlatformKey(regionalStack(testApp()), 'Key', props))).toEqual(['PendingWindowOutOfRange']);
});
