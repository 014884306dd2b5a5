import { Duration } from 'aws-cdk-lib';
import type { RunbookParameter, RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/** Name of the step that parts a dry run from a real one. */
export const DECISION = 'DryRunOrNot';
/** Name of the step that asks people. */
export const APPROVAL = 'Approval';
/** Prefix of the steps by which a dry run says what it would change. */
export const WOULD = 'Would';

/** Everything that a document runs, in the order in which it stands there. */
export interface RunbookFlow {
  readonly preconditions: RunbookStep[];
  readonly decision: RunbookStep;
  readonly announcements: RunbookStep[];
  readonly steps: RunbookStep[];
}

/** Preconditions, the decision, what a dry run says, and what a real run does. */
export function flowOf(procedure: RunbookProcedureProps, approval?: RunbookStep): RunbookFlow {
  const steps = [...(approval ? [approval] : []), ...procedure.steps];
  const changes = procedure.steps.filter((step) => step.isMutating);
  const announcements = changes.map((step, index) => announce(step, index === changes.length - 1));
  const decision = RunbookStep.branch(DECISION, {
    description: 'A dry run says what it would change, and ends',
    variable: '{{DryRun}}',
    value: 'false',
    then: steps[0]?.name ?? '',
    otherwise: announcements[0]?.name ?? '',
  });
  return { preconditions: procedure.preconditions, decision, announcements, steps };
}

function announce(step: RunbookStep, isLast: boolean): RunbookStep {
  const { description = step.name } = step._options;
  const ends = isLast || undefined;
  return RunbookStep.sleep(`${WOULD}${step.name}`, Duration.seconds(1), { description: `Would: ${description}`, ends });
}

/** All steps in order. */
export function allSteps({ preconditions, decision, announcements, steps }: RunbookFlow): RunbookStep[] {
  return [...preconditions, decision, ...announcements, ...steps];
}

/** Steps by name that may follow each step. */
export function followersOf(flow: RunbookFlow): Map<string, string[]> {
  const steps = allSteps(flow);
  return new Map(steps.map((step, index) => [step.name, step._followers(steps[index + 1]?.name)]));
}

/** The longest way through, by the time limits of the steps. Every step only goes on to later ones. */
export function longestDuration(flow: RunbookFlow): Duration {
  const followers = followersOf(flow);
  const rest = new Map<string, number>();
  for (const step of allSteps(flow).reverse()) {
    const after = (followers.get(step.name) ?? []).map((name) => rest.get(name) ?? 0);
    rest.set(step.name, step.longestDuration.toSeconds() + Math.max(0, ...after));
  }
  return Duration.seconds(rest.get(allSteps(flow)[0]?.name) ?? 0);
}

/** What a document is rendered from. */
export interface DocumentSource {
  readonly description: string;
  readonly flow: RunbookFlow;
  readonly parameters: RunbookParameter[];
  readonly outputs: string[];
  readonly roleArn: string;
  readonly dryRunByDefault: boolean;
}

/** The document as Automation takes it. */
export function documentOf(source: DocumentSource): object {
  const steps = allSteps(source.flow);
  return {
    schemaVersion: '0.3',
    description: source.description,
    assumeRole: source.roleArn,
    parameters: { DryRun: dryRun(source.dryRunByDefault), ...parametersOf(source.parameters) },
    mainSteps: steps.map((step, index) => step._render(steps[index + 1]?.name)),
    ...(source.outputs.length > 0 && { outputs: source.outputs }),
  };
}

/** Only the word `false` changes anything: whatever else arrives is a dry run. */
function dryRun(isDefault: boolean): object {
  return {
    type: 'String',
    description: 'Whether only preconditions are checked: true changes nothing, false does it',
    allowedValues: ['true', 'false'],
    default: String(isDefault),
  };
}

function parametersOf(parameters: RunbookParameter[]): { [name: string]: object } {
  return Object.fromEntries(
    parameters.map(({ name, description, defaultValue, allowedValues, allowedPattern }) => [
      name,
      {
        type: 'String',
        description,
        ...(allowedValues && { allowedValues }),
        ...(allowedPattern && { allowedPattern }),
        ...(defaultValue !== undefined && { default: defaultValue }),
      },
    ]),
  );
}
