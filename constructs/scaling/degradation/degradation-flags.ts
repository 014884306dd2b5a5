import type { DegradationLevel } from './degradation-ladder-props';

/** The most levels, beside 0. */
export const HIGHEST_LEVEL = 4;

/** The flags that are off at a level: its own and those of the levels below, sorted. */
export function flagsOffAt(levels: DegradationLevel[], level: number): string[] {
  return levels
    .filter((each) => each.level <= level)
    .flatMap((each) => each.switchesOff)
    .sort();
}

/** A flag that is always there: whether any level above 0 is on. */
export const DEGRADED = 'degraded';

/**
 * The flags of a level as AppConfig stores them. Sorted, so that the order in which they are listed makes no new version.
 * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html
 */
export function flagContent(levels: DegradationLevel[], level: number): string {
  const off = new Set(flagsOffAt(levels, level));
  const values = flagsOffAt(levels, HIGHEST_LEVEL).map((name) => [name, !off.has(name)] as const);
  const all = [[DEGRADED, level > 0] as const, ...values];
  return JSON.stringify({
    version: '1',
    flags: Object.fromEntries(all.map(([name]) => [name, { name }])),
    values: Object.fromEntries(all.map(([name, enabled]) => [name, { enabled }])),
  });
}
