/** A document of Systems Manager Automation, as far as runbooks use it. */
export interface AutomationDocument {
  readonly schemaVersion: string;
  readonly description: string;
  readonly assumeRole: string;
  readonly parameters: Record<string, { default?: string; allowedValues?: string[]; allowedPattern?: string }>;
  readonly mainSteps: AutomationStep[];
  readonly outputs?: string[];
}

export interface AutomationStep {
  readonly name: string;
  readonly action: string;
  readonly description?: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs?: { readonly Name: string; readonly Selector: string }[];
  readonly timeoutSeconds?: number;
  readonly maxAttempts?: number;
  readonly onFailure?: string;
  readonly nextStep?: string;
  readonly isEnd?: boolean;
}

/** One call that a run made. */
export interface Call {
  readonly service: string;
  readonly api: string;
  readonly inputs: Record<string, unknown>;
}

/** What AWS answers; throwing is an error of the API. */
export type FakeAws = (call: Call, earlier: Call[]) => unknown;

/** What a run did. */
export interface Run {
  readonly status: 'Success' | 'Failed';
  readonly steps: string[];
  readonly calls: Call[];
  readonly outputs: Record<string, string>;
  readonly failure?: string;
}

/** Calls that change nothing, whatever runbooks themselves think of them. */
const READS = /^(Describe|Get|List)/;
export const changesOf = (run: Run) => run.calls.filter(({ api }) => !READS.test(api)).map(({ api }) => api);

const POLLS = 5;

/** Runs a document against a fake AWS, with the semantics that AWS documents for the actions. */
export function execute(document: AutomationDocument, aws: FakeAws, parameters: Record<string, string> = {}): Run {
  return new Execution(document, aws, parameters).run();
}

class Execution {
  private readonly values = new Map<string, string>();
  private readonly calls: Call[] = [];
  private readonly visited: string[] = [];

  constructor(
    private readonly document: AutomationDocument,
    private readonly aws: FakeAws,
    parameters: Record<string, string>,
  ) {
    this.values.set('automation:EXECUTION_ID', 'execution-1');
    for (const [name, definition] of Object.entries(document.parameters)) {
      const value = parameters[name] ?? definition.default;
      if (value === undefined) throw new Error(`parameter ${name} is missing`);
      if (definition.allowedValues && !definition.allowedValues.includes(value)) throw new Error(`bad ${name}`);
      if (!new RegExp(definition.allowedPattern ?? '').test(value)) throw new Error(`bad ${name}`);
      this.values.set(name, value);
    }
  }

  run(): Run {
    let step: AutomationStep | undefined = this.document.mainSteps[0];
    let failure: string | undefined;
    while (step) {
      if (this.visited.length > 200) throw new Error('endless');
      this.visited.push(step.name);
      const outcome = this.attempt(step);
      if (outcome.failure !== undefined && !step.onFailure?.startsWith('step:')) {
        failure = `${step.name}: ${outcome.failure}`;
        break;
      }
      step = this.follow(step, outcome);
    }
    const outputs = (this.document.outputs ?? []).flatMap((name) =>
      this.values.has(name) ? [[name, this.values.get(name) ?? '']] : [],
    );
    const status = failure === undefined ? 'Success' : 'Failed';
    return { status, failure, steps: this.visited, calls: this.calls, outputs: Object.fromEntries(outputs) };
  }

  private follow(step: AutomationStep, outcome: { to?: string; failure?: string }): AutomationStep | undefined {
    if (step.isEnd && outcome.to === undefined) return undefined;
    const all = this.document.mainSteps;
    const below = all[all.indexOf(step) + 1]?.name;
    const name = outcome.failure === undefined ? (outcome.to ?? step.nextStep ?? below) : step.onFailure?.slice(5);
    const found = all.find((each) => each.name === name);
    if (name !== undefined && !found) throw new Error(`no step ${name}`);
    return found;
  }

  private attempt(step: AutomationStep): { to?: string; failure?: string } {
    const inputs = this.fill(step.inputs) as Record<string, unknown>;
    for (let attempt = 1; ; attempt++) {
      try {
        return { to: this.act(step, inputs) };
      } catch (error) {
        if (attempt >= (step.maxAttempts ?? 1)) return { failure: (error as Error).message };
      }
    }
  }

  private act(step: AutomationStep, inputs: Record<string, unknown>): string | undefined {
    switch (step.action) {
      case 'aws:branch':
        return branch(inputs);
      case 'aws:sleep':
      case 'aws:approve':
        return undefined;
      case 'aws:executeAwsApi':
        return this.callApi(step, inputs);
      case 'aws:assertAwsResourceProperty':
        return this.expect(inputs, 1);
      case 'aws:waitForAwsResourceProperty':
        return this.expect(inputs, POLLS);
      default:
        throw new Error(`unknown action ${step.action}`);
    }
  }

  private callApi(step: AutomationStep, inputs: Record<string, unknown>): undefined {
    const answer = this.ask(inputs);
    for (const { Name, Selector } of step.outputs ?? []) {
      this.values.set(`${step.name}.${Name}`, String(select(answer, Selector)));
    }
    return undefined;
  }

  private expect(inputs: Record<string, unknown>, polls: number): undefined {
    const { PropertySelector, DesiredValues, ...rest } = inputs;
    let seen = '';
    for (let poll = 0; poll < polls; poll++) {
      seen = String(select(this.ask(rest), PropertySelector as string));
      if ((DesiredValues as string[]).includes(seen)) return undefined;
    }
    throw new Error(`'${seen}' is not one of ${(DesiredValues as string[]).join(', ')}`);
  }

  private ask({ Service, Api, ...inputs }: Record<string, unknown>): unknown {
    const call = { service: Service as string, api: Api as string, inputs };
    const earlier = [...this.calls];
    this.calls.push(call);
    return this.aws(call, earlier);
  }

  private fill(value: unknown): unknown {
    if (typeof value === 'string') return value.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => this.value(name));
    if (Array.isArray(value)) return value.map((each) => this.fill(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.fill(each)]));
  }

  private value(name: string): string {
    const found = this.values.get(name);
    if (found === undefined) throw new Error(`nothing is known of ${name}`);
    return found;
  }
}

function branch(inputs: Record<string, unknown>): string | undefined {
  const choices = inputs.Choices as { NextStep: string; Variable: string; StringEquals: string }[];
  const choice = choices.find(({ Variable, StringEquals }) => Variable === StringEquals);
  return choice?.NextStep ?? (inputs.Default as string | undefined);
}

/** `$.a[0].b` */
function select(answer: unknown, selector: string): unknown {
  const path = selector.replace(/^\$\.?/, '').split(/[.[\]]+/);
  let value = answer;
  for (const key of path.filter((each) => each !== '')) value = (value as Record<string, unknown> | undefined)?.[key];
  if (value === undefined) throw new Error(`nothing at ${selector}`);
  return value;
}

/** The content of a document as text: what only the deployment knows stands there as its name. */
export function asDeployed(content: unknown): AutomationDocument {
  return plain(content) as AutomationDocument;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [name, argument] = entries[0] as [string, unknown];
    if (name === 'Ref') return argument;
    if (name === 'Fn::GetAtt') return (argument as string[]).join('.');
    if (name === 'Fn::Join') return (plain((argument as [string, unknown[]])[1]) as string[]).join('');
  }
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
}
