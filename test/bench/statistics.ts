/** What was measured several times. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A number that has a goal. */
export interface Goal extends Summary {
  /** The median is to be at most this. */
  readonly target: number;
  readonly met: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function summary(values: readonly number[], digits: number): Summary {
  const rounded = (value: number) => Number(value.toFixed(digits));
  return { median: rounded(median(values)), min: rounded(Math.min(...values)), max: rounded(Math.max(...values)) };
}

/** Ratios of values that were measured next to each other, so that both saw the same machine. */
export function ratios(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.map((numerator, round) => numerator / denominators[round]);
}

export function goal(values: readonly number[], target: number, digits = 2): Goal {
  return { ...summary(values, digits), target, met: median(values) <= target };
}
