import type { Template } from './templates';

/** How many resources of each type there are, by group and type. */
export type Census = ReadonlyMap<string, number>;

/** How many resources of each type the templates of each group have. */
export function census(templates: readonly Template[]): Census {
  const counts = new Map<string, number>();
  for (const { group, resources } of templates) {
    for (const { Type } of Object.values(resources)) {
      const key = `${group}: ${Type}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** One line for every type of which the baseline has more or fewer than the platform. */
export function differences(platform: readonly Template[], baseline: readonly Template[]): string[] {
  const [wanted, found] = [census(platform), census(baseline)];
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  return keys.flatMap((key) => {
    const [want = 0, have = 0] = [wanted.get(key), found.get(key)];
    return want === have ? [] : [`${key}: the platform has ${want}, the baseline ${have}`];
  });
}

/** Resources of all templates together. */
export function resourceCount(templates: readonly Template[]): number {
  return templates.reduce((total, { resources }) => total + Object.keys(resources).length, 0);
}

/** Bytes of all templates together. */
export function byteCount(templates: readonly Template[]): number {
  return templates.reduce((total, { bytes }) => total + bytes, 0);
}
