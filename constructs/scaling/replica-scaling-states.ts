import { Aws } from 'aws-cdk-lib';

/** A state of the Amazon States Language. */
export interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** States by name. */
export interface States {
  readonly [name: string]: State;
}

/** The name of a state among those of its iteration. */
export type Named = (name: string) => string;

/** Seconds between two looks at what takes minutes. */
export const LOOK_EVERY = 60;

const RETRY = { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 };

/** A call of an AWS API, which is tried again when it fails. */
export function call(action: string, parameters: object, rest: object): State {
  const Resource = `arn:${Aws.PARTITION}:states:::${action}`;
  return { Type: 'Task', Resource, Parameters: parameters, Retry: [RETRY], ...rest };
}

/** The same, for an error that says what is, and does not go away. */
export function callUnless(error: string, action: string, parameters: object, rest: object): State {
  return { ...call(action, parameters, rest), Retry: [{ ErrorEquals: [error], MaxAttempts: 0 }, RETRY] };
}

/** Where to go on when a call has failed for good. */
export function onError(next: string): object {
  return { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.problem', Next: next }] };
}

/** Decides; the rules are tried in their order. */
export function choose(choices: object[], otherwise: string): State {
  return { Type: 'Choice', Choices: choices, Default: otherwise };
}

export function wait(next: string, seconds = LOOK_EVERY): State {
  return { Type: 'Wait', Seconds: seconds, Next: next };
}

/** Puts a value at a path. */
export function put(path: string, value: object, next: string): State {
  return { Type: 'Pass', Parameters: value, ResultPath: path, Next: next };
}

/** Adds one to the number at a path. */
export function count(path: string, next: string): State {
  return put(path, { 'number.$': `States.MathAdd(${path}.number, 1)` }, next);
}

/** Something is there: the first element of a list. */
export function isSome(path: string) {
  return { Variable: `${path}[0]`, IsPresent: true };
}

export function isNone(path: string) {
  return { Not: isSome(path) };
}

/** The first element of a list is this text; an empty list is not. */
export function firstIs(path: string, text: string) {
  return { And: [isSome(path), { Variable: `${path}[0]`, StringEquals: text }] };
}

/** The first element of a list is like this text. */
export function firstMatches(path: string, pattern: string) {
  return { And: [isSome(path), { Variable: `${path}[0]`, StringMatches: pattern }] };
}

/** Somebody started the run to have everything removed. */
export const IS_DRAIN = {
  And: [
    { Variable: '$.drain', IsPresent: true },
    { Variable: '$.drain', BooleanEquals: true },
  ],
};
