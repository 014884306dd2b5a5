import { type ClaimFacts, coverageRows, type CoverageRow, type ExperimentFacts } from './coverage-rows';

/** What is wrong with a coverage, as messages of a validation. */
export function coverageProblems(claims: ClaimFacts[], experiments: ExperimentFacts[]): string[] {
  const rows = coverageRows(claims, experiments);
  return [
    ...repeated(claims),
    ...rows.filter(isOpen).map(uncovered),
    ...rows.filter(isContradictory).map(contradiction),
    ...unknownClaims(claims, experiments),
    ...otherFailures(claims, experiments),
  ];
}

const hasReason = ({ notTestedBecause }: CoverageRow) => (notTestedBecause ?? '').trim() !== '';
const isOpen = (row: CoverageRow) => row.testedBy.length === 0 && !hasReason(row);
const isContradictory = (row: CoverageRow) => row.testedBy.length > 0 && hasReason(row);

function uncovered({ claim, construct, survives }: CoverageRow): string {
  return (
    `[ClaimNotCovered] '${claim}' says that ${construct} survives the loss of: ${survives}; no experiment proves it. ` +
    'Name the claim in `proves` of an experiment that causes this failure, or say `notTestedBecause`.'
  );
}

function contradiction({ claim, testedBy }: CoverageRow): string {
  return (
    `[ClaimTestedAfterAll] '${claim}' says why it is not tested, but is tested by ${testedBy.join(', ')}. ` +
    'Remove `notTestedBecause`.'
  );
}

function repeated(claims: ClaimFacts[]): string[] {
  const names = claims.map(({ name }) => name);
  const twice = names.filter((name, position) => names.indexOf(name) !== position);
  return [...new Set(twice)].map((name) => `[DuplicateClaim] '${name}' is claimed more than once. Rename one of them.`);
}

function unknownClaims(claims: ClaimFacts[], experiments: ExperimentFacts[]): string[] {
  const known = new Set(claims.map(({ name }) => name));
  return experiments.flatMap(({ name, proves }) =>
    proves
      .filter((claim) => !known.has(claim))
      .map((claim) => `[UnknownClaim] ${name} proves '${claim}', which nobody claims. Correct the name, or claim it.`),
  );
}

function otherFailures(claims: ClaimFacts[], experiments: ExperimentFacts[]): string[] {
  return experiments.flatMap(({ name, proves, injects }) =>
    claims
      .filter((claim) => proves.includes(claim.name) && !injects.includes(claim.survives))
      .map(
        (claim) =>
          `[OtherFailure] ${name} causes the loss of: ${injects.join(', ')}; it cannot prove '${claim.name}', which is ` +
          `about: ${claim.survives}. Choose an experiment that causes this failure.`,
      ),
  );
}
