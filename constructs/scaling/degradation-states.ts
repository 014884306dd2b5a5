/** A state, or part of one, in the Amazon States Language. */
export type Json = Readonly<Record<string, unknown>>;

/** Throttling and short outages pass; what lasts longer fails the execution, which raises an alarm. */
const RETRY = { IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 4, MaxDelaySeconds: 20, JitterStrategy: 'FULL' };

/** How a call goes on. */
export interface CallOptions {
  readonly next: string;
  /** Where its answer is put. */
  readonly into?: string;
  /** What of its answer is kept; all of it if not stated. */
  readonly select?: Json;
  /** Errors that are no failure, and where they lead; they are not tried again. */
  readonly unless?: { readonly errors: string[]; readonly next: string };
}

/** A call of an AWS API, for example `appconfig:startDeployment`. */
export function call(resource: string, parameters: Json, { next, into, select, unless }: CallOptions): Json {
  const expected = unless ? [{ ErrorEquals: unless.errors, MaxAttempts: 0 }] : [];
  return {
    Type: 'Task',
    Resource: resource,
    Parameters: parameters,
    ...(select && { ResultSelector: select }),
    ResultPath: into ?? null,
    Retry: [...expected, { ErrorEquals: ['States.ALL'], ...RETRY }],
    ...(unless && { Catch: [{ ErrorEquals: unless.errors, ResultPath: null, Next: unless.next }] }),
    Next: next,
  };
}

/** Keeps values; `path` is where. */
export function keep(path: string, values: Json, next: string): Json {
  return { Type: 'Pass', Parameters: values, ResultPath: path, Next: next };
}

/** Goes on with the first choice that applies. */
export function choose(choices: Json[], otherwise: string): Json {
  return { Type: 'Choice', Choices: choices, Default: otherwise };
}

/** Waits for some seconds. */
export function wait(seconds: number, next: string): Json {
  return { Type: 'Wait', Seconds: seconds, Next: next };
}

/** Ends well. */
export function done(comment: string): Json {
  return { Type: 'Succeed', Comment: comment };
}

/** Ends badly. */
export function fail(error: string, cause: string): Json {
  return { Type: 'Fail', Error: error, Cause: cause };
}

/** Whether one of the texts is the value. */
export function isOneOf(variable: string, texts: string[]): Json {
  return { Or: texts.map((text) => ({ Variable: variable, StringEquals: text })) };
}

/** Whether there is a value. */
export function isThere(variable: string): Json {
  return { Variable: variable, IsPresent: true };
}
