import type { IConstruct } from 'constructs';
import { type Check, ConfigurationError, problemsIn } from '../core/errors';
import type { PlannedRecord } from './record-plan';

const MEMBERSHIP = Symbol.for('cdk-nines.dns.SetMember');

/** What a construct contributes to the record sets of a zone. */
export interface SetMember {
  /** The hosted zone, equal for all members that write into the same one. */
  readonly zone: string;
  readonly types: string[];
  readonly records: PlannedRecord[];
}

interface Entry {
  readonly owner: IConstruct;
  readonly record: PlannedRecord;
}

/**
 * Makes a construct a member of record sets that other stacks and stages of the app contribute to as well. The sets are
 * judged when the app is synthesized: the construct tree itself is the register, so nothing has to be declared twice.
 */
export function joinSets(owner: IConstruct, member: SetMember): void {
  Object.defineProperty(owner, MEMBERSHIP, { value: member });
  owner.node.addValidation({ validate: () => problemsOf(owner, member) });
}

/** The problems of the sets in which this construct is the first member, so that each is told once. */
function problemsOf(owner: IConstruct, member: SetMember): string[] {
  const entries = member.types.flatMap((type) => {
    const names = [...new Set(member.records.map((record) => record.set))];
    const sets = names.map((name) => entriesOf(owner, { zone: member.zone, type, name }));
    return sets.filter((set) => set[0].owner === owner).flatMap(setChecks);
  });
  const problems = problemsIn(owner, entries);
  return problems.length > 0 ? [...new Set(new ConfigurationError(problems).message.split('\n'))] : [];
}

/** Who contributes to a set, in the order of the construct tree. */
function entriesOf(owner: IConstruct, set: { zone: string; type: string; name: string }): Entry[] {
  return owner.node.root.node.findAll().flatMap((construct) => {
    const member = Reflect.get(construct, MEMBERSHIP) as SetMember | undefined;
    if (member?.zone !== set.zone || !member.types.includes(set.type)) return [];
    return member.records.filter((record) => record.set === set.name).map((record) => ({ owner: construct, record }));
  });
}

function setChecks(entries: Entry[]): Check[] {
  return [...geolocationChecks(entries), ...clashChecks(entries)];
}

function geolocationChecks(entries: Entry[]): Check[] {
  const members = entries.filter(({ record }) => record.kind === 'geolocation');
  const held = members.filter(({ record }) => record.held).map(({ record }) => record.label);
  return [
    {
      code: 'GeolocationWithoutDefault',
      property: entries[0].record.set,
      when: members.some(({ record }) => !record.excused) && !held.includes('default'),
      value: held,
      allowed: 'locations with GeoLocation.default() among them',
      action: 'Let one region hold the default location, or let every region say why there is none (noDefaultBecause)',
    },
  ];
}

function clashChecks(entries: Entry[]): Check[] {
  const held = entries.filter(({ record }) => record.held);
  const first = (entry: Entry) => held.find(({ record }) => record.label === entry.record.label)!;
  const twice = held.filter((entry) => first(entry) !== entry);
  const kinds = [...new Set(held.map(({ record }) => record.kind))];
  return [
    {
      code: 'RecordHeldTwice',
      property: entries[0].record.set,
      when: twice.length > 0,
      value: twice.map((entry) => [entry.record.label, first(entry).owner.node.path, entry.owner.node.path]),
      allowed: 'each location, region, role or identifier in one stack',
      action:
        'Let one of the two hold the record; the other serves behind it (alsoServes) or joins the set below by name',
    },
    {
      code: 'MixedRouting',
      property: entries[0].record.set,
      when: kinds.length > 1,
      value: kinds,
      allowed: 'one policy for all members of a name',
      action: 'Give all members the same composition',
    },
  ];
}
