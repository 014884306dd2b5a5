import { regionOf } from '../dashboards/signal-metric';
import type { SignalSpec } from '../dashboards/signal-spec';
import type { ZonalHealth } from './zonal-health';
import { zoneMetrics } from './zonal-health-judgement';

/** The zones of a tier against each other. */
export function zonalSpec(health: ZonalHealth, name = health.node.id): SignalSpec {
  const zones = health.zones.map((zone) => zoneMetrics(health._target, zone));
  const { alarms, anyZone } = health;
  return {
    name,
    place: regionOf(health),
    panels: [
      { title: 'Traffic by zone', unit: 'requests a minute', left: zones.map(({ requests }) => requests) },
      {
        title: 'Errors by zone: members (left), load balancer (right)',
        unit: 'answers a minute',
        left: zones.map(({ failedByMembers }) => failedByMembers),
        rightUnit: 'answers a minute',
        right: zones.map(({ failedByBalancer }) => failedByBalancer),
      },
      { title: 'Latency by zone, mean', unit: 'seconds', left: zones.map(({ latency }) => latency) },
      { title: 'Unhealthy members by zone', unit: 'members', left: zones.map(({ unhealthy }) => unhealthy) },
    ],
    alarms: [...Object.values(alarms), anyZone],
  };
}
