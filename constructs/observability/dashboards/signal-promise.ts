import { Duration } from 'aws-cdk-lib';
import type { HorizontalAnnotation, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlertSeverity } from '../slo/burn-rate-alert';
import type { BusinessMetric } from '../business-metric';
import { longName } from '../slo/duration-name';
import { MINUTE, placed, regionOf } from './signal-metric';
import type { Panel } from './signal-panel';
import { SignalPart, type SignalSpec } from './signal-spec';
import type { SloAlarms } from '../slo/slo-alarms';
import type { SloIndicator } from '../slo/slo-indicator';

/** How much of the error budget is gone, and how fast it goes. */
export function objectiveSpec(slo: SloAlarms, name = slo.node.id): SignalSpec {
  const indicators = [slo.availability, ...slo.latency];
  return {
    name,
    place: regionOf(slo),
    part: SignalPart.OBJECTIVES,
    panels: indicators.flatMap((indicator) => [budget(indicator), burn(indicator)]),
    alarms: [...slo.alarms, ...(slo.noTrafficAlarm ? [slo.noTrafficAlarm] : [])],
  };
}

function budget(indicator: SloIndicator): Panel {
  return {
    title: `${indicator.name}: error budget of ${longName(indicator.window)} used`,
    unit: 'percent',
    left: [indicator.budgetUsed(indicator.window)],
    over: indicator.window,
  };
}

/** The burn of an hour decides, that of five minutes tells whether it goes on. Above a limit somebody is paged. */
function burn(indicator: SloIndicator): Panel {
  const times = [Duration.hours(1), Duration.minutes(5)];
  return {
    title: `${indicator.name}: burn rate`,
    unit: 'times the sustainable rate',
    left: times.map((time) => relabelled(indicator.burnRate(time), `over ${longName(time)}`)),
    limits: pages(indicator),
  };
}

function relabelled(burnRate: ReturnType<SloIndicator['burnRate']>, label: string): IMetric {
  return burnRate.with({ label });
}

function pages(indicator: SloIndicator): HorizontalAnnotation[] {
  const { alerts } = indicator._spec.alerts;
  return alerts
    .filter(({ severity }) => severity === AlertSeverity.PAGE)
    .map((alert) => ({ value: indicator.burnRateAt(alert), label: alert.name }));
}

/** A number that the business lives by, minute by minute. */
export function businessSpec(metric: BusinessMetric, name = metric.metricName, region?: string): SignalSpec {
  const perMinute = placed(metric.metric({ period: MINUTE, label: metric.metricName }), region);
  return {
    name,
    place: region,
    part: SignalPart.BUSINESS,
    panels: [{ title: metric.metricName, unit: `${metric.unit.toLowerCase()} a minute`, left: [perMinute] }],
    alarms: [],
  };
}
