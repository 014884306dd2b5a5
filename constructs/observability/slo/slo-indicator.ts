import { type Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { alertThreshold, type BudgetedObjective, burnRateFactor } from './burn-rate';
import type { BurnRateAlert, BurnRateAlerts } from './burn-rate-alert';
import type { RequestCounts } from './request-counts';

/** How little traffic says nothing. */
export interface TrafficGuard {
  readonly requestsPerMinute: number;
  readonly failures: number;
}

/** What an indicator is made of. */
export interface IndicatorSpec {
  readonly name: string;
  readonly promise: string;
  readonly errorBudget: number;
  readonly window: Duration;
  readonly alerts: BurnRateAlerts;
  readonly counts: RequestCounts;
  readonly guard: TrafficGuard;
}

/** A window is not judged by fewer requests than these, however short it is. */
const FEWEST_REQUESTS = 10;

/**
 * One promise of an objective and how it is kept: the share of requests that broke it, as metrics over any time for
 * dashboards and further alarms. Made by `SloAlarms`.
 */
export class SloIndicator {
  /** @internal */
  public static _of(spec: IndicatorSpec): SloIndicator {
    return new SloIndicator(spec, spec.name, spec.promise, spec.errorBudget, spec.window);
  }

  private constructor(
    /** @internal */ public readonly _spec: IndicatorSpec,
    /** `Availability`, or `LatencyP99`. */
    public readonly name: string,
    /** The promise in words. */
    public readonly promise: string,
    /** Share of the requests that may break the promise, in percent. */
    public readonly errorBudget: number,
    /** The time for which the budget is meant. */
    public readonly window: Duration,
  ) {}

  /** Share of the requests that broke the promise, from 0 to 1; 0 when there were too few to say. */
  public errorRatio(period: Duration): cloudwatch.MathExpression {
    const { total, failed } = this._spec.counts;
    // Half a request below the limit: counts that come from a percentage are not whole numbers.
    const guard = `sloTotal < ${this.minimumRequests(period)} OR sloFailed < ${this._spec.guard.failures - 0.5}`;
    return new cloudwatch.MathExpression({
      expression: `IF(${guard}, 0, sloFailed / sloTotal)`,
      usingMetrics: { sloTotal: total, sloFailed: failed },
      period,
      label: `${this.name}: error ratio`,
    });
  }

  /** How many times faster than evenly the budget is used up: at 1 it lasts exactly for the window. */
  public burnRate(period: Duration): cloudwatch.MathExpression {
    return this.derived(period, `sloRatio * 100 / ${this.errorBudget}`, 'burn rate');
  }

  /** Share of the budget of a window that was used up in this time, in percent. */
  public budgetUsed(period: Duration): cloudwatch.MathExpression {
    const perRatio = burnRateFactor({ budgetPercent: 100, alertSeconds: this.window.toSeconds() }, period.toSeconds());
    return this.derived(period, `sloRatio * 10000 / ${this.errorBudget} * ${perRatio}`, 'error budget used, percent');
  }

  /** Burn rate from which on an alert goes off. */
  public burnRateAt(alert: BurnRateAlert): number {
    return burnRateFactor(budgetAlert(alert), this.window.toSeconds());
  }

  /** Share of failed requests, from 0 to 1, from which on an alert goes off. */
  public errorRatioAt(alert: BurnRateAlert): number {
    const objective: BudgetedObjective = {
      errorBudgetPercent: this.errorBudget,
      windowSeconds: this.window.toSeconds(),
    };
    return alertThreshold(budgetAlert(alert), objective);
  }

  /** Requests without which a time of this length is not judged. */
  public minimumRequests(period: Duration): number {
    const perMinute = this._spec.guard.requestsPerMinute;
    return perMinute === 0 ? 1 : Math.max(FEWEST_REQUESTS, Math.ceil(perMinute * period.toMinutes()));
  }

  private derived(period: Duration, expression: string, label: string): cloudwatch.MathExpression {
    const usingMetrics = { sloRatio: this.errorRatio(period) };
    return new cloudwatch.MathExpression({ expression, usingMetrics, period, label: `${this.name}: ${label}` });
  }
}

function budgetAlert({ budgetPercent, within }: BurnRateAlert): { budgetPercent: number; alertSeconds: number } {
  return { budgetPercent, alertSeconds: within.toSeconds() };
}
