import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { RegionalStack } from '../../../constructs/core';
import { GlobalRecord, type GlobalRecordProps, HealthSource, RoutingPolicy } from '../../../constructs/dns';
import { codesOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { Route53 } from './route53';

const { GeoLocation, Continent, Failover, RecordTarget } = route53;
const NAME = 'api.example.com';

/** The nearest regions of each continent, as a resolver there sees them. */
const LATENCY: Record<string, string[]> = {
  AF: ['eu-west-1', 'us-east-1', 'ap-southeast-1'],
  AN: ['us-east-1', 'ap-southeast-1', 'eu-west-1'],
  AS: ['ap-southeast-1', 'eu-west-1', 'us-east-1'],
  EU: ['eu-west-1', 'us-east-1', 'ap-southeast-1'],
  NA: ['us-east-1', 'eu-west-1', 'ap-southeast-1'],
  OC: ['ap-southeast-1', 'us-east-1', 'eu-west-1'],
  SA: ['us-east-1', 'eu-west-1', 'ap-southeast-1'],
};

const zoneOf = (scope: Construct, zoneName = 'example.com') =>
  route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: 'Z0000000EXAMPLE', zoneName });

const alias = (dnsName: string) =>
  RecordTarget.fromAlias({ bind: () => ({ dnsName, hostedZoneId: 'Z35SXDOTRQ7X7K' }) });

const regionalStack = (scope: Construct, region: string) =>
  new RegionalStack(scope, `App-${region}`, { region, zones: [`${region}a`], account: '111111111111' });

/** One member in its own stack; everything but the routing has a default. */
function member(scope: Construct, region: string, props: Partial<GlobalRecordProps>): RegionalStack {
  const stack = regionalStack(scope, region);
  new GlobalRecord(stack, 'Api', {
    zone: zoneOf(stack),
    recordName: NAME,
    target: alias(`a.${region}`),
    routing: RoutingPolicy.latency(),
    ...props,
  });
  return stack;
}

const templateOf = (stack: Stack) =>
  Template.fromStack(stack).toJSON() as ConstructorParameters<typeof Route53>[0][number];

const healthOf = (region: string) => HealthSource.https({ domainName: `a.${region}.example.net`, path: '/health' });

/** Geolocation, then latency, then failover between two load balancers of the region. */
function composedMember(scope: Construct, region: string, locations: route53.GeoLocation[]): RegionalStack {
  return member(scope, region, {
    routing: RoutingPolicy.composed([
      RoutingPolicy.geolocation({ locations }),
      RoutingPolicy.latency(),
      RoutingPolicy.failoverTo({ target: alias(`b.${region}`) }),
    ]),
    health: healthOf(region),
  });
}

const HOMES: Record<string, route53.GeoLocation[]> = {
  'us-east-1': [GeoLocation.continent(Continent.NORTH_AMERICA), GeoLocation.default()],
  'eu-west-1': [GeoLocation.continent(Continent.EUROPE), GeoLocation.continent(Continent.AFRICA)],
  'ap-southeast-1': [GeoLocation.continent(Continent.ASIA), GeoLocation.continent(Continent.OCEANIA)],
};
const REGIONS = Object.keys(HOMES);

function composedApp(homes: Record<string, route53.GeoLocation[]>): Record<string, ReturnType<typeof templateOf>> {
  const app = testApp();
  const stacks = Object.entries(homes).map(([region, locations]) => composedMember(app, region, locations));
  return Object.fromEntries(stacks.map((stack) => [stack.region, templateOf(stack)]));
}

describe('geolocation, then latency, then failover, in three regions', () => {
  const templates = composedApp(HOMES);
  const lost = (dead: string[]) => (endpoint: string) => !dead.some((part) => endpoint.includes(part));
  const answer = (continent: string, dead: string[]) =>
    new Route53(Object.values(templates), lost(dead)).answer(NAME, { continent, latency: LATENCY[continent] });

  const subsets = REGIONS.reduce<string[][]>((sets, region) => [...sets, ...sets.map((set) => [...set, region])], [[]]);
  const survivable = subsets.filter((dead) => dead.length < REGIONS.length);
  const cases = Object.keys(LATENCY).flatMap((continent) => survivable.map((dead) => ({ continent, dead })));

  test.each(cases)('$continent is answered by a living region after the loss of $dead', ({ continent, dead }) => {
    const region = answer(continent, dead)!.slice(2);
    expect(REGIONS.filter((name) => !dead.includes(name))).toContain(region);
  });

  test('a continent is answered by its own region while that lives', () => {
    const answers = Object.keys(LATENCY).map((continent) => [continent, answer(continent, [])]);
    expect(Object.fromEntries(answers)).toEqual({
      AF: 'a.eu-west-1',
      AN: 'a.us-east-1',
      AS: 'a.ap-southeast-1',
      EU: 'a.eu-west-1',
      NA: 'a.us-east-1',
      OC: 'a.ap-southeast-1',
      SA: 'a.us-east-1',
    });
  });

  test('the loss of a region sends its continents to the nearest of the others', () => {
    expect(answer('EU', ['eu-west-1'])).toBe('a.us-east-1');
    expect(answer('AS', ['ap-southeast-1'])).toBe('a.eu-west-1');
    expect(answer('NA', ['us-east-1'])).toBe('a.eu-west-1');
  });

  test('the loss of one load balancer stays inside the region', () => {
    expect(answer('EU', ['a.eu-west-1'])).toBe('b.eu-west-1');
  });

  test('an address that no location is known for is answered by the nearest region', () => {
    const dns = new Route53(Object.values(templates));
    expect(dns.answer(NAME, { latency: LATENCY.AS })).toBe('a.ap-southeast-1');
  });

  test('every record stands in the stack of the region that it leads to', () => {
    for (const region of REGIONS) {
      const text = JSON.stringify(templates[region]);
      expect(REGIONS.filter((other) => text.includes(other))).toEqual([region]);
    }
  });

  test('links evaluate the set below and are created after it', () => {
    const resources = Object.values(templates['eu-west-1'].Resources) as {
      Properties: { Name: string; SetIdentifier: string };
      DependsOn?: string[];
    }[];
    const link = resources.find(
      ({ Properties: { Name, SetIdentifier } }) => Name === `${NAME}.` && SetIdentifier === 'eu',
    );
    expect(link).toMatchObject({
      DependsOn: [expect.stringMatching(/^ApiAeueuwest1[0-9A-F]{8}$/)],
      Properties: {
        GeoLocation: { ContinentCode: 'EU' },
        AliasTarget: { DNSName: `eu.${NAME}.`, HostedZoneId: 'Z0000000EXAMPLE', EvaluateTargetHealth: true },
      },
    });
  });

  test('a region is removed without a change to the others', () => {
    const { 'us-east-1': us, 'eu-west-1': eu } = HOMES;
    const rest = composedApp({ 'us-east-1': us, 'eu-west-1': eu });
    expect(JSON.stringify(rest['us-east-1'])).toBe(JSON.stringify(templates['us-east-1']));
    expect(JSON.stringify(rest['eu-west-1'])).toBe(JSON.stringify(templates['eu-west-1']));
  });

  test('the region with the default is removed by a change to the one that takes it over', () => {
    const { 'eu-west-1': eu, 'ap-southeast-1': ap } = HOMES;
    const rest = composedApp({ 'eu-west-1': [...eu, GeoLocation.default()], 'ap-southeast-1': ap });
    expect(JSON.stringify(rest['ap-southeast-1'])).toBe(JSON.stringify(templates['ap-southeast-1']));
    expect(rest['eu-west-1'].Resources).toMatchObject(templates['eu-west-1'].Resources);
    const added = Object.keys(rest['eu-west-1'].Resources).filter((id) => !(id in templates['eu-west-1'].Resources));
    expect(added).toEqual([expect.stringMatching(/^ApiAdefault[0-9A-F]{8}$/)]);
  });
});

describe('other compositions', () => {
  const answers = (stacks: Stack[], dead: string[], continent = 'EU') => {
    const healthy = (endpoint: string) => !dead.some((part) => endpoint.includes(part));
    return new Route53(stacks.map(templateOf), healthy).answer(NAME, { continent, latency: LATENCY[continent] });
  };

  test('latency alone moves on to the next region', () => {
    const app = testApp();
    const stacks = REGIONS.map((region) => member(app, region, {}));
    expect(answers(stacks, [])).toBe('a.eu-west-1');
    expect(answers(stacks, ['eu-west-1'])).toBe('a.us-east-1');
    Template.fromStack(stacks[1]).hasResourceProperties('AWS::Route53::RecordSet', {
      Name: `${NAME}.`,
      Region: 'eu-west-1',
      SetIdentifier: 'eu-west-1',
      AliasTarget: { EvaluateTargetHealth: true },
      HealthCheckId: Match.absent(),
    });
  });

  test('a pair over two stacks fails over and stays with the primary when both are lost', () => {
    const app = testApp();
    const stacks = [
      member(app, 'eu-west-1', { routing: RoutingPolicy.failover(Failover.PRIMARY) }),
      member(app, 'us-east-1', { routing: RoutingPolicy.failover(Failover.SECONDARY) }),
    ];
    expect(answers(stacks, [])).toBe('a.eu-west-1');
    expect(answers(stacks, ['eu-west-1'])).toBe('a.us-east-1');
    expect(answers(stacks, ['eu-west-1', 'us-east-1'])).toBe('a.eu-west-1');
  });

  test('a weight of 0 answers only when the others are lost', () => {
    const app = testApp();
    const stacks = [
      member(app, 'eu-west-1', { routing: RoutingPolicy.weighted({ weight: 10 }) }),
      member(app, 'us-east-1', { routing: RoutingPolicy.weighted({ weight: 0 }) }),
    ];
    expect(answers(stacks, [])).toBe('a.eu-west-1');
    expect(answers(stacks, ['eu-west-1'])).toBe('a.us-east-1');
  });

  test('two regions share a continent, and a country in it is served by one of them first', () => {
    const app = testApp();
    const [europe, germany] = [GeoLocation.continent(Continent.EUROPE), GeoLocation.country('DE')];
    const geo = (options: Parameters<typeof RoutingPolicy.geolocation>[0]) => ({
      routing: RoutingPolicy.composed([RoutingPolicy.geolocation(options), RoutingPolicy.latency()]),
    });
    const stacks = [
      member(app, 'eu-west-1', geo({ locations: [europe, GeoLocation.default()] })),
      member(app, 'eu-central-1', geo({ locations: [germany], alsoServes: [europe] })),
    ];
    const ask = (country: string, dead: string) =>
      new Route53(stacks.map(templateOf), (endpoint) => !endpoint.includes(dead)).answer(NAME, {
        continent: 'EU',
        country,
        latency: ['eu-west-1', 'eu-central-1'],
      });
    expect(ask('DE', 'none')).toBe('a.eu-central-1');
    expect(ask('DE', 'eu-central-1')).toBe('a.eu-west-1');
    expect(ask('FR', 'none')).toBe('a.eu-west-1');
    expect(ask('FR', 'eu-west-1')).toBe('a.eu-central-1');
  });

  test('without a default on purpose nobody else is answered', () => {
    const app = testApp();
    const routing = RoutingPolicy.geolocation({
      locations: [GeoLocation.continent(Continent.EUROPE)],
      noDefaultBecause: 'personal data of residents stays in the union',
    });
    const stacks = [member(app, 'eu-west-1', { routing })];
    expect(answers(stacks, [], 'EU')).toBe('a.eu-west-1');
    expect(answers(stacks, [], 'NA')).toBeUndefined();
  });
});

describe('records', () => {
  test('addresses have a TTL of 60 s and the health check of the member', () => {
    const stack = member(testApp(), 'eu-west-1', {
      target: RecordTarget.fromIpAddresses('192.0.2.1'),
      health: healthOf('eu-west-1'),
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Route53::RecordSet', {
      ResourceRecords: ['192.0.2.1'],
      TTL: '60',
      HealthCheckId: { Ref: Match.stringLikeRegexp('^ApiHealth') },
    });
  });

  test('ipv6 puts an AAAA record beside every A record', () => {
    const stack = member(testApp(), 'eu-west-1', {
      ipv6: true,
      routing: RoutingPolicy.composed([
        RoutingPolicy.latency(),
        RoutingPolicy.failoverTo({ target: alias('b.eu-west-1') }),
      ]),
    });
    const records = Template.fromStack(stack).findResources('AWS::Route53::RecordSet');
    const types = Object.values(records).map((record) => (record as { Properties: { Type: string } }).Properties.Type);
    expect(types.sort()).toEqual(['A', 'A', 'A', 'AAAA', 'AAAA', 'AAAA']);
  });

  test('a distribution answers last and is not asked for its health', () => {
    const app = testApp();
    const stack = regionalStack(app, 'us-east-1');
    const distribution = cloudfront.Distribution.fromDistributionAttributes(stack, 'Sorry', {
      distributionId: 'E2EXAMPLE',
      domainName: 'd111111abcdef8.cloudfront.net',
    });
    new GlobalRecord(stack, 'Api', {
      zone: zoneOf(stack),
      recordName: NAME,
      target: alias('a.us-east-1'),
      routing: RoutingPolicy.failoverTo({ target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)) }),
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Failover: 'SECONDARY',
      AliasTarget: { DNSName: 'd111111abcdef8.cloudfront.net', EvaluateTargetHealth: false },
    });
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Failover: 'PRIMARY',
      AliasTarget: { EvaluateTargetHealth: true },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('policy packs', () => {
  test('a minimal member passes', () => {
    const synthesis = new Synthesis((app) => void member(app, 'eu-west-1', {}));
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([]);
  });

  test('three composed regions pass', () => {
    const synthesis = new Synthesis((app) => REGIONS.forEach((region) => composedMember(app, region, HOMES[region])));
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual([]);
  });
});

describe('mistakes over several stacks', () => {
  const geolocation = (...locations: route53.GeoLocation[]) => ({ routing: RoutingPolicy.geolocation({ locations }) });
  const [europe, asia] = [GeoLocation.continent(Continent.EUROPE), GeoLocation.continent(Continent.ASIA)];

  test('fails without a default location', () => {
    const app = testApp();
    member(app, 'eu-west-1', geolocation(europe));
    member(app, 'ap-southeast-1', geolocation(asia));
    expect(() => app.synth()).toThrow(
      [
        '[App-eu-west-1/Api] App-eu-west-1/Api: [GeolocationWithoutDefault] api.example.com is ["eu","as"]; allowed: locations with',
        'GeoLocation.default() among them. Let one region hold the default location, or let every region say why there is',
        'none (noDefaultBecause).',
      ].join(' '),
    );
  });

  test('fails without a default location in stages of their own, and tells it once', () => {
    const app = testApp();
    member(new Stage(app, 'Wave1'), 'eu-west-1', geolocation(europe));
    member(new Stage(app, 'Wave2'), 'ap-southeast-1', geolocation(asia));
    expect(messageOf(() => app.synth()).match(/GeolocationWithoutDefault/g)).toHaveLength(1);
  });

  test('fails when a composition serves behind a default that nobody holds', () => {
    const app = testApp();
    REGIONS.forEach((region) => composedMember(app, region, HOMES[region].slice(0, 1)));
    expect(messageOf(() => app.synth()).match(/GeolocationWithoutDefault/g)).toHaveLength(1);
  });

  test('a default in another stage of the app is found', () => {
    const app = testApp();
    composedMember(new Stage(app, 'Wave1'), 'eu-west-1', [europe]);
    composedMember(new Stage(app, 'Wave2'), 'ap-southeast-1', [asia, GeoLocation.default()]);
    expect(() => app.synth()).not.toThrow();
  });

  test('fails when only some members say why there is no default', () => {
    const app = testApp();
    const noDefaultBecause = 'residency';
    member(app, 'eu-west-1', { routing: RoutingPolicy.geolocation({ locations: [europe], noDefaultBecause }) });
    member(app, 'ap-southeast-1', geolocation(asia));
    expect(() => app.synth()).toThrow('[GeolocationWithoutDefault]');
  });

  test('fails when a location is held twice', () => {
    const app = testApp();
    member(app, 'eu-west-1', geolocation(europe, GeoLocation.default()));
    member(app, 'eu-central-1', geolocation(europe));
    expect(() => app.synth()).toThrow(
      '[RecordHeldTwice] api.example.com is [["eu","App-eu-west-1/Api","App-eu-central-1/Api"]]',
    );
  });

  test('fails when two members of one region share an identifier', () => {
    const app = testApp();
    member(new Stage(app, 'Blue'), 'eu-west-1', {});
    member(new Stage(app, 'Green'), 'eu-west-1', {});
    expect(() => app.synth()).toThrow('[RecordHeldTwice]');
  });

  test('fails on different policies for one name', () => {
    const app = testApp();
    member(app, 'eu-west-1', {});
    member(app, 'us-east-1', { routing: RoutingPolicy.weighted({ weight: 1 }) });
    expect(() => app.synth()).toThrow('[MixedRouting]');
  });

  test('the same name in another zone is another set', () => {
    const app = testApp();
    member(app, 'eu-west-1', {});
    const stack = regionalStack(app, 'us-east-1');
    const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
      hostedZoneId: 'ZOTHER',
      zoneName: 'example.com',
    });
    const routing = RoutingPolicy.weighted({ weight: 1 });
    new GlobalRecord(stack, 'Api', { zone, recordName: NAME, target: alias('a.us-east-1'), routing });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('mistakes of one member', () => {
  const latencyThen = (last: RoutingPolicy) => RoutingPolicy.composed([RoutingPolicy.latency(), last]);
  const europe = GeoLocation.continent(Continent.EUROPE);
  const ip = RecordTarget.fromIpAddresses('192.0.2.1');
  const cases: [string, Partial<GlobalRecordProps>, string[]][] = [
    ['a name outside the zone', { recordName: 'api.example.org' }, ['RecordOutsideZone']],
    ['a name that only ends like the zone', { recordName: 'api.notexample.com' }, ['RecordOutsideZone']],
    ['a relative name', { recordName: 'api' }, ['RecordOutsideZone', 'InvalidRecordName']],
    ['a malformed name', { recordName: 'a b.example.com' }, ['InvalidRecordName']],
    [
      'a wildcard in a composition',
      {
        recordName: '*.example.com',
        routing: latencyThen(RoutingPolicy.failoverTo({ target: ip, health: healthOf('b') })),
      },
      ['InvalidRecordName'],
    ],
    [
      'the record of another region',
      { routing: RoutingPolicy.latency({ region: 'us-east-1' }) },
      ['RecordOutsideItsRegion'],
    ],
    [
      'alsoServes without a policy below',
      { routing: RoutingPolicy.geolocation({ locations: [GeoLocation.default()], alsoServes: [europe] }) },
      ['NothingToServeBehind'],
    ],
    ['no location at all', { routing: RoutingPolicy.geolocation({ locations: [] }) }, ['NoRecord']],
    [
      'two failovers to a second target',
      {
        routing: RoutingPolicy.composed([
          RoutingPolicy.failoverTo({ target: alias('b') }),
          RoutingPolicy.failoverTo({ target: alias('c') }),
        ]),
      },
      ['FailoverToTwice'],
    ],
    ['a TTL on an alias', { ttl: Duration.seconds(30) }, ['TtlOnAlias']],
    ['a TTL with a fraction', { ttl: Duration.millis(1500) }, ['TtlOnAlias', 'TtlNotWhole']],
    ['IPv6 for IPv4 addresses', { target: ip, ipv6: true }, ['Ipv6NeedsAlias']],
    ['addresses that shall be asked', { target: ip, evaluateTargetHealth: true }, ['HealthNotEvaluable']],
    [
      'a primary without any health',
      { target: ip, routing: RoutingPolicy.failover(Failover.PRIMARY) },
      ['FailoverPrimaryWithoutHealth'],
    ],
    ['a check of the name itself', { health: HealthSource.https({ domainName: NAME }) }, ['HealthCheckOfOwnName']],
    [
      'several mistakes at once',
      { recordName: 'api.example.org', ttl: Duration.seconds(30), evaluateTargetHealth: true, target: ip, ipv6: true },
      ['RecordOutsideZone', 'Ipv6NeedsAlias', 'HealthNotEvaluable'],
    ],
  ];

  test.each(cases)('fails on %s', (_title, props, codes) => {
    expect(codesOf(() => member(testApp(), 'eu-west-1', props))).toEqual(codes);
  });

  test('fails on an unknown region of the stack, unless the policy names it', () => {
    const stack = new Stack(new App(), 'Anywhere');
    const add = (id: string, routing: RoutingPolicy) =>
      new GlobalRecord(stack, id, { zone: zoneOf(stack), recordName: NAME, target: alias('a'), routing });
    expect(codesOf(() => add('Unknown', RoutingPolicy.latency()))).toContain('RegionUnknown');
    stack.node.tryRemoveChild('Zone');
    expect(() => add('Known', RoutingPolicy.latency({ region: 'eu-west-1' }))).not.toThrow();
  });

  test('fails on a health check of a private name', () => {
    const stack = regionalStack(testApp(), 'eu-west-1');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] });
    const zone = new route53.PrivateHostedZone(stack, 'Zone', { zoneName: 'example.internal', vpc });
    const props = { zone, recordName: 'api.example.internal', target: alias('a'), routing: RoutingPolicy.latency() };
    const health = HealthSource.https({ domainName: 'a.example.internal' });
    expect(codesOf(() => new GlobalRecord(stack, 'Api', { ...props, health }))).toEqual(['PrivateHealthEndpoint']);
  });
});

describe('warnings', () => {
  beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
  afterAll(() => jest.restoreAllMocks());

  const warningsOf = (stack: Stack) =>
    Annotations.fromStack(stack)
      .findWarning('*', Match.anyValue())
      .map((found) => JSON.stringify(found.entry.data).match(/cdk-nines::\w+/)?.[0]);

  const ip = RecordTarget.fromIpAddresses('192.0.2.1');
  const europe = RoutingPolicy.geolocation({
    locations: [GeoLocation.continent(Continent.EUROPE), GeoLocation.default()],
  });
  const cases: [string, Partial<GlobalRecordProps>, string[]][] = [
    ['nothing on an alias that is asked', {}, []],
    ['addresses without a health check', { target: ip }, ['cdk-nines::RecordWithoutHealth']],
    ['an alias that is not asked', { evaluateTargetHealth: false }, ['cdk-nines::RecordWithoutHealth']],
    [
      'a failover primary that is not asked',
      { evaluateTargetHealth: false, routing: RoutingPolicy.failover(Failover.PRIMARY) },
      ['cdk-nines::RecordWithoutHealth'],
    ],
    ['nothing on a secondary at the top', { target: ip, routing: RoutingPolicy.failover(Failover.SECONDARY) }, []],
    [
      'a secondary that keeps its region in the answers forever',
      { routing: RoutingPolicy.composed([RoutingPolicy.latency(), RoutingPolicy.failoverTo({ target: ip })]) },
      ['cdk-nines::RecordWithoutHealth'],
    ],
    ['a long TTL', { target: ip, health: healthOf('a'), ttl: Duration.minutes(5) }, ['cdk-nines::SlowFailover']],
    ['a default location in one region', { routing: europe }, ['cdk-nines::DefaultInOneRegion']],
    [
      'a health check that flaps',
      { health: HealthSource.https({ domainName: 'a.example.net', failureThreshold: 1 }) },
      ['cdk-nines::FlappingHealthCheck'],
    ],
  ];

  test.each(cases)('%s', (_title, props, expected) => {
    expect(warningsOf(member(testApp(), 'eu-west-1', props))).toEqual(expected);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was wrong');
}
