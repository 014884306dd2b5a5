import { Template } from 'aws-cdk-lib/assertions';
import { regionalStack } from '../../../_helpers/stacks';
import { StateMachine } from '../../../_helpers/state-machine';
import { testApp } from '../../../_helpers/synthesis';
import type { DegradationLadderProps } from '../../../../constructs/scaling/degradation/degradation-ladder-props';
import { ladderIn } from './degradation-fixture';

export const MINUTE = 60_000;
const DEPLOYMENT_TIME = 5_000;

/** What the workflow sends. */
interface Request {
  readonly AlarmNames: string[];
  readonly StateValue: string;
  readonly MaxResults: number;
  readonly DeploymentNumber: number;
  readonly ConfigurationVersion: string;
  readonly Description: string;
  readonly Subject: string;
  readonly Message: string;
}

interface Deployment {
  readonly DeploymentNumber: number;
  readonly ConfigurationVersion: string;
  readonly Description?: string;
  readonly startedAt: number;
  State: string;
}

/** CloudWatch, AppConfig, Parameter Store, SNS and EventBridge, in memory and in the time of jest's fake timers. */
export class World {
  readonly deployments: Deployment[] = [];
  readonly told: { subject: string; message: string }[] = [];
  readonly ended: string[] = [];
  mode = 'auto';
  /** Called before every call; throws what AWS would. */
  interfere: (api: string) => void = () => undefined;
  /** Alarms that are composite ones. */
  composites: string[] = [];
  running = 0;
  mostRunning = 0;
  refused = 0;
  /** What the executions have added to their histories. */
  events = 0;
  private readonly states = new Map<string, string>();

  constructor(private readonly ladder: LadderMachine) {
    this.deploy('First', 'level-0', 'COMPLETE');
  }

  /** What applications see. */
  get level(): string | undefined {
    const [newest] = this.complete;
    return newest.Description ?? newest.ConfigurationVersion;
  }

  get complete(): Deployment[] {
    return this.deployments.filter(({ State }) => State === 'COMPLETE');
  }

  /** All levels there were, one after the other. */
  get history(): number[] {
    return this.deployments.map(({ Description }) => Number(Description?.split('-')[1])).reverse();
  }

  get version(): string {
    return this.complete[0].ConfigurationVersion;
  }

  /** An alarm changes, and EventBridge sees it as the rules ask. */
  alarm(name: string, state: string): void {
    const before = this.states.get(name) ?? 'OK';
    this.states.set(name, state);
    if (before !== state && [before, state].includes('ALARM')) this.start({ detail: { state: { value: state } } });
  }

  start(event: object = {}): void {
    this.running++;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    void this.ladder.run(this, event).then((end) => {
      this.running--;
      this.ended.push(end);
    });
  }

  /** Starts regularly, as the schedule does. */
  check(every: number): void {
    setInterval(() => this.start(), every);
  }

  /** Time passes. */
  async pass(ms: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
  }

  /** Somebody deploys something. */
  deploy(version: string, description?: string, state = 'DEPLOYING', time = DEPLOYMENT_TIME): Deployment {
    const deployment = {
      DeploymentNumber: this.deployments.length + 1,
      ConfigurationVersion: version,
      ...(description && { Description: description }),
      State: state,
      startedAt: Date.now(),
    };
    this.deployments.unshift(deployment);
    if (state === 'DEPLOYING') setTimeout(() => (deployment.State = 'COMPLETE'), time);
    return deployment;
  }

  call(api: string, given: Request): object {
    this.interfere(api);
    return this.apis[api](given);
  }

  private readonly apis: Record<string, (given: Request) => object> = {
    'ssm:getParameter': () => ({ Parameter: { Value: this.mode } }),
    'cloudwatch:describeAlarms': ({ AlarmNames, StateValue }) => {
      const names = AlarmNames.filter((name) => this.states.get(name) === StateValue);
      const found = names.map((AlarmName) => ({ AlarmName, StateValue, Dimensions: [] }));
      const isComposite = ({ AlarmName }: { AlarmName: string }) => this.composites.includes(AlarmName);
      return { MetricAlarms: found.filter((each) => !isComposite(each)), CompositeAlarms: found.filter(isComposite) };
    },
    'appconfig:listDeployments': ({ MaxResults }) => ({ Items: this.deployments.slice(0, MaxResults) }),
    'appconfig:getDeployment': ({ DeploymentNumber }) =>
      this.deployments.find((each) => each.DeploymentNumber === DeploymentNumber)!,
    'appconfig:startDeployment': ({ ConfigurationVersion, Description }) => {
      if (this.deployments[0].State === 'DEPLOYING') {
        this.refused++;
        throw named('AppConfig.ConflictException');
      }
      return this.deploy(ConfigurationVersion, Description);
    },
    'sns:publish': ({ Subject, Message }) => {
      this.told.push({ subject: Subject, message: Message });
      return {};
    },
  };
}

/** An error as Step Functions names it. */
export function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** What the workflow knows of its ladder. */
interface Ladder {
  readonly versions: string[];
  readonly alarms: string[][];
}

interface State {
  readonly Type: string;
  readonly Resource: string;
  readonly Parameters: { readonly ladder: Ladder };
}

interface Definition {
  readonly TimeoutSeconds: number;
  readonly States: Record<string, State>;
}

/** A text in a template. */
type Text = string | { readonly [name: string]: unknown };

/** The workflow of a ladder as it stands in the template. */
export class LadderMachine {
  static ofLevels(count: number, changes: Partial<DegradationLadderProps> = {}): LadderMachine {
    const stack = regionalStack(testApp());
    ladderIn(stack, count, changes);
    return new LadderMachine(Template.fromStack(stack));
  }

  readonly ladder: Ladder;
  readonly timeoutMinutes: number;
  private readonly states: Record<string, State>;
  private readonly machine: StateMachine;

  private constructor(template: Template) {
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const { DefinitionString } = machine.Properties as { DefinitionString: Text };
    const definition = JSON.parse(textOf(DefinitionString)) as Definition;
    this.timeoutMinutes = definition.TimeoutSeconds / 60;
    this.states = definition.States;
    this.ladder = definition.States.Begin.Parameters.ladder;
    this.machine = new StateMachine(definition as never);
  }

  /** A call adds five events to a history, other states add two. */
  private async note(world: World, eventLogs: AsyncGenerator): Promise<void> {
    for await (const log of eventLogs as AsyncGenerator<{ type: string; state: { type: string } }>) {
      if (log.type === 'StateEntered') world.events += log.state.type === 'Task' ? 5 : 2;
    }
  }

  /** Name of the first alarm of a level. */
  alarm(level: number): string {
    return this.ladder.alarms[level][0];
  }

  async run(world: World, event: object): Promise<string> {
    const tasks = Object.entries(this.states).filter(([, { Type }]) => Type === 'Task');
    const handlers = tasks.map(([name, { Resource }]) => {
      const api = Resource.replace(/^arn:aws:states:::(aws-sdk:)?/, '');
      const answer = (given: Request) => new Promise((resolve) => resolve(world.call(api, given)));
      return [name, answer] as const;
    });
    const taskResourceLocalHandlers = Object.fromEntries(handlers) as never;
    try {
      const { result, eventLogs } = this.machine.run(event as never, { overrides: { taskResourceLocalHandlers } });
      void this.note(world, eventLogs);
      await result;
      return 'SUCCEEDED';
    } catch (error) {
      return (error as { cause?: Error }).cause?.name ?? String(error);
    }
  }
}

/** What CloudFormation would put in: names instead of references. */
function textOf(value: Text): string {
  if (typeof value === 'string') return value;
  if (value['Fn::Join']) return (value['Fn::Join'] as [string, Text[]])[1].map(textOf).join('');
  if (value['Fn::GetAtt']) return (value['Fn::GetAtt'] as string[]).join('.');
  return value.Ref === 'AWS::Partition' ? 'aws' : (value.Ref as string);
}
