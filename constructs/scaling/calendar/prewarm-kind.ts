import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Check } from '../../core/errors';
import { below, type Call, is, type Json } from './prewarm-states';

/** One way to change a capacity, and when it is the right one. */
export interface Change {
  /** Name of the state. */
  readonly name: string;
  /** What must hold beside the kind of the item. */
  readonly when: Json[];
  readonly call: Call;
}

/** How the workflow treats one kind of capacity. It sees the item in `$.change`, and what it read in `$.read`. */
export interface PrewarmKind {
  /** What it is called in `$.change.kind` and in the names of states. */
  readonly name: string;
  /** Reads what is set. */
  readonly read: Call;
  /** An error of `read` that means: nothing is set. */
  readonly missing?: string;
  /** Paths in `$.read` that are there when something is set. */
  readonly found: string[];
  /** What is noted of it. */
  readonly value: Json;
  /** Whether nothing may be set, which counts as 0. */
  readonly isOptional: boolean;
  /** Raises it; nothing to do when none is right. */
  readonly raises: Change[];
  /** Reads what is there. */
  readonly check: Call;
  /** What is counted in the answer, into `$.count`. */
  readonly count?: Json;
  /** Holds when what is there is enough. */
  readonly reached: Json[];
  /** Sets what was set before; none when AWS cannot. */
  readonly restores: Change[];
}

/** One capacity that an event raises. */
export interface PrewarmItem {
  readonly kind: PrewarmKind;
  /** Which resource: its construct path. */
  readonly resource: string;
  /** For people: what there will be of what. */
  readonly label: string;
  /** What the workflow gets to know of it: `want`, and how the APIs name the resource. */
  readonly input: Json;
  /** How long it takes, in seconds, until the capacity is there. */
  readonly warmUpSeconds: number;
  /** Reading actions, which know no resources. */
  readonly reads: string[];
  /** Everything else that the workflow needs to do. */
  readonly statements: iam.PolicyStatement[];
  readonly checks: Check[];
  /** The default quota that it exceeds, if it does; accounts may have a higher one. */
  readonly exceeds?: string;
}

/** Whose members an event raises. */
export interface MembersOwner {
  /** @internal */
  _members(want: number, seconds?: number): PrewarmItem;
}

/** What a target becomes once its tier is known. */
export type PrewarmItemSource = (tier: MembersOwner) => PrewarmItem;

/** The item is of the kind, and what is set is less than what is wanted. */
export const LESS_THAN_WANTED = below('$.before.value', '$.change.want');

/** The item is of the kind. */
export function isOf({ name }: PrewarmKind): Json {
  return is('$.change.kind', name);
}

/** What somebody wants has to be a whole number. */
export function wholeCheck(property: string, value: number, least: number): Check {
  return {
    code: 'PrewarmNotWhole',
    property,
    when: !(Number.isInteger(value) && value >= least),
    value,
    allowed: `a whole number, ${least} or more`,
    action: 'State the capacity that the event needs',
  };
}
