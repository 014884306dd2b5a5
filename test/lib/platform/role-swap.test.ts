import { synthesizePlatform, synthesizeUngated } from '../../_helpers/platform';
import type { Synthesis } from '../../_helpers/synthesis';
import { changes, templates } from '../../_helpers/template-changes';

// As in cdk.json, by name: blocks and zones stay with the region, only roles and users move.
const region = (name: string, role: string, cidr: string, continents: string[] = []) => ({
  ...{ name, role, cidr, continents },
});
const others = [region('ap-southeast-1', 'serving', '10.2.0.0/16', ['AS', 'OC'])];
const regions = [
  region('us-east-1', 'primary', '10.0.0.0/16', ['NA', 'SA']),
  region('eu-west-1', 'standby', '10.1.0.0/16'),
  ...others,
];
const before = synthesizeUngated({ regions });
const after = synthesizePlatform({
  homeRegion: 'us-east-1',
  regions: [
    region('us-east-1', 'standby', '10.0.0.0/16'),
    region('eu-west-1', 'primary', '10.1.0.0/16', ['NA', 'SA']),
    ...others,
  ],
});

const swap = changes(before, after);

describe('after a failover, a deployment with the roles exchanged', () => {
  test('passes all gates', () => {
    expect(after.fatal).toEqual([]);
  });

  test('has the same stacks', () => {
    const names = (synthesis: Synthesis) => templates(synthesis).map(([stack]) => stack);
    expect(names(after).sort()).toEqual(names(before).sort());
  });

  test('replaces nothing', () => {
    expect(swap.filter(({ impact }) => ['WILL_REPLACE', 'MAY_REPLACE'].includes(impact))).toEqual([]);
  });

  test('does not touch what holds data', () => {
    expect(swap.filter(({ stack }) => /-(Data|Foundation)-/.test(stack))).toEqual([]);
  });

  test('makes and removes nothing', () => {
    expect(swap.filter(({ impact }) => impact !== 'WILL_UPDATE')).toEqual([]);
  });

  test('leaves the records, which no stack could take from another: the edge asks another region first, that is all', () => {
    expect(swap.map(({ type }) => type)).toEqual(['AWS::CloudFront::Distribution', 'AWS::CloudWatch::Dashboard']);
  });

  test('is seen by the comparison if it would replace: another block is another network', () => {
    const moved = synthesizeUngated({ regions: [region('us-east-1', 'primary', '10.9.0.0/16')] });
    const single = synthesizeUngated({ regions: [region('us-east-1', 'primary', '10.0.0.0/16')] });
    expect(changes(single, moved).filter(({ impact }) => impact === 'WILL_REPLACE')).not.toEqual([]);
  });
});

describe('a region that is added', () => {
  // The name that comes first of all: where a region stands must not depend on it.
  const added = region('ap-northeast-1', 'serving', '10.3.0.0/16', ['AF']);
  const growth = changes(before, synthesizeUngated({ regions: [...regions, added] }));
  const elsewhere = growth.filter(({ stack }) => !stack.endsWith(added.name));

  test('replaces and removes nothing', () => {
    const harmless = ['WILL_UPDATE', 'WILL_CREATE'];
    expect(elsewhere.filter(({ impact }) => !harmless.includes(impact))).toEqual([]);
  });

  test('touches data only where its copies begin', () => {
    const data = elsewhere.filter(({ stack }) => stack.includes('-Data-'));
    expect(data.map(({ stack, type }) => `${stack} ${type}`)).toEqual([
      'Platform-Data-us-east-1 AWS::DynamoDB::GlobalTable',
    ]);
  });
});
