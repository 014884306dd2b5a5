import type { Duration } from 'aws-cdk-lib';
import * as applicationsignals from 'aws-cdk-lib/aws-applicationsignals';
import type { Construct } from 'constructs';
import { type Check, validate } from '../../core/errors';
import type { LatencyGoal } from '../../core';
import type { SloIndicator } from './slo-indicator';

/** A service as Application Signals discovered it. */
export interface InstrumentedService {
  /** Name of the service. */
  readonly name: string;
  /** Where it runs, for example `eks:cluster/namespace` or `ecs:cluster`. */
  readonly environment: string;
  /**
   * One operation, for example `GET /orders`.
   * @default - all operations of the service
   */
  readonly operation?: string;
}

/**
 * Whether the objective is kept in CloudWatch Application Signals too, which shows attainment and burn rates of services
 * that it instruments. The alarms do not depend on it.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
 */
export class ApplicationSignals {
  /** Not kept there. */
  public static off(): ApplicationSignals {
    return new ApplicationSignals();
  }

  /** Kept there, for a service that Application Signals has discovered in this account and region. */
  public static service(service: InstrumentedService): ApplicationSignals {
    validate('ApplicationSignals.service', serviceChecks(service));
    return new ApplicationSignals(service);
  }

  private constructor(/** @internal */ public readonly _service?: InstrumentedService) {}
}

/** What Application Signals is told of one promise. */
export function signalsObjective(
  scope: Construct,
  service: InstrumentedService,
  indicator: SloIndicator,
  goal?: LatencyGoal,
): applicationsignals.CfnServiceLevelObjective {
  const operation = service.operation === undefined ? '' : ` ${service.operation}`;
  return new applicationsignals.CfnServiceLevelObjective(scope, `${indicator.name}Signals`, {
    name: `${service.name}${operation} ${indicator.name}`.replace(/[^-._0-9A-Za-z ]+/g, '-'),
    description: indicator.promise,
    requestBasedSli: { ...bound(goal), requestBasedSliMetric: sliMetric(service, goal) },
    goal: {
      attainmentGoal: Number((100 - indicator.errorBudget).toPrecision(12)),
      interval: { rollingInterval: rolling(indicator.window) },
    },
    burnRateConfigurations: lookBacks(indicator).map((lookBackWindowMinutes) => ({ lookBackWindowMinutes })),
  });
}

function sliMetric({ name, environment, operation }: InstrumentedService, goal?: LatencyGoal) {
  return {
    keyAttributes: { Type: 'Service', Name: name, Environment: environment },
    operationName: operation,
    metricType: goal ? 'LATENCY' : 'AVAILABILITY',
  };
}

function bound(goal?: LatencyGoal) {
  if (!goal) return {};
  return { metricThreshold: goal.threshold.toMilliseconds(), comparisonOperator: 'LessThanOrEqualTo' };
}

function rolling(window: Duration): applicationsignals.CfnServiceLevelObjective.RollingIntervalProperty {
  const days = window.toDays({ integral: false });
  return Number.isInteger(days)
    ? { duration: days, durationUnit: 'DAY' }
    : { duration: Math.ceil(window.toHours({ integral: false })), durationUnit: 'HOUR' };
}

/** What one objective takes. */
const MOST_LOOK_BACKS = 10;

/** @see https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_CreateServiceLevelObjective.html */
export function signalsChecks(indicator: SloIndicator, signals?: ApplicationSignals): Check[] {
  const windows = signals?._service ? lookBacks(indicator) : [];
  return [
    {
      code: 'TooManySignalsWindows',
      property: 'alerts',
      when: windows.length > MOST_LOOK_BACKS,
      value: windows.length,
      allowed: `alerts of ${indicator.name} with at most ${MOST_LOOK_BACKS} different windows`,
      action: 'Use fewer alerts, or leave Application Signals off',
    },
  ];
}

/** Windows of the alerts, in minutes, each once. */
function lookBacks({ _spec: { alerts } }: SloIndicator): number[] {
  const windows = alerts.alerts.flatMap(({ within, confirmedWithin }) => [confirmedWithin, within]);
  return [...new Set(windows.map((window) => window.toMinutes()))].sort((a, b) => a - b);
}

function serviceChecks({ name, environment }: InstrumentedService): Check[] {
  return Object.entries({ name, environment }).map(([property, value]) => ({
    code: 'SignalsServiceUnnamed',
    property,
    when: value.trim() === '',
    value,
    allowed: 'the name that Application Signals shows',
    action: 'Look it up under Services in the CloudWatch console',
  }));
}
