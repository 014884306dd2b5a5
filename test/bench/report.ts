import { availableParallelism, cpus, loadavg } from 'node:os';
import cdk from 'aws-cdk-lib/package.json';
import { byteCount, resourceCount } from './baseline';
import type { Stages } from './breakdown';
import type { Case } from './cases';
import type { ImportTimes, Tarball } from './package-cost';
import type { Rounds } from './rounds';
import { goal, ratios, type Summary, summary } from './statistics';
import type { Timing } from './synthesis';

/** How much longer the platform may take than the same resources written by hand. */
const OVERHEAD = 1.15;

/** Further regions may each cost a quarter more than those before them until growth counts as faster than linear. */
const LINEAR = 1.25;

/** Milliseconds, bytes. */
const [SLOWEST_IMPORT, LARGEST_PACKAGE] = [30, 1_000_000];

export function environment() {
  const [load] = loadavg();
  return {
    node: process.version,
    cdk: cdk.version,
    cpu: cpus()[0]?.model,
    cpus: availableParallelism(),
    // More than there are processors means that other programs disturbed the times.
    loadAverage: Number(load.toFixed(1)),
  };
}

/** Times of one case in milliseconds, and what it makes. */
export function caseReport(timings: readonly Timing[], { templates }: Case) {
  const of = (pick: (timing: Timing) => number) => summary(timings.map(pick), 0);
  return {
    rounds: timings.length,
    resources: resourceCount(templates),
    templateBytes: byteCount(templates),
    construct: of((timing) => timing.construct),
    synthesize: of((timing) => timing.synthesize),
    total: of((timing) => timing.total),
    cpu: of((timing) => timing.cpu),
  };
}

/** Medians of ratios within a round, once by the clock and once by processor time, which busy machines disturb less. */
export function comparison(rounds: Rounds<'platform1' | 'bare' | 'floor'>) {
  const by = (pick: (timing: Timing) => number) => {
    const [platform, bare, floor] = [rounds.platform1, rounds.bare, rounds.floor].map((all) => all.map(pick));
    return {
      platformOverBare: goal(ratios(platform, bare), OVERHEAD),
      platformOverFloor: summary(ratios(platform, floor), 2),
      bareOverFloor: summary(ratios(bare, floor), 2),
    };
  };
  return { byClock: by((timing) => timing.total), byProcessor: by((timing) => timing.cpu) };
}

/** What a further region costs: from 3 to 5 regions compared with from 1 to 3. Above 1 means faster than linear. */
export function linearity(rounds: Rounds<'platform1' | 'platform3' | 'platform5'>) {
  const by = (pick: (timing: Timing) => number) => {
    const [one, three, five] = [rounds.platform1, rounds.platform3, rounds.platform5].map((all) => all.map(pick));
    const early = three.map((time, round) => (time - one[round]) / 2);
    const late = five.map((time, round) => (time - three[round]) / 2);
    return {
      millisecondsPerRegion: { from1to3: summary(early, 0), from3to5: summary(late, 0) },
      growth: goal(ratios(late, early), LINEAR),
    };
  };
  return { byClock: by((timing) => timing.total), byProcessor: by((timing) => timing.cpu) };
}

/** Milliseconds by stage, each process with nothing warm. */
export function breakdownReport(runs: readonly Stages[]) {
  const stages = Object.keys(runs[0]).map((stage) => [
    stage,
    summary(
      runs.map((run) => run[stage]),
      0,
    ),
  ]);
  return { runs: runs.length, stages: Object.fromEntries(stages) as Record<string, Summary> };
}

export function importReport(runs: readonly ImportTimes[]) {
  return {
    runs: runs.length,
    awsCdkLib: summary(
      runs.map((run) => run.cdk),
      1,
    ),
    package: goal(
      runs.map((run) => run.package),
      SLOWEST_IMPORT,
      1,
    ),
    everything: summary(
      runs.map((run) => run.everything),
      1,
    ),
  };
}

export function packageReport({ size, unpackedSize, entryCount }: Tarball) {
  const packedBytes = { value: size, target: LARGEST_PACKAGE, met: size < LARGEST_PACKAGE };
  return { packedBytes, unpackedBytes: unpackedSize, files: entryCount };
}
