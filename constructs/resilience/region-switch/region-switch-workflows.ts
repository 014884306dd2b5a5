import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { minutesOf, type StepContext, type StepSpec } from './recovery-step-spec';
import type { WorkflowSpec } from './region-switch-approach';
import { lengthOf, parallel, sequence, step, type Work } from './region-switch-critical-path';
import type { SwitchTrigger } from './region-switch-trigger';

/** The workflows as the template has them. */
export function renderWorkflows(workflows: WorkflowSpec[], context: StepContext): CfnPlan.WorkflowProperty[] {
  return workflows.map(({ action, region, steps }) => {
    const own = { ...context, afterRecovery: action === 'postRecovery' };
    return {
      workflowTargetAction: action,
      workflowTargetRegion: region,
      steps: steps.map(({ name, description, type, configure }) => ({
        name,
        description,
        executionBlockType: type,
        executionBlockConfiguration: configure(own),
      })),
    };
  });
}

/** Triggers name alarms as the plan does. */
export function renderTriggers(triggers: SwitchTrigger[]): CfnPlan.TriggerProperty[] {
  return triggers.map(
    ({ _action, _options: { region, description, minimumDelay, whenInAlarm = {}, whenOk = {} } }) => ({
      action: _action,
      targetRegion: region,
      description,
      minDelayMinutesBetweenExecutions: minutesOf(minimumDelay),
      conditions: [
        ...Object.keys(whenInAlarm).map((associatedAlarmName) => ({ associatedAlarmName, condition: 'red' })),
        ...Object.keys(whenOk).map((associatedAlarmName) => ({ associatedAlarmName, condition: 'green' })),
      ],
    }),
  );
}

/** All alarms that the plan knows, by name. */
export function renderAlarms(
  health: { [name: string]: cloudwatch.IAlarm },
  triggers: SwitchTrigger[],
): { [name: string]: CfnPlan.AssociatedAlarmProperty } {
  const alarms: { [name: string]: CfnPlan.AssociatedAlarmProperty } = {};
  const add = (alarmType: string, named: { [name: string]: cloudwatch.IAlarm }) => {
    for (const [name, alarm] of Object.entries(named)) alarms[name] = { alarmType, resourceIdentifier: alarm.alarmArn };
  };
  triggers.forEach((trigger) => add('trigger', trigger._alarms));
  add('applicationHealth', health);
  return alarms;
}

/** The steps of a workflow as work, of which the critical path is computed. */
export function workOf(steps: StepSpec[]): Work {
  return sequence(steps.map(workOfStep));
}

function workOfStep({ name, duration, parts }: StepSpec): Work {
  return parts ? parallel(parts.map(workOfStep)) : step(name, duration.toSeconds({ integral: false }));
}

/** The longest of the workflows that users wait for, in seconds. */
export function recoverySeconds(workflows: WorkflowSpec[]): number {
  return Math.max(0, ...workflows.filter(({ recovers }) => recovers).map(({ steps }) => lengthOf(workOf(steps))));
}
