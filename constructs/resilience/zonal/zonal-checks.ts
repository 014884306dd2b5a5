import type { Check } from '../../core/errors';
import type { ZonalAutoshiftProps } from './zonal-autoshift';

/** @see https://docs.aws.amazon.com/arc-zonal-shift/latest/api/API_CreatePracticeRunConfiguration.html */
const MOST_BLOCKED = 15;

/** Everything that can be wrong with an autoshift; attributes are undefined where they cannot be seen. */
export function autoshiftChecks(
  props: ZonalAutoshiftProps,
  attributes: Map<string, string> | undefined,
  foreignAlarms: string[],
): Check[] {
  const { blockedWindows = [], blockedDates = [] } = props;
  const badDates = blockedDates.filter((date) => Number.isNaN(Date.parse(`${date}T00:00:00Z`)) || date.length !== 10);
  return [
    {
      code: 'AlarmInOtherRegion',
      property: 'outcomeAlarm, blockingAlarm',
      when: foreignAlarms.length > 0,
      value: foreignAlarms,
      allowed: 'alarms of the region of the load balancer',
      action: 'Use alarms of this region',
    },
    {
      code: 'ZonalShiftDisabled',
      property: 'alb',
      when: attributes !== undefined && attributes.get('zonal_shift.config.enabled') !== 'true',
      value: attributes?.get('zonal_shift.config.enabled') ?? 'not set',
      allowed: 'the attribute zonal_shift.config.enabled with the value true',
      action: 'Leave `zonalShift` of LoadBalancer on, or set the attribute',
    },
    {
      code: 'TooManyBlockedTimes',
      property: 'blockedWindows, blockedDates',
      when: blockedWindows.length > MOST_BLOCKED || blockedDates.length > MOST_BLOCKED,
      value: [blockedWindows.length, blockedDates.length],
      allowed: `at most ${MOST_BLOCKED} of each`,
      action: 'Block fewer and longer times',
    },
    {
      code: 'BlockedDateInvalid',
      property: 'blockedDates',
      when: badDates.length > 0,
      value: badDates,
      allowed: 'dates as YYYY-MM-DD',
      action: 'Correct the dates',
    },
  ];
}
