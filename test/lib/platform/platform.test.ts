import { type App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Platform } from '../../../lib/platform';
import { synthesizePlatform } from '../../_helpers/platform';
import { statefulResources } from '../../_helpers/stateful';

const synthesis = synthesizePlatform();
const platform = platformOf(synthesis.app);
const stacks = platform.node.children.filter((child) => Stack.isStack(child));
const [primary, serving, standby] = platform.regions;

function platformOf(app: App): Platform {
  return app.node.findChild('Platform') as Platform;
}

describe('the checked-in platform', () => {
  test('passes all gates', () => {
    expect(synthesis.fatal).toEqual([]);
  });

  test('asks no account for anything', () => {
    expect(synthesis.app.synth().manifest.missing).toBeUndefined();
  });

  test('has foundation, data, applications, operations and records in three regions, one edge and one way out', () => {
    const regions = ['us-east-1', 'ap-southeast-1', 'eu-west-1'];
    const tiers = ['Foundation', 'Data', 'App', 'Ops', 'Traffic'];
    expect(stacks.map((stack) => `${stack.stackName} in ${stack.region}`).sort()).toEqual(
      [
        ...regions.flatMap((region) => tiers.map((tier) => `Platform-${tier}-${region} in ${region}`)),
        'Platform-Edge in us-east-1',
        'Platform-Oversight in us-east-1',
        'Platform-Recovery in eu-west-1',
      ].sort(),
    );
  });

  test('has no custom resource across regions: references are weak', () => {
    const types = stacks.flatMap((stack) =>
      Object.values(Template.fromStack(stack).toJSON().Resources as object).map(({ Type }) => Type),
    );
    expect(
      types.filter(
        (type) => /^Custom::|CloudFormation::CustomResource/.test(type) && type !== 'Custom::VpcRestrictDefaultSG',
      ),
    ).toEqual([]);
  });

  test.each([
    ...[primary.foundation, primary.data, primary.app, primary.traffic],
    ...[standby.data, platform.edge, platform.way!],
  ])('%s looks as it looked', (stack) => {
    expect(scrub(Template.fromStack(stack).toJSON())).toMatchSnapshot();
  });
});

test('operations are made of the same parts', () => {
  const { Resources } = Template.fromStack(primary.ops!).toJSON() as { Resources: Record<string, { Type: string }> };
  expect(Object.entries(Resources).map(([id, { Type }]) => `${Type} ${id}`)).toMatchSnapshot();
});

describe('nothing is lost', () => {
  // A lock, and events that nobody has handled: worth nothing without what they were for.
  const lasting = (stack: Stack) => statefulResources(stack).filter(([id]) => !/LockTable|Undelivered/.test(id));

  test('stateful resources outlive their stack', () => {
    const loose = stacks
      .flatMap(lasting)
      .filter(([, { DeletionPolicy }]) => !/^(Retain|Snapshot)/.test(DeletionPolicy ?? ''));
    expect(loose).toEqual([]);
  });

  test('a replacement keeps the old one', () => {
    const loose = stacks
      .flatMap(lasting)
      .filter(([, { UpdateReplacePolicy }]) => !/^(Retain|Snapshot)/.test(UpdateReplacePolicy ?? ''));
    expect(loose).toEqual([]);
  });

  test('databases refuse to be deleted', () => {
    const instances = stacks.flatMap(statefulResources).filter(([, { Type }]) => Type === 'AWS::RDS::DBInstance');
    expect(instances).toHaveLength(8);
    for (const [, { Properties }] of instances)
      expect(Properties).toMatchObject({ DeletionProtection: true, MultiAZ: true });
  });

  test('stacks with state refuse to be deleted', () => {
    const unprotected = stacks.filter((stack) => !stack.terminationProtection).map((stack) => stack.stackName);
    expect(unprotected.filter((name) => !/-(App|Ops|Traffic|Recovery|Oversight)(-|$)/.test(name))).toEqual([]);
  });

  test('logical ids of stateful resources are locked: a change here replaces data', () => {
    const ids = stacks.map((stack) => [
      stack.stackName,
      statefulResources(stack).map(([id, { Type }]) => `${id} ${Type}`),
    ]);
    expect(Object.fromEntries(ids)).toMatchSnapshot();
  });
});

describe('regions', () => {
  test('encrypt with their own key', () => {
    for (const { foundation } of platform.regions) Template.fromStack(foundation).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('read from a local replica of the primary', () => {
    for (const { data } of [serving, standby]) {
      Template.fromStack(data).hasResourceProperties('AWS::RDS::DBInstance', {
        SourceRegion: 'us-east-1',
        MultiAZ: true,
        KmsKeyId: { 'Fn::GetStackOutput': Match.objectLike({ Region: data.region }) },
      });
    }
  });

  test('share one Global Datastore', () => {
    Template.fromStack(primary.data).resourceCountIs('AWS::ElastiCache::GlobalReplicationGroup', 1);
    for (const { data } of [serving, standby]) {
      Template.fromStack(data).hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
        GlobalReplicationGroupId: Match.anyValue(),
      });
    }
  });

  test('keep their own records of the API', () => {
    for (const { traffic, spec } of platform.regions) {
      Template.fromStack(traffic).hasResourceProperties('AWS::Route53::RecordSet', {
        AliasTarget: { DNSName: { 'Fn::GetStackOutput': Match.objectLike({ Region: spec.name }) } },
      });
    }
    Template.fromStack(platform.edge).resourcePropertiesCountIs(
      'AWS::Route53::RecordSet',
      { Name: Match.stringLikeRegexp('api') },
      0,
    );
  });

  test('survive the loss of a zone at the peak', () => {
    const { peakMembers } = platform.load;
    for (const { app } of platform.regions) {
      Template.fromStack(app).hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
        MinSize: String((peakMembers / 2) * 3),
      });
      Template.fromStack(app).hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
        MinCapacity: (peakMembers / 2) * 3,
      });
    }
  });
});

/** Hashes of assets change with the framework, not with the platform. */
function scrub(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, 'HASH'));
}
