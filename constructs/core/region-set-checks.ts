import { KNOWN_REGIONS, zonesOf } from './availability-zones';
import { overlaps, parseCidr } from './cidr';
import type { Check } from './errors';
import type { RegionProps, RegionWithRole } from './region-set';

/** Continent codes of Route 53 geolocation. */
const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'];

/** Everything that can be wrong with a set of regions. */
export function regionSetChecks(entries: RegionWithRole[]): Check[] {
  const regions = entries.map((entry) => entry.region);
  return [
    ...regions.flatMap((region, index) => [...regionChecks(region), ...clashChecks(region, regions.slice(0, index))]),
  ];
}

/** Roles go to and fro between two regions; the data began in one of them. */
export function homeCheck(pair: string[], home: string): Check {
  return {
    code: 'HomeRegionUnknown',
    property: 'home',
    when: !pair.includes(home),
    value: home,
    allowed: pair.join(' or '),
    action: 'Name the region in which the databases were made first',
  };
}

function regionChecks(region: RegionProps): Check[] {
  const known = zonesOf(region.name);
  return [
    {
      code: 'UnknownRegion',
      property: 'name',
      when: known.length === 0 && region.zones === undefined,
      value: region.name,
      allowed: `a region whose zones are known (${KNOWN_REGIONS.join(', ')}), or any region with its \`zones\` stated`,
      action: 'Correct the name or state the zones',
    },
    {
      code: 'InvalidCidr',
      property: `${region.name}.cidr`,
      when: !isVpcBlock(region.cidr),
      value: region.cidr,
      allowed: 'an IPv4 block from /16 to /20 whose host bits are zero, for example 10.0.0.0/16',
      action: 'State the block of the VPC',
    },
    ...zoneChecks(region, known),
    {
      code: 'UnknownContinent',
      property: `${region.name}.continents`,
      when: (region.continents ?? []).some((continent) => !CONTINENTS.includes(continent)),
      value: region.continents,
      allowed: CONTINENTS.join(', '),
      action: 'Use continent codes',
    },
  ];
}

function zoneChecks(region: RegionProps, known: string[]): Check[] {
  const stated = region.zones;
  const asked = region.zoneCount ?? stated?.length ?? 3;
  const available = stated?.length ?? known.length;
  return [
    {
      code: 'TooFewZones',
      property: `${region.name}.zones`,
      when: asked < 1 || (available > 0 && available < asked),
      value: stated ?? known,
      allowed: `at least ${Math.max(asked, 1)} zones`,
      action: 'Ask for fewer zones (`zoneCount`) or state more of them (`zones`)',
    },
    {
      code: 'ZoneCountNotWhole',
      property: `${region.name}.zoneCount`,
      when: !Number.isInteger(asked),
      value: region.zoneCount,
      allowed: 'a whole number of zones',
      action: 'State how many zones to use',
    },
    {
      code: 'ZoneOutsideRegion',
      property: `${region.name}.zones`,
      when: (stated ?? []).some((zone) => !zone.startsWith(region.name)) || hasDuplicates(stated ?? []),
      value: stated,
      allowed: `different zones of ${region.name}`,
      action: 'Name each zone once, for example us-east-1a',
    },
  ];
}

function clashChecks(region: RegionProps, earlier: RegionProps[]): Check[] {
  const block = parseCidr(region.cidr);
  const clash = earlier.find((other) => {
    const range = parseCidr(other.cidr);
    return block && range && overlaps(block, range);
  });
  const shared = earlier.flatMap((other) => other.continents ?? []).filter((code) => region.continents?.includes(code));
  return [
    {
      code: 'DuplicateRegion',
      property: 'name',
      when: earlier.some((other) => other.name === region.name),
      value: region.name,
      allowed: 'each region once',
      action: 'Remove the repetition',
    },
    {
      code: 'OverlappingCidr',
      property: `${region.name}.cidr`,
      when: clash !== undefined,
      value: region.cidr,
      allowed: `a block that shares no address with ${clash?.name} (${clash?.cidr})`,
      action: 'Give every region a block of its own',
    },
    {
      code: 'ContinentServedTwice',
      property: `${region.name}.continents`,
      when: shared.length > 0,
      value: shared,
      allowed: 'each continent in one region',
      action: 'Let latency decide between the regions instead, or name the continent once',
    },
  ];
}

function isVpcBlock(cidr: string): boolean {
  const range = parseCidr(cidr);
  return range !== undefined && range.size <= 2 ** 16 && range.size >= 2 ** 12;
}

function hasDuplicates(values: string[]): boolean {
  return new Set(values).size !== values.length;
}
