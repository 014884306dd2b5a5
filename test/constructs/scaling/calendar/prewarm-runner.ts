import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Definition, execute, statesOf, textOf } from '../../../_helpers/state-machine';
import { type AwsFake, THIS_RUN } from '../aws-fake';

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
  const { Input } = JSON.parse(textOf(schedule?.Target?.Input)) as { Input: string };
  return {
    definition: JSON.parse(textOf(machine?.DefinitionString)) as Definition,
    input: JSON.parse(Input) as EventInput,
  };
}

/** The states that call AWS. */
export function tasksOf({ definition }: Prewarm): string[] {
  return statesOf(definition)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name]) => name);
}

/** Runs a workflow against a fake of AWS, without waiting: time passes as the states say. Answers how it ended. */
export async function run(prewarm: Prewarm, aws: AwsFake, { before, at }: Interference = {}): Promise<string> {
  const { definition, input } = prewarm;
  const clock = new Clock(input, at);
  const call = (state: string, api: string, parameters: never) => {
    clock.pass(state);
    before?.(state);
    return aws.api[api](parameters);
  };
  return execute(definition, { input: { ...input }, context: clock.context, call });
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
      Execution: { Id: THIS_RUN },
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
