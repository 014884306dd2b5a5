import { isThere, type Json, type State, wait } from '../workflow/workflow-states';

/** The name of a state among those of its iteration. */
export type Named = (name: string) => string;

/** Seconds between two looks at what takes minutes. */
export const LOOK_EVERY = 60;

/** A minute until the next look. */
export function untilNextLook(next: string): State {
  return wait(LOOK_EVERY, next);
}

/** Something is there: the first element of a list. */
export function isSome(path: string): Json {
  return isThere(`${path}[0]`);
}

export function isNone(path: string): Json {
  return { Not: isSome(path) };
}

/** The first element of a list is this text; an empty list is not. */
export function firstIs(path: string, text: string): Json {
  return { And: [isSome(path), { Variable: `${path}[0]`, StringEquals: text }] };
}

/** The first element of a list is like this text. */
export function firstMatches(path: string, pattern: string): Json {
  return { And: [isSome(path), { Variable: `${path}[0]`, StringMatches: pattern }] };
}

/** Somebody started the run to have everything removed. */
export const IS_DRAIN = { And: [isThere('$.drain'), { Variable: '$.drain', BooleanEquals: true }] };
