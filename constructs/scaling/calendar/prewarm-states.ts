/** A state, or part of one, in the Amazon States Language. */
export type Json = Readonly<Record<string, unknown>>;

/** States by name. */
export type States = Readonly<Record<string, Json>>;

/** A call of an AWS API. */
export interface Call {
  /** Service and action, for example `dynamodb:updateTable`. */
  readonly api: string;
  readonly parameters: Json;
  /**
   * What to keep of the answer.
   * @default - all of it
   */
  readonly select?: Json;
}

/** When the state was entered: the only clock of the workflow. */
const NOW = '$$.State.EnteredTime';

const EVERYTHING = ['States.ALL'];

/** Two minutes of attempts: throttling and conflicts pass, missing permissions do not. */
const RETRY = { ErrorEquals: EVERYTHING, IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 60, MaxAttempts: 5 };

/** Where a task goes, and what happens to its answer. */
export interface TaskOptions {
  readonly next: string;
  /** Where it goes when all attempts have failed; the reason is in `$.error`. */
  readonly failed: string;
  /**
   * Path of the answer.
   * @default - the answer is dropped
   */
  readonly into?: string;
  /**
   * An error that is an answer, and where it leads.
   * @default - none
   */
  readonly missing?: { readonly error: string; readonly next: string };
}

/** Calls an API. Whatever goes wrong is caught, because one error that is not ends all that run beside it. */
export function task(call: Call, { next, failed, into, missing }: TaskOptions): Json {
  const known = missing ? [{ ErrorEquals: [missing.error], MaxAttempts: 0 }] : [];
  const caught = missing ? [{ ErrorEquals: [missing.error], ResultPath: '$.error', Next: missing.next }] : [];
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:${call.api}`,
    Parameters: call.parameters,
    ...(call.select && { ResultSelector: call.select }),
    ResultPath: into ?? null,
    Retry: [...known, RETRY],
    Catch: [...caught, { ErrorEquals: EVERYTHING, ResultPath: '$.error', Next: failed }],
    Next: next,
  };
}

/**
 * Tells people: a text with `{}` for each path. That they could not be told changes nothing else, and is seen in the logs.
 * @param next - the state that follows
 */
export function tell(topicArn: string, text: string, paths: string[], next: string): Json {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::sns:publish',
    Parameters: {
      TopicArn: topicArn,
      Subject: 'Pre-warm',
      'Message.$': `States.Format('${text}', ${paths.join(', ')})`,
    },
    ResultPath: null,
    Retry: [RETRY],
    Catch: [{ ErrorEquals: EVERYTHING, ResultPath: '$.error', Next: next }],
    Next: next,
  };
}

/** Puts values into the state. */
export function note(path: string, values: Json, next: string): Json {
  return { Type: 'Pass', Parameters: values, ResultPath: path, Next: next };
}

/** Ends an item of a list with a word. */
export function end(word: string): Json {
  return { Type: 'Pass', Result: word, End: true };
}

/** The first rule that holds says what follows. */
export function choose(choices: Json[], otherwise: string): Json {
  return { Type: 'Choice', Choices: choices, Default: otherwise };
}

/** Does something for each item of a list at the same time. */
export function forEach(items: string, startAt: string, states: States): Json {
  return {
    Type: 'Map',
    ItemsPath: items,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: startAt, States: states },
  };
}

/** Puts groups of states together. */
export function together(groups: States[]): States {
  return Object.fromEntries(groups.flatMap((group) => Object.entries(group)));
}

/** All rules hold; later ones are not looked at when one does not. */
export const all = (...rules: Json[]): Json => ({ And: rules });
export const not = (rule: Json): Json => ({ Not: rule });
export const present = (path: string): Json => ({ Variable: path, IsPresent: true });
export const is = (path: string, text: string): Json => ({ Variable: path, StringEquals: text });
export const below = (path: string, other: string): Json => ({ Variable: path, NumericLessThanPath: other });
export const atLeast = (path: string, other: string): Json => ({ Variable: path, NumericGreaterThanEqualsPath: other });
export const equal = (path: string, other: string): Json => ({ Variable: path, NumericEqualsPath: other });
export const reachedTime = (path: string): Json => ({ Variable: NOW, TimestampGreaterThanEqualsPath: path });
