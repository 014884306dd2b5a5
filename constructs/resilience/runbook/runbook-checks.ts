import type { Check } from '../../core/errors';
import { allSteps, APPROVAL, DECISION, followersOf, type RunbookFlow, WOULD } from './runbook-document';
import type { RunbookProcedureProps } from './runbook-procedure-props';
import type { RunbookStep } from './runbook-step';

const READS = /^(BatchGet|Describe|Get|List|Lookup|Search)/;
const STEP_NAME = /^[A-Za-z0-9_]{3,64}$/;
const REFERENCE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Everything that can be wrong with a procedure; `show` renders inputs without tokens. */
export function procedureChecks(
  procedure: RunbookProcedureProps,
  flow: RunbookFlow,
  show: (value: unknown) => string,
): Check[] {
  return [
    ...nameChecks(procedure),
    ...orderChecks(flow),
    ...effectChecks(procedure),
    ...referenceChecks(procedure, flow, show),
  ];
}

function check(code: string, property: string, bad: unknown[], allowed: string, action: string): Check {
  return { code, property, when: bad.length > 0, value: bad, allowed, action };
}

function nameChecks({ preconditions, steps }: RunbookProcedureProps): Check[] {
  const names = [...preconditions, ...steps].map((step) => step.name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const bad = names.filter((name) => !STEP_NAME.test(name));
  const reserved = names.filter((name) => name === DECISION || name === APPROVAL || name.startsWith(WOULD));
  return [
    check('StepNameRepeated', 'steps', repeated, 'each name once', 'Give every step its own name'),
    check('StepNameInvalid', 'steps', bad, '3 to 64 letters, digits and underscores', 'Rename the step'),
    check('StepNameReserved', 'steps', reserved, `not ${DECISION}, ${APPROVAL}, ${WOULD}...`, 'Rename the step'),
  ];
}

function orderChecks(flow: RunbookFlow): Check[] {
  const names = allSteps(flow).map((step) => step.name);
  const ways = [...followersOf(flow)].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
  const show = (some: typeof ways) => some.map(({ from, to }) => `${from} -> ${to}`);
  const unknown = ways.filter(({ to }) => to !== '' && !names.includes(to));
  const back = ways.filter(({ from, to }) => names.includes(to) && names.indexOf(to) <= names.indexOf(from));
  const gate = names.indexOf(DECISION);
  const around = ways.filter(({ from, to }) => names.indexOf(from) < gate && names.indexOf(to) > gate);
  const reached = new Set([names[0], ...ways.map(({ to }) => to)]);
  const lost = names.filter((name) => !reached.has(name));
  const torn = allSteps(flow).filter(
    ({ _options: { ends, next, onFailure } }) => ends && (next ?? onFailure) !== undefined,
  );
  const later = 'Name a step that stands further down; a loop has no longest duration';
  return [
    check('UnknownNextStep', 'next', show(unknown), 'names of steps', 'Correct the name'),
    check('StepGoesBack', 'next', show(back), 'later steps', later),
    check('PreconditionLeaves', 'next', show(around), 'other preconditions', 'A dry run must not be passed by'),
    check('StepNeverReached', 'steps', lost, 'steps that another one leads to', 'Lead to the step or leave it out'),
    check(
      'EndHasNextStep',
      'ends',
      torn.map(({ name }) => name),
      'either `ends` or `next` and `onFailure`',
      'Leave one of them out',
    ),
  ];
}

function effectChecks({ preconditions, steps }: RunbookProcedureProps): Check[] {
  const all = [...preconditions, ...steps];
  const hidden = all.filter((step) => !step.isMutating && step._shape.call && !READS.test(step._shape.call.api));
  const early = preconditions.filter((step) => step.isMutating || step._shape.action === 'aws:approve');
  const show = (some: RunbookStep[]) => some.map((step) => step.name);
  const nothing = (some: RunbookStep[]) => (some.length === 0 ? ['none'] : []);
  const changes = steps.filter((step) => step.isMutating);
  return [
    check('PreconditionChanges', 'preconditions', show(early), 'reads, requirements, waits', 'Make it a step'),
    check('ReadStepChanges', 'api', show(hidden), 'calls that only read', 'Use RunbookStep.change'),
    check('NoPrecondition', 'preconditions', nothing(preconditions), 'at least one', 'State what has to hold'),
    check('RunbookChangesNothing', 'steps', nothing(changes), 'at least one change', 'Add RunbookStep.change'),
  ];
}

function referenceChecks(
  { parameters = [], outputs = [] }: RunbookProcedureProps,
  flow: RunbookFlow,
  show: (value: unknown) => string,
): Check[] {
  const known = new Set(['DryRun', ...parameters.map(({ name }) => name)]);
  const unknown: string[] = [];
  for (const step of allSteps(flow)) {
    const used = [...show(step._shape.inputs).matchAll(REFERENCE)].map(([, name]) => name);
    unknown.push(...used.filter((name) => !isSystem(name) && !known.has(name)).map((name) => `${step.name}: ${name}`));
    (step._shape.outputs ?? []).forEach(({ name }) => known.add(`${step.name}.${name}`));
  }
  unknown.push(...outputs.filter((name) => !known.has(name)).map((name) => `outputs: ${name}`));
  const allowed = 'parameters, and outputs of earlier steps';
  return [check('UnknownReference', 'inputs', unknown, allowed, 'Correct the name or add the output')];
}

/** Values that Automation itself fills in. */
function isSystem(name: string): boolean {
  return name.startsWith('global:') || name.startsWith('automation:');
}
