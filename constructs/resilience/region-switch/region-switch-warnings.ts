import { Stack, Token, Validations } from 'aws-cdk-lib';
import { StepRegion } from './recovery-step-options';
import { flatten } from './recovery-step-spec';
import type { RegionSwitch } from './region-switch';
import type { RegionSwitchProps } from './region-switch-props';

/** Says what is legal about a plan, but weaker than it looks. */
export function warnOfRisks(plan: RegionSwitch, props: RegionSwitchProps): void {
  const warn = (code: string, message: string) => Validations.of(plan).addWarning(`cdk-nines::${code}`, message);
  const steps = flatten(plan._workflows.flatMap((workflow) => workflow.steps));
  const [home, away] = plan.planRegions;
  const { region } = Stack.of(plan);

  if (plan._approach === 'activePassive' && !Token.isUnresolved(region) && region === home) {
    const message = `The plan lives in ${home}, the region that it is there to replace: it can be executed when ${home} is`;
    warn('PlanInHomeRegion', `${message} lost, but not changed. Put its stack into ${away}.`);
  }
  const promotes = steps.some(({ type }) => type === 'RdsPromoteReadReplica');
  if (promotes && !steps.some(({ rebuilds }) => rebuilds)) {
    const message = 'A promoted replica has no replica: nothing rebuilds one, so the next failure has nowhere to go';
    warn('ReplicaNotRebuilt', `${message}. Add RecoveryStep.rebuildReplica() to postRecovery.`);
  }
  const unasked = plan._workflows
    .map((workflow) => flatten(workflow.steps))
    .filter((all) => !all.some((s) => s.approval));
  const losing = [...new Set(unasked.flat().flatMap(({ losesWrites, name }) => (losesWrites ? name : [])))];
  if ((props.triggers ?? []).length > 0 && losing.length > 0) {
    const message = `An alarm starts the plan, and ${losing.join(', ')} can lose writes: a false alarm does too`;
    warn('AutomaticFailover', `${message}. Put an approval first, or let the alarm call a person.`);
  }
  const leaning = [
    ...new Set(steps.filter(({ runsIn }) => runsIn === StepRegion.DEACTIVATING).map(({ name }) => name)),
  ];
  if (leaning.length > 0) {
    const message = `${leaning.join(', ')} runs in the region that gives up, which may not answer`;
    warn('StepNeedsImpairedRegion', `${message}. Run it in the region that takes over, or skip it when ungraceful.`);
  }
}
