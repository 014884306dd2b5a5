import type { Check } from '../core/errors';
import { RESULT } from './metric-queries';
import { LoadMetric, type ScalingPolicy, type ScalingSpec, type ScalingStep } from './scaling-policy';

/** What policies scale: between which numbers, and whether anybody counts requests. */
export interface Scaled {
  readonly minimum: number;
  readonly maximum: number;
  readonly hasLoadBalancer: boolean;
}

/** What must hold for a list of policies, whatever they scale. */
export function scalingPolicyChecks(policies: ScalingPolicy[], scaled: Scaled): Check[] {
  const specs = policies.map((policy) => policy._spec);
  return [
    duplicateCheck(specs),
    ...scheduledRangeChecks(specs, scaled),
    ...specs.flatMap((spec) => specChecks(spec, scaled.hasLoadBalancer)),
  ];
}

/** Construct id of a policy: what it scales on, so that policies can be reordered. */
export function scalingPolicyId(spec: ScalingSpec): string {
  switch (spec.kind) {
    case 'backlog':
      return `Backlog ${spec.queue.node.path}`.replaceAll('/', ' ');
    case 'schedule':
      return `Schedule ${spec.at.expressionString} ${spec.timeZone ?? 'UTC'}`.replaceAll('/', ' ');
    case 'metric':
    case 'step':
      return `${capitalize(spec.kind)} ${spec.name}`.replaceAll('/', ' ');
    default:
      return capitalize(spec.kind);
  }
}

function specChecks(spec: ScalingSpec, hasLoadBalancer: boolean): Check[] {
  switch (spec.kind) {
    case 'cpu':
    case 'memory':
      return [percentCheck(spec.kind, spec.target)];
    case 'requests':
      return [positiveCheck(spec.kind, spec.target), loadBalancerCheck(spec.kind, !hasLoadBalancer)];
    case 'backlog':
      return [positiveCheck(spec.kind, spec.perMember)];
    case 'metric':
      return [positiveCheck(spec.kind, spec.target), metricIdCheck(spec)];
    case 'schedule':
      return scheduleChecks(spec);
    case 'predictive':
      return predictiveChecks(spec, hasLoadBalancer);
    case 'step':
      return stepChecks(spec.steps);
  }
}

function duplicateCheck(specs: ScalingSpec[]): Check {
  const ids = specs.map(scalingPolicyId);
  const duplicates = ids.filter((id, position) => ids.indexOf(id) !== position);
  return {
    code: 'DuplicateScalingPolicy',
    property: 'scaling',
    when: duplicates.length > 0,
    value: duplicates,
    allowed: 'each kind, name, queue or point in time once',
    action: 'Remove or rename policies',
  };
}

function percentCheck(kind: string, percent: number): Check {
  return {
    code: 'PercentOutOfRange',
    property: `scaling ${kind}`,
    when: !(percent > 0 && percent <= 100),
    value: percent,
    allowed: 'more than 0, at most 100 percent',
    action: 'State the utilization to keep, usually 40 to 70',
  };
}

function positiveCheck(kind: string, target: number): Check {
  return {
    code: 'TargetNotPositive',
    property: `scaling ${kind}`,
    when: !(target > 0),
    value: target,
    allowed: 'more than 0',
    action: 'State the load per member to keep',
  };
}

function loadBalancerCheck(kind: string, isMissing: boolean): Check {
  return {
    code: 'ScalingNeedsLoadBalancer',
    property: `scaling ${kind}`,
    when: isMissing,
    value: 'requests',
    allowed: 'members behind a load balancer, which counts their requests',
    action: 'Put a load balancer in front, or scale on CPU',
  };
}

type Spec<K extends ScalingSpec['kind']> = Extract<ScalingSpec, { readonly kind: K }>;

function metricIdCheck({ metric }: Spec<'metric'>): Check {
  const ids = Object.keys(metric.toMetricConfig().mathExpression?.usingMetrics ?? {});
  return {
    code: 'ReservedMetricId',
    property: 'scaling metric',
    when: ids.includes(RESULT),
    value: RESULT,
    allowed: `any other id: the tracked metric itself is called ${RESULT}`,
    action: 'Rename the metric in the expression',
  };
}

/**
 * A scheduled minimum above every maximum, or the other way round, is accepted at deployment and fails when its time
 * comes. One schedule may make room for another.
 */
function scheduledRangeChecks(specs: ScalingSpec[], { minimum, maximum }: Scaled): Check[] {
  const schedules = specs.filter((spec) => spec.kind === 'schedule');
  const highest = Math.max(maximum, ...schedules.map((schedule) => schedule.maximum ?? 0));
  const lowest = Math.min(minimum, ...schedules.map((schedule) => schedule.minimum ?? minimum));
  return schedules.map(({ at, minimum: from = lowest, maximum: to = highest }) => ({
    code: 'ScheduleBeyondCapacity',
    property: 'scaling schedule',
    when: from > highest || to < lowest,
    value: `${at.expressionString}: ${from} to ${to}`,
    allowed: `a minimum of at most ${highest}, and a maximum of at least ${lowest}`,
    action: 'State minimum and maximum in the schedule, or change those of the capacity',
  }));
}

function scheduleChecks({ minimum, maximum, at }: Spec<'schedule'>): Check[] {
  const entry = {
    property: 'scaling schedule',
    value: `${at.expressionString}: ${minimum ?? '-'} to ${maximum ?? '-'}`,
  };
  const isSize = (size?: number) => size === undefined || (Number.isInteger(size) && size >= 0);
  return [
    {
      ...entry,
      code: 'ScheduleWithoutChange',
      when: minimum === undefined && maximum === undefined,
      allowed: 'a new minimum, a new maximum, or both',
      action: 'State what changes at that time',
    },
    {
      ...entry,
      code: 'ScheduleOutOfRange',
      when: !isSize(minimum) || !isSize(maximum) || (minimum ?? 0) > (maximum ?? Infinity),
      allowed: 'whole numbers, the minimum not above the maximum',
      action: 'Correct the sizes',
    },
  ];
}

function predictiveChecks(
  { load, target, lead, maximumBuffer }: Spec<'predictive'>,
  hasLoadBalancer: boolean,
): Check[] {
  const seconds = lead?.toSeconds({ integral: false }) ?? 0;
  const perRequests = load === LoadMetric.REQUESTS;
  return [
    {
      code: 'PredictiveWithoutLoadMetric',
      property: 'scaling predictive',
      when: !Object.values(LoadMetric).includes(load),
      value: load,
      allowed: 'LoadMetric.REQUESTS or LoadMetric.CPU',
      action: 'State what the forecast is made of',
    },
    perRequests ? positiveCheck('predictive', target) : percentCheck('predictive', target),
    loadBalancerCheck('predictive', perRequests && !hasLoadBalancer),
    {
      code: 'LeadOutOfRange',
      property: 'scaling predictive',
      when: seconds < 0 || seconds >= 3600,
      value: lead?.toString(),
      allowed: 'less than an hour',
      action: 'State how long a member takes to start',
    },
    {
      code: 'BufferOutOfRange',
      property: 'scaling predictive',
      when: maximumBuffer !== undefined && !(maximumBuffer >= 0 && maximumBuffer <= 100),
      value: maximumBuffer,
      allowed: '0 to 100 percent',
      action: 'State how far above the maximum a forecast may go',
    },
  ];
}

function stepChecks(steps: ScalingStep[]): Check[] {
  const ordered = [...steps].sort((a, b) => (a.lower ?? -Infinity) - (b.lower ?? -Infinity));
  return [
    {
      code: 'TooFewSteps',
      property: 'scaling step',
      when: steps.length < 2,
      value: steps,
      allowed: 'at least two steps',
      action: 'State what to add or remove in which range of the metric',
    },
    {
      code: 'StepWithoutBound',
      property: 'scaling step',
      when: steps.some(
        ({ lower, upper }) => !((lower ?? -Infinity) < (upper ?? Infinity)) || (lower ?? upper) === undefined,
      ),
      value: steps,
      allowed: 'steps with a lower bound, a higher upper bound, or both',
      action: 'Bound each step',
    },
    {
      code: 'StepsOverlap',
      property: 'scaling step',
      when: ordered.some(({ upper }, index) => (upper ?? -Infinity) > (ordered[index + 1]?.lower ?? Infinity)),
      value: steps,
      allowed: 'steps that end before the next begins',
      action: 'Separate the steps',
    },
  ];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
