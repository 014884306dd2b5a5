import { Aws } from 'aws-cdk-lib';

/** A part of a state: parameters, or the rule of a choice. */
export interface Json {
  readonly [field: string]: unknown;
}

/** A state of the Amazon States Language. */
export interface State extends Json {
  readonly Type: string;
}

/** States by name. */
export interface States {
  readonly [name: string]: State;
}

/** How a call goes on. */
export interface CallOptions {
  readonly next: string;
  /** Path of the answer; it is dropped if none is stated. */
  readonly into?: string;
  /** What of the answer is kept; all of it if not stated. */
  readonly select?: Json;
  /** Errors that are answers, and where they lead; they are not tried again. */
  readonly unless?: { readonly errors: string[]; readonly next: string };
  /** Where other errors lead when trying again has not helped, with the reason in `$.problem`. Without it the run fails. */
  readonly failed?: string;
}

/** Throttling and outages of up to a minute pass. */
const RETRY = { IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 30, JitterStrategy: 'FULL' };
const EVERYTHING = ['States.ALL'];

/**
 * Calls an AWS API, for example `aws-sdk:appconfig:startDeployment`. Names of fields and errors are those of the AWS SDK
 * for Java 2, in Pascal case: `DbInstances`, `Rds.DbInstanceNotFoundException`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function call(api: string, parameters: Json, { next, into, select, unless, failed }: CallOptions): State {
  const answers = unless ? [{ ErrorEquals: unless.errors, MaxAttempts: 0 }] : [];
  const caught = [
    ...(unless ? [{ ErrorEquals: unless.errors, ResultPath: null, Next: unless.next }] : []),
    ...(failed ? [onAnyError(failed)] : []),
  ];
  return {
    Type: 'Task',
    Resource: `arn:${Aws.PARTITION}:states:::${api}`,
    Parameters: parameters,
    ...(select && { ResultSelector: select }),
    ResultPath: into ?? null,
    Retry: [...answers, { ErrorEquals: EVERYTHING, ...RETRY }],
    ...(caught.length > 0 && { Catch: caught }),
    Next: next,
  };
}

/** Where errors lead; the reason is in `$.problem`. */
export function onAnyError(Next: string): Json {
  return { ErrorEquals: EVERYTHING, ResultPath: '$.problem', Next };
}

/** Puts values at a path. */
export function put(path: string, values: Json, next: string): State {
  return { Type: 'Pass', Parameters: values, ResultPath: path, Next: next };
}

/** Adds one to the number at a path, and drops what else is there. */
export function count(path: string, next: string): State {
  return put(path, { 'number.$': `States.MathAdd(${path}.number, 1)` }, next);
}

/** Goes on with the first rule that holds. */
export function choose(choices: Json[], otherwise: string): State {
  return { Type: 'Choice', Choices: choices, Default: otherwise };
}

export function wait(seconds: number, next: string): State {
  return { Type: 'Wait', Seconds: seconds, Next: next };
}

/** Ends well. */
export function done(comment: string): State {
  return { Type: 'Succeed', Comment: comment };
}

/** Ends badly. */
export function fail(error: string, cause: string): State {
  return { Type: 'Fail', Error: error, Cause: cause };
}

/** There is a value. */
export function isThere(variable: string): Json {
  return { Variable: variable, IsPresent: true };
}

/** The value is one of these texts. */
export function isOneOf(variable: string, texts: string[]): Json {
  return { Or: texts.map((text) => ({ Variable: variable, StringEquals: text })) };
}
