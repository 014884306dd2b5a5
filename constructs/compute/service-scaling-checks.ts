import type { Check } from '../core/errors';
import type { ScalingPolicy, ScalingSpec } from './scaling-policy';
import { scalingPolicyChecks } from './scaling-policy-checks';
import { applicationSchedule } from './service-schedule';

/** Everything that can be wrong with the policies of a service. */
export function serviceScalingChecks(policies: ScalingPolicy[], hasLoadBalancer: boolean): Check[] {
  return [...scalingPolicyChecks(policies, hasLoadBalancer), ...policies.flatMap(({ _spec }) => taskChecks(_spec))];
}

/** What only tasks cannot do. */
function taskChecks(spec: ScalingSpec): Check[] {
  if (spec.kind === 'predictive') return [loadCheck(spec.load)];
  if (spec.kind !== 'schedule') return [];
  return [
    {
      code: 'ScheduleNotSupported',
      property: 'scaling schedule',
      when: applicationSchedule(spec.at) === undefined,
      value: spec.at.expressionString,
      allowed: 'five fields of which one of the two day fields is *, or at(...), cron(...) or rate(...)',
      action: 'Split the schedule, or write it as Schedule.expression in the notation of Application Auto Scaling',
    },
  ];
}

function loadCheck(load: unknown): Check {
  return {
    code: 'PredictiveWithoutLoadMetric',
    property: 'scaling predictive',
    when: load === undefined,
    value: load,
    allowed: 'LoadMetric.REQUESTS or LoadMetric.CPU',
    action: 'State what the forecast is made of',
  };
}
