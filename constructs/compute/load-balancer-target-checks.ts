import type { Duration } from 'aws-cdk-lib';
import { TargetGroupLoadBalancingAlgorithmType as Algorithm, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Check } from '../core/errors';
import type { LoadBalancerTarget } from './load-balancer-target';
import type { TargetSettings } from './load-balancer-target-settings';

/** Condition values of one listener rule. */
const VALUES_PER_RULE = 5;
const WEEK_SECONDS = 7 * 24 * 3600;

/** Everything that can be wrong with the settings of a target. */
export function targetChecks(props: TargetSettings): Check[] {
  return [...rangeChecks(props), ...combinationChecks(props), ...ruleChecks(props)];
}

/** Servers are registered as instances, tasks by their addresses. */
export function targetTypeCheck(needed: TargetType, target?: LoadBalancerTarget): Check {
  const name = needed === TargetType.IP ? 'TargetType.IP' : 'TargetType.INSTANCE';
  return {
    code: 'TargetTypeMismatch',
    property: 'target',
    when: target !== undefined && target._targetType !== needed,
    value: target?._targetType,
    allowed: `a target with ${name}`,
    action: `Add the target with \`targetType: ${name}\``,
  };
}

/** Whether a duration that may be left out is outside a range of seconds. */
export function isOutside(duration: Duration | undefined, minimum: number, maximum: number): boolean {
  if (!duration || duration.isUnresolved()) return false;
  const seconds = duration.toSeconds({ integral: false });
  return seconds < minimum || seconds > maximum;
}

function rangeChecks(props: TargetSettings): Check[] {
  const { slowStart, deregistrationDelay, stickiness } = props;
  return [
    {
      code: 'SlowStartOutOfRange',
      property: 'slowStart',
      when: isOutside(slowStart, 30, 900),
      value: slowStart?.toString(),
      allowed: '30 to 900 seconds',
      action: 'Choose a duration in this range, or leave it out to give a new member its full share at once',
    },
    {
      code: 'DeregistrationDelayOutOfRange',
      property: 'deregistrationDelay',
      when: isOutside(deregistrationDelay, 0, 3600),
      value: deregistrationDelay?.toString(),
      allowed: '0 to 3600 seconds',
      action: 'Choose a duration in this range: the time that the longest request takes',
    },
    {
      code: 'StickinessOutOfRange',
      property: 'stickiness',
      when: isOutside(stickiness?._duration, 1, WEEK_SECONDS),
      value: stickiness?._duration?.toString(),
      allowed: '1 second to 7 days',
      action: 'Choose a duration in this range',
    },
    {
      code: 'ReservedCookieName',
      property: 'stickiness',
      when: /^AWSALB/.test(stickiness?._cookieName ?? ''),
      value: stickiness?._cookieName,
      allowed: 'a name that does not start with AWSALB',
      action: 'Name a cookie of your application',
    },
  ];
}

function combinationChecks(props: TargetSettings): Check[] {
  const algorithm = props.algorithm?._type ?? Algorithm.ROUND_ROBIN;
  const sticky = props.stickiness?._duration !== undefined;
  return [
    {
      code: 'SlowStartNeedsRoundRobin',
      property: 'slowStart',
      when: props.slowStart !== undefined && algorithm !== Algorithm.ROUND_ROBIN,
      value: algorithm,
      allowed: 'BalancingAlgorithm.roundRobin()',
      action: 'Leave out `slowStart`, or balance by round robin',
    },
    {
      code: 'StickinessNotWithWeightedRandom',
      property: 'stickiness',
      when: sticky && algorithm === Algorithm.WEIGHTED_RANDOM,
      value: algorithm,
      allowed: 'BalancingAlgorithm.roundRobin() or BalancingAlgorithm.leastOutstandingRequests()',
      action: 'Leave out `stickiness`, or choose another algorithm',
    },
    {
      code: 'StickinessNeedsCrossZone',
      property: 'stickiness',
      when: sticky && props.crossZone === false,
      value: 'crossZone: false',
      allowed: 'cross-zone balancing',
      action: 'Leave out `stickiness`, or leave `crossZone` on',
    },
  ];
}

function ruleChecks({ paths = [], hosts = [], priority }: TargetSettings): Check[] {
  return [
    {
      code: 'TooManyConditions',
      property: 'paths',
      when: paths.length + hosts.length > VALUES_PER_RULE,
      value: [...paths, ...hosts],
      allowed: `at most ${VALUES_PER_RULE} paths and hosts together`,
      action: 'Use patterns such as /api/*, or split the target',
    },
    {
      code: 'PriorityOutOfRange',
      property: 'priority',
      when: priority !== undefined && !(Number.isInteger(priority) && priority >= 1 && priority <= 50000),
      value: priority,
      allowed: 'a whole number from 1 to 50000',
      action: 'Choose a priority in this range; the lowest that matches wins',
    },
  ];
}
