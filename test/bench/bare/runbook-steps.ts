import type * as iam from 'aws-cdk-lib/aws-iam';

/** A step of an automation document. */
export interface Step {
  readonly name: string;
  readonly action: string;
  readonly [field: string]: unknown;
}

/** What people start by hand. */
export interface Runbook {
  readonly description: string;
  readonly parameters?: object;
  readonly steps: Step[];
  readonly outputs?: string[];
  readonly statements: iam.PolicyStatement[];
}

/** An API with its parameters. */
export type Call = readonly [service: string, api: string, parameters: object];

const CALL_SECONDS = 30;

/** A parameter that people state. */
export function parameter(description: string, allowedPattern: string, standard?: string): object {
  return { type: 'String', description, allowedPattern, ...(standard !== undefined && { default: standard }) };
}

/** Goes on when a property has one of the values. */
export function require(name: string, call: Call, PropertySelector: string, ...DesiredValues: string[]): Step {
  const inputs = { ...inputsOf(call), PropertySelector, DesiredValues };
  return step(name, 'assertAwsResourceProperty', { timeoutSeconds: CALL_SECONDS, inputs });
}

/** Waits until a property has one of the values. */
export function waitFor(
  name: string,
  timeoutSeconds: number,
  call: Call,
  PropertySelector: string,
  ...DesiredValues: string[]
): Step {
  const inputs = { ...inputsOf(call), PropertySelector, DesiredValues };
  return step(name, 'waitForAwsResourceProperty', { timeoutSeconds, inputs });
}

/** Calls an API; outputs are selectors by name. */
export function run(name: string, call: Call, description: string, outputs: Record<string, string> = {}): Step {
  const selected = Object.entries(outputs).map(([Name, Selector]) => ({ Name, Selector, Type: 'String' }));
  const rest = selected.length > 0 ? { outputs: selected } : {};
  return step(name, 'executeAwsApi', { description, timeoutSeconds: CALL_SECONDS, inputs: inputsOf(call), ...rest });
}

export function pause(name: string, Duration: string): Step {
  return step(name, 'sleep', { inputs: { Duration } });
}

/** Ends a dry run, which says what it would do. */
export function unlessDryRun(act: Step): Step[] {
  const would = `Would${act.name}`;
  const Choices = [{ NextStep: act.name, Variable: '{{DryRun}}', StringEquals: 'false' }];
  const description = 'A dry run says what it would change, and ends';
  return [
    step('DryRunOrNot', 'branch', { description, inputs: { Choices, Default: would } }),
    { ...pause(would, 'PT1S'), description: `Would: ${String(act.description)}`, isEnd: true },
    act,
  ];
}

/** Each step leads to the one after it, unless it branches or ends. */
export function chained(steps: Step[]): Step[] {
  return steps.map((each, index) => {
    if (each.isEnd === true || each.action === 'aws:branch') return each;
    const next = steps[index + 1];
    return next ? { ...each, nextStep: next.name } : { ...each, isEnd: true };
  });
}

function inputsOf([Service, Api, parameters]: Call): object {
  return { Service, Api, ...parameters };
}

function step(name: string, action: string, fields: object): Step {
  return { name, action: `aws:${action}`, onFailure: 'Abort', ...fields };
}
