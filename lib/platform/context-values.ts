import type { RegionProps, RegionSetProps } from '../../constructs/core';
import { validate } from '../../constructs/core/errors';

const ROLES = ['primary', 'serving', 'standby'];

/** A region as it stands in cdk.json. */
interface RegionEntry extends Partial<RegionProps> {
  readonly name: string;
  readonly role?: string;
}

/** A non-empty text, or nothing. */
export function textFrom(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number, also when the command line made a text of it; NaN when it is something else. */
export function numberFrom(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : NaN;
}

/**
 * Regions from a list of objects (cdk.json) or from a text (command line): `us-east-1,eu-west-1:standby`. Without a
 * role the first is the primary and the others serve; without a block each gets its own /16 by position.
 */
export function regionsFrom(value: unknown): RegionSetProps {
  const entries = typeof value === 'string' ? value.split(',').map(parseEntry) : value;
  validate('context', [formCheck(value, entries)]);
  const regions = (entries as RegionEntry[]).map(withDefaults);
  const having = (role: string) => regions.filter((region) => region.role === role).map(({ props }) => props);
  validate('context', [primaryCheck(having('primary').length, value)]);
  return { primary: having('primary')[0], serving: having('serving'), standby: having('standby') };
}

function parseEntry(text: string): RegionEntry {
  const [name, role] = text.trim().split(':');
  return { name, role };
}

function withDefaults(entry: RegionEntry, index: number): { role: string; props: RegionProps } {
  const { role = index === 0 ? 'primary' : 'serving', ...region } = entry;
  return { role, props: { ...region, cidr: region.cidr ?? `10.${index}.0.0/16` } };
}

function formCheck(value: unknown, entries: unknown) {
  return {
    code: 'InvalidRegions',
    property: 'regions',
    when: !Array.isArray(entries) || entries.length === 0 || !entries.every(isEntry),
    value,
    allowed: `a list such as us-east-1,eu-west-1:standby with the roles ${ROLES.join(', ')}`,
    action: 'Correct `regions` in cdk.json or with -c regions=...',
  };
}

function isEntry(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const { name, role = ROLES[0], cidr = '', zones = [], continents = [], zoneCount = 1 } = entry as RegionEntry;
  const texts = [name, cidr, ...[zones, continents].flat()];
  return texts.every((text) => typeof text === 'string') && ROLES.includes(role) && Number.isInteger(zoneCount);
}

function primaryCheck(count: number, value: unknown) {
  return {
    code: count === 0 ? 'NoPrimaryRegion' : 'SeveralPrimaryRegions',
    property: 'regions',
    when: count !== 1,
    value,
    allowed: 'exactly one region with the role primary',
    action: 'Give one region the role primary',
  };
}
