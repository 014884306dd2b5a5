import type { Leaf, RoutingKind, Selector, Step } from './routing-step';

/** A record that one member puts into, or expects in, a record set. */
export interface PlannedRecord {
  /** Name of the record set. */
  readonly set: string;
  readonly kind: RoutingKind;
  /** Identifies the record in its set. */
  readonly label: string;
  /** Labels from the top of the tree to this record. */
  readonly path: string[];
  /** Whether this member makes the record; otherwise another stack does. */
  readonly held: boolean;
  readonly excused: boolean;
  readonly selector: Selector;
  /** Name of the record set that the record leads to; undefined when it ends at `leaf`. */
  readonly below?: string;
  readonly leaf?: Leaf;
}

/**
 * The records of one member, those at the bottom of the tree first: Route 53 refuses an alias to a record set that
 * does not exist yet.
 */
export function planRecords(
  name: string,
  steps: Step[],
  leaf: Leaf,
  region: string,
  path: string[] = [],
): PlannedRecord[] {
  const [step, ...rest] = steps;
  return step.branchesIn(region).flatMap((branch) => {
    const { kind, excused = false } = step;
    const { label, selector, held } = branch;
    const record = { set: name, kind, label, path: [...path, label], held, excused, selector };
    if (branch.leaf || rest.length === 0) return [{ ...record, leaf: branch.leaf ?? leaf }];
    const below = `${label}.${name}`;
    return [...planRecords(below, rest, leaf, region, record.path), { ...record, below }];
  });
}
