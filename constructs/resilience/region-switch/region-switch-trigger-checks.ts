import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Check } from '../../core/errors';
import { wholeMinutesCheck } from './recovery-step-spec';
import type { RegionSwitch } from './region-switch';
import type { SwitchTrigger } from './region-switch-trigger';

/** The service takes this many conditions per trigger. */
const CONDITIONS = 10;

/** Everything that can be wrong with the triggers of a plan. */
export function triggerChecks(
  plan: RegionSwitch,
  triggers: SwitchTrigger[],
  healthAlarms: { [name: string]: cloudwatch.IAlarm },
): Check[] {
  return [...triggers.flatMap((trigger) => checksOf(plan, trigger)), ambiguityCheck(triggers, healthAlarms)];
}

function checksOf(plan: RegionSwitch, { _action, _options, _alarms }: SwitchTrigger): Check[] {
  const { region, minimumDelay } = _options;
  const conditions = Object.keys(_alarms).length;
  const known = plan._workflows.some((workflow) => workflow.action === _action && workflow.region === region);
  return [
    {
      code: 'TriggerWithoutWorkflow',
      property: 'triggers',
      when: !known,
      value: `${_action} ${region}`,
      allowed: plan._workflows
        .flatMap((workflow) => (workflow.region ? `${workflow.action} ${workflow.region}` : []))
        .join(', '),
      action: 'Start a workflow that the plan has',
    },
    {
      code: 'TriggerConditionsOutOfRange',
      property: 'triggers',
      when: conditions < 1 || conditions > CONDITIONS,
      value: conditions,
      allowed: `1 to ${CONDITIONS} alarms`,
      action: 'Name the alarms that have to agree',
    },
    wholeMinutesCheck(`trigger of ${region}`, 'minimumDelay', minimumDelay),
  ];
}

/** A name stands for one alarm, with one purpose. */
function ambiguityCheck(triggers: SwitchTrigger[], healthAlarms: { [name: string]: cloudwatch.IAlarm }): Check {
  const named = [
    ...Object.entries(healthAlarms).map(([name, alarm]) => ({ name, alarm, isHealth: true })),
    ...triggers.flatMap(({ _options: { whenInAlarm = {}, whenOk = {} } }) =>
      [...Object.entries(whenInAlarm), ...Object.entries(whenOk)].map(([name, alarm]) => ({
        name,
        alarm,
        isHealth: false,
      })),
    ),
  ];
  const clash = named.filter((one) =>
    named.some((other) => other.name === one.name && (other.alarm !== one.alarm || other.isHealth !== one.isHealth)),
  );
  return {
    code: 'AlarmNameNotUnique',
    property: 'triggers, healthAlarms',
    when: clash.length > 0,
    value: [...new Set(clash.map(({ name }) => name))],
    allowed: 'one alarm and one purpose per name',
    action: 'Give each alarm of the plan a name of its own',
  };
}
