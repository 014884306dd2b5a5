import { Duration } from 'aws-cdk-lib';
import { type Check, validate } from './errors';

/** A latency that a share of the requests must meet. */
export interface LatencyGoal {
  /** Percentile of the requests, above 0 and below 100: 99 means p99. */
  readonly percentile: number;
  /** The latency that this share of the requests does not exceed. */
  readonly threshold: Duration;
}

/** What a service promises itself, and optionally what it promised its customers. */
export interface ServiceLevelObjectiveProps {
  /** Share of time or of requests that succeed, in percent: above 0 and below 100. */
  readonly availability: number;
  /**
   * Latency goals.
   * @default - no latency goal
   */
  readonly latency?: LatencyGoal[];
  /**
   * Highest share of failed requests, in percent.
   * @default - what the availability leaves: 100 minus `availability`
   */
  readonly errorRate?: number;
  /**
   * The period over which the objective is measured.
   * @default - 30 days
   */
  readonly window?: Duration;
  /**
   * Availability of the contract with the customer, in percent. The objective has to be stricter.
   * @default - no contract
   */
  readonly sla?: number;
}

/**
 * A service level objective: the one value from which alarms, scaling, backups and failover follow.
 *
 * Creates no AWS resources. Fails on an availability of 100 % (there is no error budget left to run on) and on an
 * objective that is not stricter than its SLA (the team would learn of a breach from its customers).
 */
export class ServiceLevelObjective {
  /** Availability in percent. */
  public readonly availability: number;
  /** Latency goals, by ascending percentile. */
  public readonly latency: LatencyGoal[];
  /** Highest share of failed requests, in percent. */
  public readonly errorRate: number;
  /** The measuring period. */
  public readonly window: Duration;
  /** Availability of the contract, in percent, if there is one. */
  public readonly sla?: number;

  constructor(props: ServiceLevelObjectiveProps) {
    validate('ServiceLevelObjective', checks(props));
    this.availability = props.availability;
    this.latency = [...(props.latency ?? [])].sort((a, b) => a.percentile - b.percentile);
    this.errorRate = props.errorRate ?? remainder(props.availability);
    this.window = props.window ?? Duration.days(30);
    this.sla = props.sla;
  }

  /** Share of the window, or of its requests, that may fail, in percent: 0.05 for 99.95 %. */
  public get errorBudget(): number {
    return remainder(this.availability);
  }

  /** Time that may be lost in one window: 21.6 minutes for 99.95 % of 30 days. */
  public get allowedDowntime(): Duration {
    return downtime(this.errorBudget, this.window);
  }

  /** Time that may be lost in a year of 365 days: 5.256 minutes for 99.999 %. */
  public get allowedDowntimePerYear(): Duration {
    return downtime(this.errorBudget, Duration.days(365));
  }
}

function checks(props: ServiceLevelObjectiveProps): Check[] {
  const { availability, sla, errorRate } = props;
  return [
    {
      code: 'AvailabilityOutOfRange',
      property: 'availability',
      when: !isOpenPercentage(availability),
      value: availability,
      allowed: 'above 0 and below 100 percent',
      action: 'State an availability that leaves an error budget, for example 99.95',
    },
    {
      code: 'ObjectiveWeakerThanAgreement',
      property: 'availability',
      when: sla !== undefined && isOpenPercentage(sla) && availability <= sla,
      value: availability,
      allowed: `above the SLA of ${sla} percent`,
      action: 'Raise the objective or lower the SLA, so that the team notices before the customer does',
    },
    {
      code: 'AgreementOutOfRange',
      property: 'sla',
      when: sla !== undefined && !isOpenPercentage(sla),
      value: sla,
      allowed: 'above 0 and below 100 percent',
      action: 'State the availability of the contract in percent',
    },
    {
      code: 'ErrorRateOutOfRange',
      property: 'errorRate',
      when: errorRate !== undefined && !isOpenPercentage(errorRate),
      value: errorRate,
      allowed: 'above 0 and below 100 percent',
      action: 'State the highest share of failed requests in percent, for example 0.05',
    },
    {
      code: 'WindowTooShort',
      property: 'window',
      when: props.window !== undefined && props.window.toHours({ integral: false }) < 1,
      value: props.window?.toString(),
      allowed: 'at least 1 hour',
      action: 'Measure over a longer window, for example Duration.days(30)',
    },
    ...(props.latency ?? []).flatMap(latencyChecks),
  ];
}

function latencyChecks(goal: LatencyGoal, index: number): Check[] {
  return [
    {
      code: 'PercentileOutOfRange',
      property: `latency[${index}].percentile`,
      when: !isOpenPercentage(goal.percentile),
      value: goal.percentile,
      allowed: 'above 0 and below 100',
      action: 'State a percentile such as 50, 95 or 99',
    },
    {
      code: 'LatencyNotPositive',
      property: `latency[${index}].threshold`,
      when: goal.threshold.toMilliseconds() <= 0,
      value: goal.threshold.toString(),
      allowed: 'more than 0 milliseconds',
      action: 'State the latency that the requests must meet',
    },
  ];
}

function isOpenPercentage(value: number): boolean {
  return Number.isFinite(value) && value > 0 && value < 100;
}

/** 100 minus a percentage without binary noise: 0.05, not 0.04999999999999716. */
function remainder(percent: number): number {
  return Number((100 - percent).toPrecision(12)) || 0;
}

function downtime(budgetPercent: number, window: Duration): Duration {
  return Duration.millis(Math.round((budgetPercent / 100) * window.toMilliseconds()));
}
