import type { Duration } from 'aws-cdk-lib';
import type { LatencyGoal, ServiceLevelObjective } from '../../core';
import { BurnRateAlerts } from './burn-rate-alert';
import { longName } from './duration-name';
import type { SloAlarmsProps } from './slo-alarms-props';
import { type IndicatorSpec, SloIndicator } from './slo-indicator';

/** The promises of an objective: its availability, and each of its latency goals. */
export interface SloIndicators {
  readonly availability: SloIndicator;
  readonly latency: SloIndicator[];
}

export function indicatorsOf(props: SloAlarmsProps): SloIndicators {
  const { objective, source } = props;
  const alerts = props.alerts ?? BurnRateAlerts._for(objective.window);
  const guard = { requestsPerMinute: props.minimumRequestsPerMinute ?? 1, failures: props.minimumFailures ?? 2 };
  const common = { window: objective.window, guard };
  const goals = source._latency ? objective.latency : [];
  return {
    availability: SloIndicator._of({ ...common, ...availability(objective), alerts, counts: source._requests() }),
    latency: goals.map((goal) => {
      const counts = source._latency!(goal.threshold);
      return SloIndicator._of({
        ...common,
        ...latency(goal, objective.window),
        alerts: props.latencyAlerts ?? alerts,
        counts,
      });
    }),
  };
}

type Budgeted = Pick<IndicatorSpec, 'name' | 'promise' | 'errorBudget'>;

/** Of two promises about failed requests the stricter one is watched. */
function availability({ errorBudget, errorRate, window }: ServiceLevelObjective): Budgeted {
  const budget = Math.min(errorBudget, errorRate);
  const promise = `at most ${budget} percent of the requests of ${longName(window)} fail`;
  return { name: 'Availability', promise, errorBudget: budget };
}

function latency({ percentile, threshold }: LatencyGoal, window: Duration): Budgeted {
  const budget = Number((100 - percentile).toPrecision(12));
  const slow = `take longer than ${threshold.toMilliseconds()} ms`;
  const promise = `at most ${budget} percent of the requests of ${longName(window)} ${slow}`;
  return { name: `LatencyP${String(percentile).replace('.', '_')}`, promise, errorBudget: budget };
}
