import { type Build, type Timing, timeSynthesis } from './synthesis';

/** Timings of each case, one per round. */
export type Rounds<Name extends string> = Readonly<Record<Name, Timing[]>>;

export interface RoundOptions {
  readonly rounds: number;
  /** Milliseconds after which no further round begins. */
  readonly patience: number;
  /** Told before every round. */
  readonly progress: (text: string) => void;
}

const WARM_UP = 2;

/**
 * Measures all cases in every round, so that a machine that gets slower does so for all of them; every other round runs
 * backwards, so that nobody always comes after the same neighbour. The rounds that warm up do not count.
 */
export function measureRounds<Name extends string>(builds: Record<Name, Build>, options: RoundOptions): Rounds<Name> {
  const names = Object.keys(builds) as Name[];
  const timings = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Timing[]>;
  const end = Date.now() + options.patience;
  for (let round = 1; round <= WARM_UP; round++) names.forEach((name) => timeSynthesis(builds[name]));
  for (let round = 1; round <= options.rounds && (round === 1 || Date.now() < end); round++) {
    options.progress(`${names.join(', ')}: round ${round} of ${options.rounds}`);
    for (const name of round % 2 === 1 ? names : names.toReversed()) timings[name].push(timeSynthesis(builds[name]));
  }
  return timings;
}
