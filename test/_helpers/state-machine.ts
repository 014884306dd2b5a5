import { StateMachine } from 'aws-local-stepfunctions';

export { StateMachine };

/** A workflow, or a part of one. */
export interface Definition {
  readonly States: Record<string, State>;
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Parameters?: unknown;
  readonly Branches?: Definition[];
  readonly ItemProcessor?: Definition;
}

/** A run without waiting. */
export interface Run {
  readonly input: object;
  /** @default - empty */
  readonly context?: object;
  /** Answers a call as AWS would, or throws what it would. */
  readonly call: (state: string, api: string, parameters: never) => unknown;
}

/** What the runner takes from Node.js 22, which is newer than the oldest one that is supported. */
interface WithResolvers {
  withResolvers?: () => {
    promise?: Promise<unknown>;
    resolve?: (value: unknown) => void;
    reject?: (reason: unknown) => void;
  };
}

(Promise as WithResolvers).withResolvers ??= () => {
  const settle = {};
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { promise, ...settle };
};

interface Query {
  readonly path: string;
  readonly wrap?: boolean;
}

// Step Functions answers with a list whenever a path can match several values, also when it matches one or none.
jest.mock('jsonpath-plus', () => {
  const actual = jest.requireActual<{ JSONPath: (query: Query) => unknown }>('jsonpath-plus');
  const isIndefinite = (path: string) => /\[\?|\*|\[-?\d*:-?\d*\]|\.\./.test(path);
  const JSONPath = (query: Query) =>
    actual.JSONPath(query.wrap === false ? { ...query, wrap: isIndefinite(query.path) } : query);
  return { ...actual, JSONPath };
});

/** All states by name, those of lists and branches included. */
export function statesOf({ States }: Definition): [string, State][] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...[...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])].flatMap(statesOf),
  ]);
}

/** Fails when the definition breaks the rules of the language: unreachable states, missing targets, wrong paths. */
export function validate(definition: Definition): void {
  new StateMachine(definition as never, { validationOptions: { checkPaths: true, checkArn: false } });
}

/** Runs a workflow without waiting; answers `succeeded`, or the error that it ended with. */
export async function execute(definition: Definition, { input, context = {}, call }: Run): Promise<string> {
  const states = statesOf(definition);
  const each = (type: string, value: (name: string, state: State) => unknown) =>
    Object.fromEntries(states.filter(([, { Type }]) => Type === type).map((entry) => [entry[0], value(...entry)]));
  const answer =
    (name: string, { Resource = '' }: State) =>
    async (parameters: never) =>
      (await call(name, Resource.replace(/^arn:aws:states:::(aws-sdk:)?/, ''), parameters)) ?? {};
  const overrides = {
    taskResourceLocalHandlers: each('Task', answer),
    waitTimeOverrides: each('Wait', () => 0),
    retryIntervalOverrides: each('Task', () => 0),
  };
  const machine = new StateMachine(definition as never, { validationOptions: { noValidate: true } });
  const { result } = machine.run(input as never, { context: context as never, overrides: overrides as never });
  return result.then(
    () => 'succeeded',
    (error: Error) => (error.cause instanceof Error ? error.cause.name : error.message),
  );
}

/** A text of a template, with words for what only AWS knows. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries(value as Record<string, unknown[]>);
  if (name !== 'Fn::Join') return `<${[argument].flat().map(String).join('.')}>`;
  const [separator, parts] = argument as [string, unknown[]];
  return parts.map(textOf).join(separator);
}
