import { Aws } from 'aws-cdk-lib';

/** A state of the Amazon States Language. */
export interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

export type States = Record<string, State>;

const RETRY = { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 };

/** Calls AWS, and tries again, unless the error is the one that is meant to happen. */
export function call(action: string, Parameters: object, rest: object, expected?: string): State {
  const never = expected ? [{ ErrorEquals: [expected], MaxAttempts: 0 }] : [];
  const Resource = `arn:${Aws.PARTITION}:states:::${action}`;
  return { Type: 'Task', Resource, Parameters, Retry: [...never, RETRY], ...rest };
}

export function onError(Next: string, error = 'States.ALL') {
  return { Catch: [{ ErrorEquals: [error], ResultPath: '$.problem', Next }] };
}

export function choose(Default: string, ...Choices: object[]): State {
  return { Type: 'Choice', Choices, Default };
}

export function put(ResultPath: string, Parameters: object, Next: string): State {
  return { Type: 'Pass', Parameters, ResultPath, Next };
}

export function wait(Seconds: number, Next: string): State {
  return { Type: 'Wait', Seconds, Next };
}

/** Adds one to the number at a path. */
export function count(path: string, Next: string): State {
  return put(path, { 'number.$': `States.MathAdd(${path}.number, 1)` }, Next);
}

export function end(Parameters: object): State {
  return { Type: 'Pass', Parameters, End: true };
}

export function done(Comment: string): State {
  return { Type: 'Succeed', Comment };
}

/** Tests of the choices. */
export const compare = (Variable: string, test: string, value: unknown) => ({ Variable, [test]: value });
export const is = (Variable: string, StringEquals: string) => ({ Variable, StringEquals });
export const isPresent = (Variable: string) => ({ Variable, IsPresent: true });
export const isAbsent = (Variable: string) => ({ Not: isPresent(Variable) });
export const isAny = (Variable: string, values: string[]) => ({ Or: values.map((value) => is(Variable, value)) });
/** Lists that may be empty. */
export const firstIs = (path: string, value: string) => ({ And: [isPresent(`${path}[0]`), is(`${path}[0]`, value)] });
