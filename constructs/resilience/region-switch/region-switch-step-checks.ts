import type { Check } from '../../core/errors';
import { StepRegion } from './recovery-step-options';
import { flatten, type StepSpec } from './recovery-step-spec';
import type { WorkflowSpec } from './region-switch-approach';
import type { RegionSwitchProps } from './region-switch-props';
import type { RegionSwitch } from './region-switch';

const DURING_RECOVERY = [StepRegion.ACTIVATING, StepRegion.DEACTIVATING];
const AFTER_RECOVERY = [StepRegion.ACTIVE, StepRegion.INACTIVE];

/** Everything that can be wrong with the steps of a plan, each step once however many workflows have it. */
export function stepChecks(plan: RegionSwitch, { approver }: RegionSwitchProps): Check[] {
  const steps = [...new Set(flatten(plan._workflows.flatMap((workflow) => workflow.steps)))];
  return [
    ...plan._workflows.flatMap(workflowChecks),
    ...steps.flatMap((spec) => [
      ...spec.checks,
      ...regionChecks(plan.planRegions, spec),
      ...kindChecks(plan._approach, spec),
      approverCheck(spec, approver !== undefined),
      childCheck(plan, spec),
    ]),
  ];
}

function workflowChecks({ action, region, steps }: WorkflowSpec): Check[] {
  const workflow = region ? `${action} ${region}` : action;
  const all = flatten(steps);
  const names = all.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  return [
    {
      code: 'EmptyWorkflow',
      property: workflow,
      when: steps.length === 0,
      value: [],
      allowed: 'one step or more',
      action: 'Add the steps: a plan that does nothing succeeds, and nothing has recovered',
    },
    {
      code: 'StepNameNotUnique',
      property: workflow,
      when: repeated.length > 0 || names.some((name) => name.trim() === ''),
      value: repeated,
      allowed: 'a name for every step, and another one for each',
      action: 'Rename the steps: approvals and reports know them by name',
    },
    ...placeChecks(workflow, action === 'postRecovery', all),
  ];
}

function placeChecks(workflow: string, isAfter: boolean, steps: StepSpec[]): Check[] {
  const early = steps.filter(({ rebuilds }) => rebuilds && !isAfter);
  const places = isAfter ? AFTER_RECOVERY : DURING_RECOVERY;
  const misplaced = steps.filter(({ runsIn }) => runsIn !== undefined && !places.includes(runsIn));
  return [
    {
      code: 'ReplicaRebuiltDuringRecovery',
      property: workflow,
      when: early.length > 0,
      value: early.map(({ name }) => name),
      allowed: 'steps that need no healthy region but the one that takes over',
      action: 'Move the step to postRecovery: it needs both regions',
    },
    {
      code: 'StepRegionUnknownToWorkflow',
      property: workflow,
      when: misplaced.length > 0,
      value: misplaced.map(({ name, runsIn }) => `${name}: ${runsIn}`),
      allowed: places.join(' or '),
      action: 'Leave runsIn out, or name a region as this workflow does',
    },
  ];
}

function regionChecks(regions: string[], { name, regions: named }: StepSpec): Check[] {
  if (named === undefined) return [];
  const foreign = named.filter((region) => !regions.includes(region));
  const missing = regions.filter((region) => !named.includes(region));
  return [
    {
      code: 'StepRegionNotInPlan',
      property: name,
      when: foreign.length > 0,
      value: foreign,
      allowed: regions.join(' and '),
      action: 'Name resources of the regions of the plan',
    },
    {
      code: 'StepRegionMissing',
      property: name,
      when: missing.length > 0,
      value: named,
      allowed: `resources in ${regions.join(' and in ')}`,
      action: `Add what the step works on in ${missing.join(' and ')}: failback is the same step`,
    },
  ];
}

function kindChecks(approach: string, { name, type, needsPassiveRegion }: StepSpec): Check[] {
  return [
    {
      code: 'StepNeedsPassiveRegion',
      property: name,
      when: approach === 'activeActive' && needsPassiveRegion === true,
      value: type,
      allowed: 'active/passive plans',
      action: 'Use RecoveryApproach.activePassive(): one writer of RDS means one active region',
    },
  ];
}

function approverCheck({ name, approval }: StepSpec, planHasApprover: boolean): Check {
  return {
    code: 'ApproverMissing',
    property: `${name}.approver`,
    when: approval !== undefined && approval.approver === undefined && !planHasApprover,
    value: undefined,
    allowed: 'a role, here or on the plan',
    action: 'Name the role of those who approve',
  };
}

function childCheck(plan: RegionSwitch, { name, child }: StepSpec): Check {
  const nested = child?._workflows.some(({ steps }) =>
    flatten(steps).some(({ type }) => type === 'ARCRegionSwitchPlan'),
  );
  const same = child?._approach === plan._approach && child.planRegions.every((r) => plan.planRegions.includes(r));
  return {
    code: 'ChildPlanNotAlike',
    property: name,
    when: child !== undefined && (nested === true || !same),
    value: child && [child._approach, ...child.planRegions],
    allowed: `a plan without child plans, ${plan._approach}, for ${plan.planRegions.join(' and ')}`,
    action: 'Give both plans the same regions and approach, and run plans of plans side by side',
  };
}
