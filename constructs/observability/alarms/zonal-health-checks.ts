import type { Check } from '../../core/errors';
import type { ZonalHealthProps } from './zonal-health';

/** Everything that can be wrong with the comparison of zones. */
export function zonalHealthChecks(props: ZonalHealthProps, zones: string[]): Check[] {
  return [
    {
      code: 'TooFewZonesToCompare',
      property: 'zones',
      when: new Set(zones).size < 2 || new Set(zones).size < zones.length,
      value: zones,
      allowed: 'two zones or more, each once',
      action: 'Name the zones of the load balancer',
    },
    ...limitChecks(props),
  ];
}

function limitChecks(props: ZonalHealthProps): Check[] {
  const { minimumRequestsPerMinute = 60, outlierFactor = 3, minimumFailedPercent = 1, minutesToAlarm = 3 } = props;
  const { unhealthyPercent = 50 } = props;
  const isPercent = (value: number) => value > 0 && value <= 100;
  return [
    {
      code: 'TrafficGuardOutOfRange',
      property: 'minimumRequestsPerMinute',
      when: !(minimumRequestsPerMinute >= 0),
      value: minimumRequestsPerMinute,
      allowed: '0 or more',
      action: 'State how many requests a minute it takes to judge a zone',
    },
    {
      code: 'OutlierFactorOutOfRange',
      property: 'outlierFactor',
      when: !(outlierFactor > 1),
      value: outlierFactor,
      allowed: 'above 1',
      action: 'State how many times as bad as the others a zone has to be',
    },
    {
      code: 'OutlierPercentOutOfRange',
      property: 'minimumFailedPercent, unhealthyPercent',
      when: !isPercent(minimumFailedPercent) || !isPercent(unhealthyPercent),
      value: [minimumFailedPercent, unhealthyPercent],
      allowed: 'above 0 and at most 100 percent',
      action: 'State from which share on a zone can be an outlier',
    },
    {
      code: 'MinutesToAlarmOutOfRange',
      property: 'minutesToAlarm',
      when: !Number.isInteger(minutesToAlarm) || minutesToAlarm < 1 || minutesToAlarm > 60,
      value: minutesToAlarm,
      allowed: 'a whole number from 1 to 60',
      action: 'State for how many minutes a zone has to be an outlier',
    },
  ];
}
