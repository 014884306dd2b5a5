import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { parseCidr } from '../core/cidr';
import { RegionalStack } from '../core';
import type { Check } from '../core/errors';
import { isPlannable, MAX_EXTRA_TIERS, TIERS } from './cidr-plan';
import type { TieredVpcProps } from './tiered-vpc';

/** Everything that can be wrong with a tiered VPC. */
export function tieredVpcChecks(scope: Construct, zones: string[], props: TieredVpcProps): Check[] {
  return [
    blockCheck(props.cidr),
    ...zoneChecks(zones, props.minimumZones ?? 3),
    lookupCheck(scope, zones),
    stackCheck(scope, zones),
    tierCheck(props),
  ];
}

function blockCheck(cidr: string): Check {
  const range = parseCidr(cidr);
  return {
    code: 'InvalidCidr',
    property: 'cidr',
    when: !range || range.size > 2 ** 16 || range.size < 2 ** 12,
    value: cidr,
    allowed: 'a literal IPv4 block from /16 to /20 whose host bits are zero, for example 10.0.0.0/16',
    action: 'State the block of the VPC',
  };
}

function zoneChecks(zones: string[], minimum: number): Check[] {
  return [
    {
      code: 'TooFewZones',
      property: 'zones',
      when: zones.length < Math.max(minimum, 1),
      value: zones,
      allowed: `at least ${Math.max(minimum, 1)} zones`,
      action: 'Name more zones, or say with `minimumZones` that fewer are enough',
    },
    {
      code: 'UnsupportedZone',
      property: 'zones',
      when: zones.some((zone) => !Token.isUnresolved(zone) && !isPlannable(zone)) || new Set(zones).size < zones.length,
      value: zones,
      allowed: 'different zones named by region and a letter from a to h, for example us-east-1a',
      action: 'Name each zone once; local zones are not part of the plan',
    },
    {
      code: 'ZonesUnknown',
      property: 'zones',
      when: zones.some((zone) => Token.isUnresolved(zone) || zone.startsWith('dummy')),
      value: 'unknown at synthesis',
      allowed: 'literal zone names',
      action: 'Put the VPC into a RegionalStack, or pass `zones` in a stack with a literal region',
    },
  ];
}

/** With a concrete account the framework looks the zones up unless its context holds them, even if they are passed. */
function lookupCheck(scope: Construct, zones: string[]): Check {
  const { account, region } = Stack.of(scope);
  const key = `availability-zones:account=${account}:region=${region}`;
  const needsLookup = !Token.isUnresolved(account) && !Token.isUnresolved(region);
  return {
    code: 'ZonesNeedLookup',
    property: 'zones',
    when: needsLookup && scope.node.tryGetContext(key) === undefined,
    value: zones,
    allowed: `zones that synthesis knows without asking the account: context "${key}"`,
    action: 'Put the VPC into a RegionalStack, or set this context key on the app or in cdk.json',
  };
}

function stackCheck(scope: Construct, zones: string[]): Check {
  const stack = Stack.of(scope);
  const known = stack instanceof RegionalStack ? stack.zones : zones;
  const foreign = zones.filter((zone) => !Token.isUnresolved(zone) && !known.includes(zone));
  return {
    code: 'ZoneOutsideStack',
    property: 'zones',
    when: foreign.length > 0,
    value: foreign,
    allowed: `zones of the stack: ${known.join(', ')}`,
    action: 'Name the zone in the RegionalStack as well',
  };
}

function tierCheck(props: TieredVpcProps): Check {
  const extra = props.extraTiers ?? [];
  const names = [...Object.values<string>(TIERS), ...extra].map(bare);
  return {
    code: 'InvalidExtraTiers',
    property: 'extraTiers',
    when: extra.length > MAX_EXTRA_TIERS || new Set(names).size < names.length || names.includes(''),
    value: extra,
    allowed: `at most ${MAX_EXTRA_TIERS} names that differ in letters or digits, other than ${Object.values(TIERS).join(', ')}`,
    action: 'Remove or rename tiers',
  };
}

/** What logical ids keep of a name. */
function bare(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
