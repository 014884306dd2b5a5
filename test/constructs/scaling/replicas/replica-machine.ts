import type { Template } from 'aws-cdk-lib/assertions';
import { StateMachine } from '../../../_helpers/state-machine';
import type { Cloud } from './replica-cloud';

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Retry?: object[];
  readonly Branches?: Definition[];
  readonly ItemProcessor?: Definition;
  readonly Parameters?: Parameters;
}

/** What is read from the requests. */
interface Parameters {
  readonly AlarmNames: string[];
  readonly StartRecordName: string;
  readonly slots: { readonly identifier: string; readonly healthCheckId: string }[];
}

/** A value with references. */
type Value = string | { readonly [key: string]: unknown };

interface Definition {
  readonly States: Record<string, State>;
}

let runs = 0;

/** A synthesized workflow that can be run here. */
export class Machine {
  readonly definition: Definition;
  readonly states: Record<string, State>;
  private readonly machine: StateMachine;

  constructor(template: Template) {
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    this.definition = JSON.parse(textOf(machine.Properties.DefinitionString as Value));
    this.states = flatten(this.definition);
    this.machine = new StateMachine(this.definition as never);
  }

  /** The parameters of a state. */
  parametersOf(state: string): Parameters {
    return this.states[state].Parameters!;
  }

  get highAlarm(): string {
    return this.parametersOf('ReadLoad').AlarmNames[0];
  }

  get lowAlarm(): string {
    return this.parametersOf('ReadLoad').AlarmNames[1];
  }

  get recordName(): string {
    return this.parametersOf('ReadRecords').StartRecordName;
  }

  get slots(): string[] {
    return this.parametersOf('MatchSlots').slots.map((slot) => slot.identifier);
  }

  get healthChecks(): Record<string, string> {
    const { slots } = this.parametersOf('MatchSlots');
    return Object.fromEntries(slots.map((slot) => [slot.identifier, slot.healthCheckId]));
  }

  /** Runs once; says how it ended. */
  async run(cloud: Cloud, input: object = { drain: false }): Promise<string> {
    const id = `run-${++runs}`;
    cloud.runs.set(id, 'RUNNING');
    const status = await this.execute(cloud, id, input);
    cloud.runs.set(id, status === 'SUCCEEDED' ? status : 'FAILED');
    return status;
  }

  private async execute(cloud: Cloud, id: string, input: object): Promise<string> {
    const context = { Execution: { Id: id }, State: { EnteredTime: '2030-01-01T00:00:00Z' } };
    try {
      await this.machine.run(input as never, { context, overrides: this.overrides(cloud, id) }).result;
      return 'SUCCEEDED';
    } catch (error) {
      return (error as { cause?: Error }).cause?.name ?? String(error);
    }
  }

  private overrides(cloud: Cloud, id: string) {
    const of = (type: string) => Object.entries(this.states).filter(([, state]) => state.Type === type);
    const tasks = of('Task').map(([name, { Resource }]) => {
      const action = Resource!.replace(/^arn:aws:states:::/, '');
      return [name, (given: unknown) => new Promise((resolve) => resolve(cloud.call(id, action, given)))];
    });
    return {
      taskResourceLocalHandlers: Object.fromEntries(tasks),
      waitTimeOverrides: Object.fromEntries(of('Wait').map(([name]) => [name, 0])),
      retryIntervalOverrides: Object.fromEntries(of('Task').map(([name, { Retry }]) => [name, Retry!.map(() => 0)])),
    };
  }
}

function flatten({ States }: Definition): Record<string, State> {
  const inner = Object.values(States).flatMap((state) => [...(state.Branches ?? []), state.ItemProcessor ?? []].flat());
  return Object.assign({}, States, ...inner.map(flatten));
}

/** What CloudFormation would put in: names instead of references. */
function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  const [[kind, argument]] = Object.entries(value);
  return TEXTS[kind](argument as never);
}

const TEXTS: Record<string, (argument: never) => string> = {
  'Fn::Join': ([, parts]: [string, Value[]]) => parts.map(textOf).join(''),
  'Fn::GetAtt': (names: string[]) => names.join('.'),
  'Fn::GetStackOutput': ({ OutputName }: { OutputName: string }) => OutputName,
  Ref: (name: string) => (name === 'AWS::Partition' ? 'aws' : name),
};
