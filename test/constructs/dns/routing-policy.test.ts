import * as route53 from 'aws-cdk-lib/aws-route53';
import { RoutingPolicy } from '../../../constructs/dns';
import { planRecords } from '../../../constructs/dns/record-plan';
import { codesOf } from '../../_helpers/errors';

const { GeoLocation, Continent } = route53;
const europe = GeoLocation.continent(Continent.EUROPE);

/** `set: label`, in the order in which the records are made; a joined one is in brackets. */
const plan = (policy: RoutingPolicy) =>
  planRecords(
    'api.example.com',
    policy._steps,
    { target: route53.RecordTarget.fromIpAddresses('192.0.2.1') },
    'eu-west-1',
  ).map(({ set, label, held }) => (held ? `${set}: ${label}` : `[${set}: ${label}]`));

describe('names of record sets', () => {
  test('one policy has no set below', () => {
    expect(plan(RoutingPolicy.latency())).toEqual(['api.example.com: eu-west-1']);
    expect(plan(RoutingPolicy.weighted({ weight: 1, setIdentifier: 'blue' }))).toEqual(['api.example.com: blue']);
    expect(plan(RoutingPolicy.failover(route53.Failover.PRIMARY))).toEqual(['api.example.com: primary']);
  });

  test('labels stand before the name above, the set below is made first, and every region joins the default', () => {
    const policy = RoutingPolicy.composed([
      RoutingPolicy.geolocation({ locations: [europe] }),
      RoutingPolicy.composed([RoutingPolicy.latency(), RoutingPolicy.failover(route53.Failover.PRIMARY)]),
    ]);
    expect(plan(policy)).toEqual([
      'eu-west-1.eu.api.example.com: primary',
      'eu.api.example.com: eu-west-1',
      'api.example.com: eu',
      'eu-west-1.default.api.example.com: primary',
      'default.api.example.com: eu-west-1',
      '[api.example.com: default]',
    ]);
  });

  test('labels of continents and countries never meet', () => {
    const locations = [
      GeoLocation.continent(Continent.ASIA),
      GeoLocation.country('AS'),
      GeoLocation.subdivision('WA'),
      GeoLocation.default(),
    ];
    const labels = ['as', 'country-as', 'country-us-wa', 'default'];
    expect(plan(RoutingPolicy.geolocation({ locations }))).toEqual(labels.map((label) => `api.example.com: ${label}`));
  });

  test('a region that does without a default does not join it', () => {
    const routing = RoutingPolicy.geolocation({ locations: [europe], noDefaultBecause: 'residency' });
    expect(plan(RoutingPolicy.composed([routing, RoutingPolicy.latency()]))).toEqual([
      'eu.api.example.com: eu-west-1',
      'api.example.com: eu',
    ]);
  });
});

describe('mistakes', () => {
  const both = [europe, GeoLocation.default()];
  const cases: [string, () => RoutingPolicy, string[]][] = [
    ['a weight above 255', () => RoutingPolicy.weighted({ weight: 256 }), ['WeightOutOfRange']],
    ['a broken weight', () => RoutingPolicy.weighted({ weight: 0.5 }), ['WeightOutOfRange']],
    [
      'an identifier that is no label',
      () => RoutingPolicy.weighted({ weight: 1, setIdentifier: 'A.b' }),
      ['InvalidSetIdentifier'],
    ],
    [
      'a location twice',
      () => RoutingPolicy.geolocation({ locations: both, alsoServes: [europe] }),
      ['LocationRepeated'],
    ],
    [
      'a default that is forbidden',
      () => RoutingPolicy.geolocation({ locations: both, noDefaultBecause: 'residency' }),
      ['DefaultHeldAndForbidden'],
    ],
    [
      'a default that is forbidden without a reason',
      () => RoutingPolicy.geolocation({ locations: [europe], noDefaultBecause: ' ' }),
      ['NoDefaultWithoutReason'],
    ],
    ['a composition of one', () => RoutingPolicy.composed([RoutingPolicy.latency()]), ['CompositionTooShort']],
  ];

  test.each(cases)('fails on %s', (_title, act, codes) => {
    expect(codesOf(act)).toEqual(codes);
  });
});
