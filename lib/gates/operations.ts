import type { Assembly, AssemblyStack, ConstructMetadata } from './assembly';

/** How a platform is operated, as far as its templates tell. */
export interface OperationsSummary {
  readonly regions: RegionOperations[];
  /** What is promised, and watched by alarms. */
  readonly objectives: ObjectiveSummary[];
  /** Ways from one region to another. */
  readonly recoveries: RecoverySummary[];
  /** Redundancy that is claimed. */
  readonly claims: ClaimSummary[];
}

/** How many things of each kind a region has. */
export interface RegionOperations {
  readonly region: string;
  readonly counts: Readonly<Record<OperationsKind, number>>;
}

export type OperationsKind = 'alarms' | 'dashboards' | 'canaries' | 'runbooks' | 'experiments';

/** A service level objective with its error budget. */
export interface ObjectiveSummary {
  /** Construct path of the alarms. */
  readonly path: string;
  readonly availabilityPercent: number;
  readonly windowDays: number;
  /** What may be lost in one window, if everything that fails is time. */
  readonly budgetMinutes: number;
}

/** How long recovery takes at most, and how long it may. */
export interface RecoverySummary {
  /** Construct path of the plan. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly recoveryMinutes: number;
  readonly objectiveMinutes: number;
}

/** A redundancy that is claimed: tested by experiments, or not for a reason. */
export interface ClaimSummary {
  readonly claim: string;
  /** What may be lost: an instance, a zone, a region. */
  readonly survives: string;
  /** Path of the construct that is redundant. */
  readonly construct: string;
  readonly testedBy: readonly string[];
  readonly notTestedBecause?: string;
}

/** What constructs note about themselves for those who read the assembly. */
const OBJECTIVE = 'cdk-nines:objective';
const RECOVERY = 'cdk-nines:recovery';
const COVERAGE = 'cdk-nines:coverage';

export const OPERATIONS_KINDS: Readonly<Record<OperationsKind, readonly string[]>> = {
  alarms: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
  dashboards: ['AWS::CloudWatch::Dashboard'],
  canaries: ['AWS::Synthetics::Canary'],
  runbooks: ['AWS::SSM::Document'],
  experiments: ['AWS::FIS::ExperimentTemplate'],
};

/** Reads what operates a platform from its assembly. */
export function operationsOf({ stacks, metadata }: Assembly): OperationsSummary {
  const regions = [...new Set(stacks.map(({ region }) => region))].sort();
  return {
    regions: regions.map((region) => ({ region, counts: countsIn(stacks.filter((stack) => stack.region === region)) })),
    objectives: notes<ObjectiveSummary>(metadata, OBJECTIVE),
    recoveries: notes<RecoverySummary>(metadata, RECOVERY),
    claims: metadata.filter(({ type }) => type === COVERAGE).flatMap(({ data }) => data as ClaimSummary[]),
  };
}

function countsIn(stacks: readonly AssemblyStack[]): RegionOperations['counts'] {
  const count = (types: readonly string[]) =>
    stacks.reduce((sum, stack) => sum + types.reduce((so, type) => so + (stack.types[type] ?? 0), 0), 0);
  return Object.fromEntries(
    Object.entries(OPERATIONS_KINDS).map(([kind, types]) => [kind, count(types)]),
  ) as RegionOperations['counts'];
}

function notes<T extends { readonly path: string }>(metadata: readonly ConstructMetadata[], type: string): T[] {
  const found = metadata.filter((entry) => entry.type === type);
  return found.map(({ path, data }) => ({ path, ...(data as object) }) as T).sort((a, b) => (a.path < b.path ? -1 : 1));
}
