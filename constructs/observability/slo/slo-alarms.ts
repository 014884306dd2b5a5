import { Validations } from 'aws-cdk-lib';
import type * as applicationsignals from 'aws-cdk-lib/aws-applicationsignals';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ServiceLevelObjective } from '../../core';
import { validate } from '../../core/errors';
import type { BurnRateAlert } from './burn-rate-alert';
import { signalsChecks, signalsObjective } from './application-signals';
import { indicatorChecks, regionCheck, sloAlarmsChecks } from './slo-alarms-checks';
import type { SloAlarmsProps } from './slo-alarms-props';
import type { SloIndicator } from './slo-indicator';
import { indicatorsOf } from './slo-indicators';
import { burnRateAlarm, noTrafficAlarm } from './window-alarms';

/** For those who read the assembly without running this code. */
function noteOf({ availability, window, allowedDowntime }: ServiceLevelObjective) {
  return {
    availabilityPercent: availability,
    windowDays: window.toDays({ integral: false }),
    budgetMinutes: allowedDowntime.toMinutes({ integral: false }),
  };
}

const seconds = ({ confirmedWithin }: BurnRateAlert) => confirmedWithin.toSeconds();

/** Below it an alert goes off although the budget would outlast its window by more than a tenth. */
const SUSTAINABLE = 0.9;

/**
 * Alarms that go off when a service uses up its error budget too fast: soon for an outage, late for a trickle of errors,
 * and not at all for a rate that the objective allows. Each alert needs the burn over a long window (it matters) and over
 * a short one (it still goes on).
 *
 * Survives quiet hours (too few requests are not judged) and sparse metrics (no data is no error). Does not notice that no
 * requests arrive at all, unless `noTrafficFor` is given, and not an outage of CloudWatch in this region. Alarms live in
 * the region of their metrics: one `SloAlarms` per region.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export class SloAlarms extends Construct {
  /** What is watched. */
  public readonly objective: ServiceLevelObjective;
  /** The share of failed requests. */
  public readonly availability: SloIndicator;
  /** The share of slow requests, for each latency goal. */
  public readonly latency: SloIndicator[];
  /** One alarm per promise and alert, that pages or files a ticket. */
  public readonly alarms: cloudwatch.CompositeAlarm[] = [];
  /** The long and short windows that the alarms combine. */
  public readonly windowAlarms: cloudwatch.Alarm[] = [];
  /**
   * For what has to stop at once when users suffer (experiments, practice runs, deployments): of each promise the short
   * window of its most urgent alert, which is over the limit minutes after a failure begins.
   */
  public readonly stopAlarms: cloudwatch.Alarm[] = [];
  /** Goes off when no requests arrive; with `noTrafficFor`. */
  public readonly noTrafficAlarm?: cloudwatch.Alarm;
  /** The promises in Application Signals; with `applicationSignals`. */
  public readonly signals: applicationsignals.CfnServiceLevelObjective[];

  constructor(scope: Construct, id: string, props: SloAlarmsProps) {
    super(scope, id);
    const { availability, latency } = indicatorsOf(props);
    const indicators = [availability, ...latency];
    this.check(props, indicators);
    this.objective = props.objective;
    this.availability = availability;
    this.latency = latency;
    indicators.forEach((indicator) => this.watch(indicator, props));
    if (props.noTrafficFor) {
      this.noTrafficAlarm = noTrafficAlarm(this, availability._spec.counts.total, props.noTrafficFor, props);
    }
    this.signals = this.tellSignals(props);
    this.node.addMetadata('cdk-nines:objective', noteOf(props.objective));
  }

  private check(props: SloAlarmsProps, indicators: SloIndicator[]): void {
    const metrics = indicators.flatMap(({ _spec: { counts } }) => [counts.total, counts.failed]);
    validate(this, [
      ...sloAlarmsChecks(props),
      ...indicators.flatMap((indicator) => indicatorChecks(indicator, props.objective)),
      ...indicators.flatMap((indicator) => signalsChecks(indicator, props.applicationSignals)),
      regionCheck(this, metrics),
    ]);
  }

  private watch(indicator: SloIndicator, props: SloAlarmsProps): void {
    const { alerts } = indicator._spec.alerts;
    const made = alerts.map((alert) => burnRateAlarm(this, indicator, alert, props));
    this.alarms.push(...made.map(({ alarm }) => alarm));
    this.windowAlarms.push(...made.flatMap(({ windows }) => windows));
    const shortest = alerts.reduce((one, other) => (seconds(other) < seconds(one) ? other : one));
    this.stopAlarms.push(made[alerts.indexOf(shortest)].windows[1]);
    this.warnOfNeedlessAlerts(indicator);
  }

  private tellSignals({
    applicationSignals,
    objective,
  }: SloAlarmsProps): applicationsignals.CfnServiceLevelObjective[] {
    const service = applicationSignals?._service;
    if (!service) return [];
    return [
      signalsObjective(this, service, this.availability),
      ...this.latency.map((indicator, goal) => signalsObjective(this, service, indicator, objective.latency[goal])),
    ];
  }

  private warnOfNeedlessAlerts(indicator: SloIndicator): void {
    const needless = indicator._spec.alerts.alerts.filter((alert) => indicator.burnRateAt(alert) < SUSTAINABLE);
    if (needless.length === 0) return;
    const rates = needless.map((alert) => `${alert.name} at ${indicator.burnRateAt(alert)}`).join(', ');
    const message = `${indicator.name}: ${rates} times the rate at which the budget lasts exactly for the window.`;
    const action = 'Such an alert goes off although the objective will be met: let it wait for a larger share.';
    Validations.of(this).addWarning('cdk-nines::AlertBelowSustainableRate', `${message} ${action}`);
  }
}
