import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StateMachine } from 'aws-local-stepfunctions';
import type { AwsFake } from './aws-fake';

/** A workflow, or the part of one that is done for each item. */
interface Definition {
  readonly States: Record<string, State>;
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly ItemProcessor?: Definition;
}

/** The input of a workflow, as far as its time depends on it. */
interface EventInput {
  readonly notBefore: string;
  readonly end: string;
  readonly poll: number;
}

/** A resource of a template. */
interface Resource {
  readonly Type: string;
  readonly Properties: { readonly DefinitionString?: unknown; readonly Target?: { readonly Input: unknown } };
}

/** The runner uses it, and the oldest supported Node does not have it. */
function withResolvers() {
  const parts: Record<string, unknown> = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });

/** A workflow and what its schedule starts it with. */
export interface Prewarm {
  readonly definition: Definition;
  readonly input: EventInput;
}

/** What may be done to a run from outside. */
export interface Interference {
  /** Called before every call of AWS; may throw, as AWS would. */
  readonly before?: (state: string) => void;
  /** When the run starts. */
  readonly at?: string;
}

/** The workflow and the input of one event, as they stand in the template. */
export function prewarmOf(stack: Stack, plan: string, event: string): Prewarm {
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> };
  const find = (type: string, name: string) =>
    Object.entries(Resources).find(([id, { Type }]) => Type === type && id.startsWith(name))?.[1].Properties;
  const schedule = find('AWS::Scheduler::Schedule', `${plan}Event${event}`);
  const machine = find('AWS::StepFunctions::StateMachine', `${plan}Prewarm`);
  const { Input } = JSON.parse(text(schedule?.Target?.Input)) as { Input: string };
  return {
    definition: JSON.parse(text(machine?.DefinitionString)) as Definition,
    input: JSON.parse(Input) as EventInput,
  };
}

/** A text of a template, with logical ids for what only AWS knows. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries(value as Record<string, unknown[]>);
  if (name !== 'Fn::Join') return `<${[argument].flat().map(String).join('.')}>`;
  const [separator, parts] = argument as [string, unknown[]];
  return parts.map(text).join(separator);
}

/** All states by name, those of lists included. */
export function statesOf({ States }: Definition): [string, State][] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
}

/** The states that call AWS. */
export function tasksOf({ definition }: Prewarm): string[] {
  return statesOf(definition)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name]) => name);
}

/** Fails when the definition breaks the rules of the language: unreachable states, missing targets, wrong paths. */
export function validate({ definition }: Prewarm): void {
  new StateMachine(definition as never, { validationOptions: { checkPaths: true, checkArn: false } });
}

/** Runs a workflow against a fake of AWS, without waiting: time passes as the states say. Answers how it ended. */
export async function run(prewarm: Prewarm, aws: AwsFake, { before, at }: Interference = {}): Promise<string> {
  const { definition, input } = prewarm;
  const clock = new Clock(input, at);
  const states = statesOf(definition);
  const call =
    (name: string, { Resource = '' }: State) =>
    (parameters: never) => {
      clock.pass(name);
      before?.(name);
      return Promise.resolve(aws.api[Resource.replace(/^arn:aws:states:::(aws-sdk:)?/, '')](parameters) ?? {});
    };
  const named = (type: string, value: (name: string, state: State) => unknown) =>
    Object.fromEntries(
      states.filter(([, { Type }]) => Type === type).map(([name, state]) => [name, value(name, state)]),
    );
  const machine = new StateMachine(definition as never, { validationOptions: { noValidate: true } });
  const execution = machine.run(
    { ...input },
    {
      context: clock.context as never,
      overrides: {
        taskResourceLocalHandlers: named('Task', call) as never,
        waitTimeOverrides: named('Wait', () => 0) as never,
        retryIntervalOverrides: named('Task', () => 0) as never,
      },
    },
  );
  return execution.result.then(
    () => 'succeeded',
    (error: Error) => (error.cause instanceof Error ? error.cause.name : error.message),
  );
}

const MINUTES = 60_000;

/** Time in a run: it starts with the pre-warm, and what follows a wait comes after it. */
class Clock {
  readonly context: object;
  private time: number;

  constructor(
    private readonly input: EventInput,
    at?: string,
  ) {
    this.time = Date.parse(at ?? input.notBefore) + (at ? 0 : 24 * 60 * MINUTES);
    const entered = () => new Date(this.time).toISOString();
    this.context = {
      StateMachine: { Id: 'arn:aws:states:us-east-1:111111111111:stateMachine:prewarm' },
      State: {
        get EnteredTime() {
          return entered();
        },
      },
    };
  }

  /** Every look for capacity follows a pause, every look back the end, and every complaint an hour of patience. */
  pass(state: string): void {
    if (state.startsWith('Look for ')) this.time += this.input.poll * 1000;
    if (state.startsWith('Look at ')) this.time = Math.max(this.time, Date.parse(this.input.end));
    if (state === 'Tell what is not reverted') this.time += 60 * MINUTES;
  }
}
