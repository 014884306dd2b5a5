import type { Check } from '../../core/errors';
import type { CacheHitAlarmProps } from './cache-hit-alarm';

/** Everything that can be wrong with an alarm on a hit rate, whatever has it. */
export function cacheHitChecks(props: CacheHitAlarmProps): Check[] {
  const { minimumHitRate: rate = 80, minimumRequestsPerMinute: requests = 60, evaluationPeriods: periods = 3 } = props;
  return [
    {
      code: 'HitRateOutOfRange',
      property: 'minimumHitRate',
      when: !(rate > 0 && rate <= 100),
      value: rate,
      allowed: 'above 0 and at most 100 percent',
      action: 'State the hit rate for which the database behind the cache was sized',
    },
    {
      code: 'TrafficGuardOutOfRange',
      property: 'minimumRequestsPerMinute',
      when: !(requests >= 0),
      value: requests,
      allowed: '0 or more',
      action: 'State how many reads a minute it takes to judge the rate',
    },
    {
      code: 'EvaluationPeriodsOutOfRange',
      property: 'evaluationPeriods',
      when: !Number.isInteger(periods) || periods < 1 || periods > 288,
      value: periods,
      allowed: 'a whole number from 1 to 288: a day',
      action: 'State for how many periods of 5 minutes the rate has to be too low',
    },
  ];
}
