import { RegionRole, RegionSet } from '../../../constructs/core';
import { codesOf, errorOf } from '../../_helpers/errors';

const primary = { name: 'us-east-1', cidr: '10.0.0.0/16' };
const ireland = { name: 'eu-west-1', cidr: '10.1.0.0/16' };
const singapore = { name: 'ap-southeast-1', cidr: '10.2.0.0/16' };

test('roles follow from the place in the props; zones are known without a look-up', () => {
  const set = new RegionSet({ primary, standby: [ireland], serving: [singapore] });
  expect(set.all.map((region) => [region.name, region.role])).toEqual([
    ['us-east-1', RegionRole.PRIMARY],
    ['ap-southeast-1', RegionRole.SERVING],
    ['eu-west-1', RegionRole.STANDBY],
  ]);
  expect(set.primary.zones).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
  expect(set.failoverTarget?.name).toBe('eu-west-1');
  expect(set.isActiveActive).toBe(false);
});

test('without a standby the first serving region takes over', () => {
  const set = new RegionSet({ primary, serving: [singapore, ireland] });
  expect(set.failoverTarget?.name).toBe('ap-southeast-1');
  expect(set.isActiveActive).toBe(true);
});

test('a region of one has nowhere to fail over to', () => {
  expect(new RegionSet({ primary }).failoverTarget).toBeUndefined();
});

test('the home region stays when it exchanges roles with the other one', () => {
  const before = new RegionSet({ primary, standby: [ireland], serving: [singapore] });
  expect([before.home.name, before.away?.name]).toEqual(['us-east-1', 'eu-west-1']);
  const after = new RegionSet({ primary: ireland, standby: [primary], serving: [singapore], home: 'us-east-1' });
  expect([after.home.name, after.away?.name]).toEqual(['us-east-1', 'eu-west-1']);
});

test('fails when the home region is not one of the two that exchange roles', () => {
  const regions = { primary, standby: [ireland], serving: [singapore] };
  expect(codesOf(() => new RegionSet({ ...regions, home: 'ap-southeast-1' }))).toEqual(['HomeRegionUnknown']);
});

test('zones that are stated are taken as they are, also in a region that the table does not know', () => {
  const zones = ['xx-new-1a', 'xx-new-1c'];
  expect(new RegionSet({ primary: { name: 'xx-new-1', cidr: '10.0.0.0/16', zones } }).primary.zones).toEqual(zones);
});

test('fails with every problem at once', () => {
  const error = errorOf(
    () =>
      new RegionSet({
        primary,
        serving: [{ name: 'us-east-1', cidr: '10.0.128.0/17' }],
        standby: [{ name: 'eu-nowhere-1', cidr: 'x' }],
      }),
  );
  expect(error.codes).toEqual(['DuplicateRegion', 'OverlappingCidr', 'UnknownRegion', 'InvalidCidr']);
  expect(error.message).toContain(
    "RegionSet: [OverlappingCidr] us-east-1.cidr is '10.0.128.0/17'; " +
      'allowed: a block that shares no address with us-east-1 (10.0.0.0/16). Give every region a block of its own.',
  );
});

test.each([
  ['more zones than the region has', { ...primary, name: 'us-west-1' }, ['TooFewZones']],
  ['fewer zones stated than asked for', { ...primary, zones: ['us-east-1a'], zoneCount: 2 }, ['TooFewZones']],
  ['half a zone', { ...primary, zoneCount: 2.5 }, ['ZoneCountNotWhole']],
  [
    'a zone of another region',
    { ...primary, zones: ['us-east-1a', 'us-east-1b', 'eu-west-1a'] },
    ['ZoneOutsideRegion'],
  ],
  ['a repeated zone', { ...primary, zones: ['us-east-1a', 'us-east-1a', 'us-east-1b'] }, ['ZoneOutsideRegion']],
  ['host bits in the block', { ...primary, cidr: '10.0.0.1/16' }, ['InvalidCidr']],
  ['a block too large for a VPC', { ...primary, cidr: '10.0.0.0/8' }, ['InvalidCidr']],
  ['an unknown continent', { ...primary, continents: ['XX'] }, ['UnknownContinent']],
])('fails on %s', (_, region, codes) => {
  expect(codesOf(() => new RegionSet({ primary: region }))).toEqual(codes);
});

test('fails when two regions claim a continent', () => {
  const regions = { primary: { ...primary, continents: ['EU'] }, serving: [{ ...ireland, continents: ['EU'] }] };
  expect(codesOf(() => new RegionSet(regions))).toEqual(['ContinentServedTwice']);
});
