import { Template } from 'aws-cdk-lib/assertions';
import { HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { RegionSet, type RegionSetProps } from '../../../constructs/core';
import { GlobalRecord, HealthSource } from '../../../constructs/dns';
import { apiRouting, steeredRegion } from '../../../lib/platform/api-routing';
import { Route53 } from '../../constructs/dns/route53';
import { regionalStack } from '../../_helpers/stacks';
import { testApp } from '../../_helpers/synthesis';

const [virginia, ireland, singapore] = [
  { name: 'us-east-1', cidr: '10.0.0.0/16' },
  { name: 'eu-west-1', cidr: '10.1.0.0/16' },
  { name: 'ap-southeast-1', cidr: '10.2.0.0/16' },
];

/** Templates of the records, by region. A region's address is its position in the list above. */
function recordsOf(props: RegionSetProps): { [region: string]: object } {
  const app = testApp();
  const regions = new RegionSet(props);
  const stacks = regions.all.map((region) => {
    const stack = regionalStack(app, region.name, region.name);
    const zone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    new GlobalRecord(stack, 'Record', {
      zone,
      recordName: 'api.example.com',
      routing: apiRouting(region, regions),
      target: RecordTarget.fromIpAddresses(addressOf(region.name)),
      health: HealthSource.https({ domainName: `${region.name}.health.example.com` }),
    });
    return stack;
  });
  return Object.fromEntries(stacks.map((stack) => [stack.region, Template.fromStack(stack).toJSON()]));
}

/** Who answers, given who asks and which regions are lost. */
function answering(
  props: RegionSetProps,
): (asker: { continent: string; latency: string[] }, lost?: string[]) => string | undefined {
  const records = Object.values(recordsOf(props)) as never[];
  return (asker, lost = []) => {
    const dns = new Route53(records, (endpoint) => !lost.some((region) => endpoint.startsWith(region)));
    return [virginia, ireland, singapore].find(({ name }) => addressOf(name) === dns.answer('api.example.com', asker))
      ?.name;
  };
}

function addressOf(region: string): string {
  return `192.0.2.${[virginia, ireland, singapore].findIndex(({ name }) => name === region) + 1}`;
}

const european = { continent: 'EU', latency: ['eu-west-1', 'us-east-1', 'ap-southeast-1'] };
const asian = { continent: 'AS', latency: ['ap-southeast-1', 'eu-west-1', 'us-east-1'] };

describe('continents, a serving region and a standby', () => {
  const answer = answering({
    primary: { ...virginia, continents: ['NA'] },
    serving: [{ ...singapore, continents: ['AS'] }],
    standby: [ireland],
  });

  test('users go to the region of their continent, others to the primary, nobody to the standby', () => {
    expect([answer(asian), answer(european)]).toEqual(['ap-southeast-1', 'us-east-1']);
  });

  test('the standby answers in the place of a region that is lost', () => {
    expect([answer(asian, ['ap-southeast-1']), answer(european, ['us-east-1'])]).toEqual(['eu-west-1', 'eu-west-1']);
  });
});

describe('latency and a standby', () => {
  const answer = answering({ primary: virginia, serving: [singapore], standby: [ireland] });

  test('users go to the nearest region that serves', () => {
    expect([answer(asian), answer(european)]).toEqual(['ap-southeast-1', 'us-east-1']);
  });

  test('the standby answers in the place of a region that is lost, and another when both are', () => {
    expect(answer(asian, ['ap-southeast-1'])).toBe('eu-west-1');
    expect(answer(asian, ['ap-southeast-1', 'eu-west-1'])).toBe('us-east-1');
  });
});

describe('all regions serve', () => {
  const answer = answering({ primary: virginia, serving: [ireland, singapore] });

  test('users go to the nearest, then to the next nearest', () => {
    expect([answer(asian), answer(asian, ['ap-southeast-1']), answer(asian, ['ap-southeast-1', 'eu-west-1'])]).toEqual([
      'ap-southeast-1',
      'eu-west-1',
      'us-east-1',
    ]);
  });
});

describe('a primary and its standby', () => {
  const answer = answering({ primary: virginia, standby: [ireland] });

  test('the standby answers only when the primary is lost', () => {
    expect([answer(european), answer(european, ['us-east-1'])]).toEqual(['us-east-1', 'eu-west-1']);
  });
});

describe('when roles are exchanged', () => {
  const home = virginia.name;
  const asia = { ...singapore, continents: ['AS'] };
  const [before, after] = [
    { primary: { ...virginia, continents: ['NA'] }, serving: [asia], standby: [ireland] },
    { primary: ireland, serving: [asia], standby: [{ ...virginia, continents: ['NA'] }], home },
  ];

  test.each([
    ['with continents', before, after],
    [
      'with continents that go with the role',
      before,
      { ...after, primary: { ...ireland, continents: ['NA'] }, standby: [virginia] },
    ],
    [
      'with latency',
      { primary: virginia, serving: [singapore], standby: [ireland] },
      { primary: ireland, serving: [singapore], standby: [virginia], home },
    ],
    [
      'with a standby alone',
      { primary: virginia, standby: [ireland] },
      { primary: ireland, standby: [virginia], home },
    ],
    [
      'where all serve',
      { primary: virginia, serving: [ireland, asia] },
      { primary: ireland, serving: [virginia, asia], home },
    ],
  ])('no record changes %s: no stack could give one to another', (_, one, other) => {
    expect(recordsOf(other)).toEqual(recordsOf(one));
  });

  test('the new primary has the users for as long as the plan holds the other one back, and may be lost too', () => {
    const answer = answering(after);
    expect([answer(european, [home]), answer(asian, [home])]).toEqual(['eu-west-1', 'ap-southeast-1']);
    expect(answer(asian, [home, 'ap-southeast-1'])).toBe('eu-west-1');
    expect(answer(european, [home, 'eu-west-1'])).toBeDefined();
  });

  test('the plan turns the first of a pair, or the one of several that takes the writes', () => {
    const steered = (props: RegionSetProps) => steeredRegion(new RegionSet(props)).name;
    expect([before, after].map(steered)).toEqual([home, home]);
    expect(steered({ primary: ireland, serving: [virginia], home })).toBe('eu-west-1');
  });
});
