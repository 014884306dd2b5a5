import fc from 'fast-check';
import { ConfigurationError } from '../../../constructs/core/errors';
import { platformPropsFrom } from '../../../lib/platform/platform-context';
import { codesOf, errorOf } from '../../_helpers/errors';

const valid = {
  domain: 'example.com',
  hostedZoneId: 'Z0123456789',
  regions: 'us-east-1,eu-west-1:standby,ap-southeast-1',
};

test('the command line needs a domain, a zone and regions; the rest has defaults', () => {
  const props = platformPropsFrom(valid);
  expect(props.regions.all.map((region) => `${region.name} ${region.role} ${region.cidr}`)).toEqual([
    'us-east-1 primary 10.0.0.0/16',
    'ap-southeast-1 serving 10.2.0.0/16',
    'eu-west-1 standby 10.1.0.0/16',
  ]);
  expect([props.objective?.availability, props.objective?.sla]).toEqual([99.95, 99.9]);
  expect([props.recovery?.rto.toMinutes(), props.recovery?.rpo.toMinutes()]).toEqual([30, 5]);
  expect(props.load?.peakMembers).toBe(4);
});

test('numbers may come as text', () => {
  const props = platformPropsFrom({ ...valid, readReplicas: '7', interactionsPerMonth: '500e6' });
  expect([props.readReplicas, props.load?.peakMembers]).toEqual([7, 33]);
});

test('fails with the problems of all values at once', () => {
  const error = errorOf(() =>
    platformPropsFrom({
      regions: [
        { name: 'us-east-1', cidr: '10.0.0.0/16' },
        { name: 'us-east-1', cidr: '10.0.0.0/16' },
      ],
      availability: 100,
      readReplicas: 16,
      peakFactor: 'many',
      interactionsPerMonth: 0,
    }),
  );
  expect(error.codes).toEqual([
    'ContextMissing',
    'ContextMissing',
    'ContextNotANumber',
    'DuplicateRegion',
    'OverlappingCidr',
    'AvailabilityOutOfRange',
    'LoadNotPositive',
    'TooManyReadReplicas',
  ]);
});

test.each([
  ['a zone that does not contain the domain', { hostedZoneName: 'other.com' }, ['DomainOutsideZone']],
  ['a home region that takes over from nobody', { homeRegion: 'ap-southeast-1' }, ['HomeRegionUnknown']],
  ['a home region that is no text', { homeRegion: 7 }, ['ContextNotAText']],
  ['no primary', { regions: 'us-east-1:standby' }, ['NoPrimaryRegion']],
  ['two primaries', { regions: 'us-east-1:primary,eu-west-1:primary' }, ['SeveralPrimaryRegions']],
  ['two that stand by', { regions: 'us-east-1,eu-west-1:standby,us-west-2:standby' }, ['SeveralStandbyRegions']],
  ['an unknown role', { regions: 'us-east-1:boss' }, ['InvalidRegions']],
  ['regions that are no list', { regions: 7 }, ['InvalidRegions']],
  ['an unknown region', { regions: 'us-east-9' }, ['UnknownRegion']],
  ['an objective weaker than the agreement', { availability: 99.8 }, ['ObjectiveWeakerThanAgreement']],
  ['an objective of 100 percent', { availability: 100 }, ['AvailabilityOutOfRange']],
  ['an RTO of zero with a standby', { rtoMinutes: 0 }, ['RecoveryTimeZero']],
  ['an RPO of zero over asynchronous replication', { rpoMinutes: 0 }, ['RecoveryPointUnreachable']],
  [
    'a serving region that nobody would reach',
    {
      regions: [
        { name: 'us-east-1', continents: ['NA'] },
        { name: 'eu-west-1', role: 'standby' },
        { name: 'ap-southeast-1' },
      ],
    },
    ['ServingRegionWithoutContinents'],
  ],
  ['16 replicas', { readReplicas: 16 }, ['TooManyReadReplicas']],
  ['fewer replicas at most than at least', { maximumReadReplicas: 4 }, ['MaximumReadReplicasOutOfRange']],
])('fails on %s', (_, change, codes) => {
  expect(codesOf(() => platformPropsFrom({ ...valid, ...change }))).toEqual(codes);
});

test('any context gives props or a coded error, never another exception', () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.anything()),
    fc.object(),
  );
  const keys = [
    'domain',
    'hostedZoneId',
    'regions',
    'availability',
    'sla',
    'readReplicas',
    'rtoMinutes',
    'rpoMinutes',
    'peakFactor',
  ];
  const entry = fc.record(
    { name: value, role: value, cidr: value, zones: value, continents: value, zoneCount: value },
    { requiredKeys: [] },
  );
  const context = fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, fc.array(entry)));
  fc.assert(
    fc.property(context, (change) => {
      try {
        return platformPropsFrom({ ...valid, ...change }).regions !== undefined;
      } catch (error) {
        return error instanceof ConfigurationError && error.codes.length > 0;
      }
    }),
  );
});

test('several mistakes at once are all reported, whichever they are', () => {
  const mistakes: [Record<string, unknown>, string][] = [
    [{ hostedZoneId: undefined }, 'ContextMissing'],
    [{ regions: 'us-east-1,us-east-1' }, 'DuplicateRegion'],
    [{ availability: 100 }, 'AvailabilityOutOfRange'],
    [{ sla: 'high' }, 'ContextNotANumber'],
    [{ peakFactor: 0 }, 'LoadNotPositive'],
    [{ readReplicas: 16 }, 'TooManyReadReplicas'],
    [{ hostedZoneName: 'other.com' }, 'DomainOutsideZone'],
    [{ cacheHitRate: 101 }, 'PercentageOutOfRange'],
    [{ rtoMinutes: 1e9 }, 'RecoveryTimeTooLong'],
  ];
  fc.assert(
    fc.property(fc.subarray(mistakes, { minLength: 1 }), (made) => {
      const context = Object.assign({}, valid, ...made.map(([change]) => change)) as Record<string, unknown>;
      expect(codesOf(() => platformPropsFrom(context))).toEqual(expect.arrayContaining(made.map(([, code]) => code)));
    }),
  );
});
