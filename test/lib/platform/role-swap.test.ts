import { platformApp, synthesizePlatform } from '../../_helpers/platform';
import type { App } from 'aws-cdk-lib';
import { changes, changesTo, templates } from '../../_helpers/template-changes';

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
const before = platformApp({ regions });
const after = synthesizePlatform({
  homeRegion: 'us-east-1',
  regions: [
    region('us-east-1', 'standby', '10.0.0.0/16'),
    region('eu-west-1', 'primary', '10.1.0.0/16', ['NA', 'SA']),
    ...others,
  ],
});

const swap = changes(before, after.app);

describe('after a failover, a deployment with the roles exchanged', () => {
  test('passes all gates', () => {
    expect(after.fatal).toEqual([]);
  });

  test('has the same stacks', () => {
    const names = (app: App) => templates(app).map(([stack]) => stack);
    expect(names(after.app).sort()).toEqual(names(before).sort());
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
    const moved = templates(before).map(([stack, template]): [string, object] => {
      return [stack, JSON.parse(JSON.stringify(template).replaceAll('"10.0.0.0/16"', '"10.9.0.0/16"')) as object];
    });
    const replaced = changesTo(before, moved).filter(({ impact }) => impact === 'WILL_REPLACE');
    expect(replaced.map(({ type }) => type)).toContain('AWS::EC2::VPC');
  });
});

describe('a region that is added', () => {
  // The name that comes first of all: where a region stands must not depend on it.
  const added = region('ap-northeast-1', 'serving', '10.3.0.0/16', ['AF']);
  const growth = changes(before, platformApp({ regions: [...regions, added] }));
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
