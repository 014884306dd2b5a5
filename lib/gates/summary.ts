import type { Assembly, AssemblyStack } from './assembly';
import { type Finding, isFatal, isSchemaError, SCHEMA_VALIDATOR, UNKNOWN_VALUE } from './finding';
import { LIMIT_GATE, type LimitName, limitsAboveGate, type LimitUse, limitUse } from './limits';
import { operationsOf, type OperationsSummary } from './operations';
import { PACK_NAMES } from './pack-names';
import type { StageTiming } from './stage-clock';

/** Everything that a synthesis has to answer for. Equal assemblies have equal summaries, but for the timings. */
export interface Summary {
  readonly schemaVersion: 1;
  readonly verdict: 'passed' | 'failed';
  /** The assembly directory, as its user spelled it. */
  readonly assembly: string;
  readonly regions: RegionSummary[];
  readonly operations: OperationsSummary;
  /** The five policy packs, then whatever else reported findings. */
  readonly packs: PackSummary[];
  readonly schema: SchemaSummary;
  /** Share of a CloudFormation limit above which a stack fails. */
  readonly limitGate: number;
  readonly aboveLimitGate: LimitFinding[];
  /** Keys of look-ups that were not answered: the templates hold dummy values. */
  readonly missingLookups: string[];
  readonly timings: StageTiming[];
}

export interface RegionSummary {
  readonly region: string;
  readonly resources: number;
  readonly templateBytes: number;
  readonly stacks: StackSummary[];
}

export interface StackSummary {
  readonly name: string;
  readonly path: string;
  readonly template: string;
  readonly use: Readonly<Record<LimitName, LimitUse>>;
}

/** How many findings there are, each rule on each construct counted once. */
export interface FindingCount {
  readonly open: number;
  readonly acknowledged: number;
}

export interface PackSummary extends FindingCount {
  readonly name: string;
}

/** What the CloudFormation schema validator said. */
export interface SchemaSummary {
  readonly errors: FindingCount;
  /** W3030: values that CloudFormation does not know. */
  readonly unknownValues: FindingCount;
  /** Everything else; does not stop a release. */
  readonly warnings: FindingCount;
}

/** A stack that uses too much of a limit. */
export interface LimitFinding extends LimitUse {
  readonly stack: string;
  readonly region: string;
  readonly limit: LimitName;
}

/** Sums up an assembly and what the gates said about it. */
export function summarize(
  location: string,
  assembly: Assembly,
  findings: readonly Finding[],
  timings: StageTiming[] = [],
): Summary {
  const regions = regionsOf(assembly.stacks);
  const aboveLimitGate = regions.flatMap(limitFindings);
  const failed = findings.some(isFatal) || aboveLimitGate.length > 0 || assembly.missingLookups.length > 0;
  return {
    schemaVersion: 1,
    verdict: failed ? 'failed' : 'passed',
    assembly: location,
    regions,
    operations: operationsOf(assembly),
    packs: packsOf(findings),
    schema: schemaOf(findings.filter((finding) => finding.plugin === SCHEMA_VALIDATOR)),
    limitGate: LIMIT_GATE,
    aboveLimitGate,
    missingLookups: [...assembly.missingLookups].sort(),
    timings,
  };
}

function regionsOf(stacks: readonly AssemblyStack[]): RegionSummary[] {
  const names = [...new Set(stacks.map((stack) => stack.region))].sort();
  return names.map((region) => {
    const own = stacks.filter((stack) => stack.region === region).sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      region,
      resources: sum(own.map((stack) => stack.counts.resources)),
      templateBytes: sum(own.map((stack) => stack.counts.templateBytes)),
      stacks: own.map(({ name, path, template, counts }) => ({ name, path, template, use: limitUse(counts) })),
    };
  });
}

function limitFindings({ region, stacks }: RegionSummary): LimitFinding[] {
  return stacks.flatMap((stack) =>
    limitsAboveGate(stack.use).map((limit) => ({ stack: stack.name, region, limit, ...stack.use[limit] })),
  );
}

// A pack without findings is absent from the report; it is listed all the same, so that nobody wonders whether it ran.
function packsOf(findings: readonly Finding[]): PackSummary[] {
  const others = new Set(findings.map((finding) => finding.plugin));
  [SCHEMA_VALIDATOR, ...PACK_NAMES].forEach((name) => others.delete(name));
  return [...PACK_NAMES, ...[...others].sort()].map((name) => ({
    name,
    ...count(findings.filter((finding) => finding.plugin === name)),
  }));
}

function schemaOf(findings: readonly Finding[]): SchemaSummary {
  const errors = findings.filter(isSchemaError);
  const rest = findings.filter((finding) => !isSchemaError(finding));
  return {
    errors: count(errors),
    unknownValues: count(rest.filter((finding) => finding.rule === UNKNOWN_VALUE)),
    warnings: count(rest.filter((finding) => finding.rule !== UNKNOWN_VALUE)),
  };
}

function count(findings: readonly Finding[]): FindingCount {
  const acknowledged = findings.filter((finding) => finding.acknowledgedBecause !== undefined).length;
  return { open: findings.length - acknowledged, acknowledged };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
