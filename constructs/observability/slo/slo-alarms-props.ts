import type { Duration } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { ServiceLevelObjective } from '../../core';
import type { ApplicationSignals } from './application-signals';
import type { BurnRateAlerts } from './burn-rate-alert';
import type { SloSource } from './slo-source';

/** Alarms on a service level objective. */
export interface SloAlarmsProps {
  /** What is promised: its availability and latency goals, over its window. */
  readonly objective: ServiceLevelObjective;
  /** Where the requests are counted. */
  readonly source: SloSource;
  /** Told when the budget burns so fast that somebody has to act at once. */
  readonly page: sns.ITopic;
  /** Told when the budget burns slowly but too fast, and when an alarm cannot be evaluated any more. */
  readonly ticket: sns.ITopic;
  /**
   * Which shares of the error budget raise an alarm, and how urgently.
   * @default - `BurnRateAlerts.standard()` for windows of more than two weeks, else `BurnRateAlerts.weekly()`
   */
  readonly alerts?: BurnRateAlerts;
  /**
   * The same for the latency goals. Goals of 93 percent and less cannot burn 14.4 times too fast.
   * @default - the same as `alerts`
   */
  readonly latencyAlerts?: BurnRateAlerts;
  /**
   * With less traffic a window is not judged: this times its minutes, but never fewer than 10 requests. 0 judges all.
   * @default 1
   */
  readonly minimumRequestsPerMinute?: number;
  /**
   * Fewer failed requests in a window raise no alarm, whatever their share.
   * @default 2
   */
  readonly minimumFailures?: number;
  /**
   * Pages when there was no request at all for so long: whole minutes, at most 7 days. A service that cannot be reached has
   * no errors, so its error budget does not tell.
   * @default - no alarm: many services have quiet hours
   */
  readonly noTrafficFor?: Duration;
  /**
   * The same objective in CloudWatch Application Signals, for workloads that it instruments.
   * @default ApplicationSignals.off()
   */
  readonly applicationSignals?: ApplicationSignals;
}
