import type { Check } from '../core/errors';
import type { ScalingPolicy, ScalingSpec } from './scaling-policy';
import { type Scaled, scalingPolicyChecks } from './scaling-policy-checks';
import { applicationSchedule } from './service-schedule';

/** Everything that can be wrong with the policies of a service. */
export function serviceScalingChecks(policies: ScalingPolicy[], scaled: Scaled): Check[] {
  return [...scalingPolicyChecks(policies, scaled), ...policies.flatMap(({ _spec }) => notationChecks(_spec))];
}

/** EC2 Auto Scaling takes schedules that Application Auto Scaling has no words for. */
function notationChecks(spec: ScalingSpec): Check[] {
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
