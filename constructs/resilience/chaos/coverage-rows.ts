import type { IConstruct } from 'constructs';
import type { FailureDomain } from './experiment-failure';

/** What the table has to know of a claim. */
export interface ClaimFacts {
  readonly name: string;
  readonly survives: FailureDomain;
  readonly construct: IConstruct;
  readonly notTestedBecause?: string;
}

/** What the table has to know of an experiment. */
export interface ExperimentFacts {
  readonly name: string;
  readonly hypothesis: string;
  readonly injects: FailureDomain[];
  readonly proves: string[];
}

/** One line of the table. */
export interface CoverageRow {
  readonly claim: string;
  readonly survives: string;
  readonly construct: string;
  /** Names of the experiments, without repetition. */
  readonly testedBy: string[];
  readonly notTestedBecause?: string;
}

/** A line per claim, in the order of the claims. */
export function coverageRows(claims: ClaimFacts[], experiments: ExperimentFacts[]): CoverageRow[] {
  return claims.map((claim) => ({
    claim: claim.name,
    survives: claim.survives,
    construct: claim.construct.node.path,
    testedBy: testsOf(claim, experiments),
    notTestedBecause: claim.notTestedBecause,
  }));
}

/** An experiment tests a claim when it says so, and causes the failure that the claim survives. */
function testsOf(claim: ClaimFacts, experiments: ExperimentFacts[]): string[] {
  const tests = experiments.filter(
    ({ proves, injects }) => proves.includes(claim.name) && injects.includes(claim.survives),
  );
  return [...new Set(tests.map(({ name }) => name))];
}
