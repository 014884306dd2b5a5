import type { Check } from '../../core/errors';
import type { ScalingSettings } from './replica-scaling-settings';

/** What can be wrong with the loads that add and remove. */
export function loadChecks({ high, low }: ScalingSettings, fixed: number): Check[] {
  const paired = (high.connections === undefined) === (low.connections === undefined);
  return [
    {
      code: 'CpuPercentOutOfRange',
      property: 'highCpuPercent, lowCpuPercent',
      when: ![high.cpuPercent, low.cpuPercent].every((percent) => percent > 0 && percent <= 100),
      value: [high.cpuPercent, low.cpuPercent],
      allowed: 'above 0, at most 100',
      action: 'State the average CPU of the replicas',
    },
    {
      code: 'ConnectionThresholdMissing',
      property: 'highConnections, lowConnections',
      when: !paired || [high, low].some(({ connections = 1 }) => !(connections > 0)),
      value: [high.connections, low.connections],
      allowed: 'both above 0, or none of them',
      action: 'State when replicas are added and when one is removed',
    },
    contradiction('highCpuPercent, lowCpuPercent', [high.cpuPercent, low.cpuPercent], fixed),
    ...(paired && high.connections !== undefined
      ? [contradiction('highConnections, lowConnections', [high.connections, low.connections!], fixed)]
      : []),
  ];
}

/** The others take over what a removed replica carried: the fewer there are, the more each of them gets. */
function contradiction(property: string, [high, low]: number[], fixed: number): Check {
  const limit = (high * fixed) / (fixed + 1);
  return {
    code: 'ThresholdsContradict',
    property,
    when: !(low < limit),
    value: [high, low],
    allowed: `low below ${Math.round(limit * 10) / 10}: without one of ${fixed + 1} replicas the load stays below high`,
    action: 'Move the two apart, or a replica would be removed and added again and again',
  };
}
