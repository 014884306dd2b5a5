import { differences } from './baseline';
import { type Case, type CaseName, cases } from './cases';
import { importTimes, tarball } from './package-cost';
import { breakdownReport, caseReport, comparison, environment, importReport, linearity, packageReport } from './report';
import { measureRounds, type Rounds } from './rounds';
import { coldStages } from './stages-process';

/** Milliseconds after which no further round begins, so that the whole run stays under four minutes. */
const PATIENCE = { comparison: 60_000, scaling: 45_000 };

/** Fresh processes that load the package. */
const IMPORTS = 15;

/** Everything there is to know about the cost of this library, measured in one run of some minutes. */
export function benchmark(rounds: number) {
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error('the argument is the number of rounds, 1 or more');
  const before = environment();
  const all = checkedCases();
  const compared = compare(all, rounds);
  const scaled = scale(all, Math.ceil(rounds / 3));
  const { platform3, platform5 } = scaled;
  return {
    environment: before,
    cases: { ...caseReports(compared, all), ...caseReports({ platform3, platform5 }, all) },
    ratios: comparison(compared),
    linearity: linearity(scaled),
    breakdown: {
      regions: 3,
      ...breakdownReport(repeat(Math.min(3, rounds), 'all gates in a fresh process', coldStages)),
    },
    import: importReport(repeat(IMPORTS, 'import', importTimes)),
    package: packageReport(tarball()),
  };
}

/** The baseline says nothing when it makes something else than the platform, so that is checked first. */
function checkedCases(): Record<CaseName, Case> {
  progress('checking the baseline');
  const all = cases();
  const different = differences(all.platform1.templates, all.bare.templates);
  if (different.length === 0) return all;
  throw new Error(`test/bench/bare is no longer what the platform makes:\n${different.join('\n')}`);
}

function compare({ platform1, bare, floor }: Record<CaseName, Case>, rounds: number) {
  const builds = { platform1: platform1.build, bare: bare.build, floor: floor.build };
  return measureRounds(builds, { rounds, patience: PATIENCE.comparison, progress });
}

function scale({ platform1, platform3, platform5 }: Record<CaseName, Case>, rounds: number) {
  const builds = { platform1: platform1.build, platform3: platform3.build, platform5: platform5.build };
  return measureRounds(builds, { rounds, patience: PATIENCE.scaling, progress });
}

function caseReports<Name extends CaseName>(rounds: Rounds<Name>, all: Record<CaseName, Case>) {
  const names = Object.keys(rounds) as Name[];
  return Object.fromEntries(names.map((name) => [name, caseReport(rounds[name], all[name])]));
}

function repeat<T>(times: number, name: string, measure: () => T): T[] {
  progress(`${name}, ${times} times`);
  return Array.from({ length: times }, measure);
}

function progress(text: string): void {
  console.error(text);
}
