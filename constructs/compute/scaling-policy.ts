import type { Duration } from 'aws-cdk-lib';
import type { Schedule } from 'aws-cdk-lib/aws-autoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';

/** A capacity that holds from a point in time on. */
export interface ScheduleOptions {
  /** When: a cron expression in UTC unless `timeZone` says otherwise. */
  readonly at: Schedule;
  /**
   * Time zone of the schedule, for example `Europe/Berlin`.
   * @default - UTC
   */
  readonly timeZone?: string;
  /**
   * New minimum.
   * @default - unchanged
   */
  readonly minimum?: number;
  /**
   * New maximum.
   * @default - unchanged
   */
  readonly maximum?: number;
}

/** What a forecast is made of. */
export enum LoadMetric {
  /** Requests that the load balancer passes to the targets. */
  REQUESTS = 'requests',
  /** CPU of all members together. */
  CPU = 'cpu',
}

/** Capacity from a forecast of at least one day of history, refreshed from up to 14 days. */
export interface PredictiveOptions {
  /** What the forecast is made of. */
  readonly load: LoadMetric;
  /** The load per member to aim for: requests per target and minute, or percent CPU. */
  readonly target: number;
  /**
   * Whether the forecast changes capacity, or is only shown. Look at it for a while before you act on it.
   * @default false
   */
  readonly act?: boolean;
  /**
   * How long before the forecast load the capacity is started.
   * @default - 5 minutes
   */
  readonly lead?: Duration;
  /**
   * How far above the maximum a forecast may go, in percent.
   * @default - not above the maximum
   */
  readonly maximumBuffer?: number;
}

/** Scaling on a metric of your own: custom or business. */
export interface CustomMetricOptions {
  /** Name of the policy; part of its construct id. */
  readonly name: string;
  /** A metric that falls when members are added: load per member, or utilization. */
  readonly metric: cloudwatch.IMetric;
  /** Value to keep the metric at. */
  readonly target: number;
}

/** One step: how many members to add or remove within a range of the metric. */
export interface ScalingStep {
  /**
   * Lower bound of the metric.
   * @default - none
   */
  readonly lower?: number;
  /**
   * Upper bound of the metric.
   * @default - none
   */
  readonly upper?: number;
  /** Members to add; negative removes. */
  readonly change: number;
}

/** Scaling in steps on the size of a breach. */
export interface StepOptions {
  /** Name of the policy; part of its construct id. */
  readonly name: string;
  /** The metric. */
  readonly metric: cloudwatch.IMetric;
  /** At least two steps. */
  readonly steps: ScalingStep[];
  /**
   * Periods that must breach before a step is taken.
   * @default 1
   */
  readonly evaluationPeriods?: number;
}

/** A policy by its kind, for the interpreters of fleets and services. */
export type ScalingSpec =
  | { readonly kind: 'cpu' | 'memory' | 'requests'; readonly target: number }
  | { readonly kind: 'backlog'; readonly perMember: number; readonly queue: sqs.IQueue }
  | ({ readonly kind: 'metric' } & CustomMetricOptions)
  | ({ readonly kind: 'schedule' } & ScheduleOptions)
  | ({ readonly kind: 'predictive' } & PredictiveOptions)
  | ({ readonly kind: 'step' } & StepOptions);

/**
 * One reason to change the number of members of a fleet or service. Give a list: the policy that asks for most wins, so
 * combine current load, forecast, calendar and business metrics freely.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export class ScalingPolicy {
  /** Keeps the average CPU at a percentage: above 0, at most 100. */
  public static cpu(percent: number): ScalingPolicy {
    return new ScalingPolicy({ kind: 'cpu', target: percent });
  }

  /** Keeps the average memory at a percentage. Instances report it only with the CloudWatch agent; tasks always do. */
  public static memory(percent: number): ScalingPolicy {
    return new ScalingPolicy({ kind: 'memory', target: percent });
  }

  /** Keeps the requests per target and minute. Needs a load balancer. */
  public static requests(perTargetAndMinute: number): ScalingPolicy {
    return new ScalingPolicy({ kind: 'requests', target: perTargetAndMinute });
  }

  /** Keeps the visible messages per running member: the longest acceptable delay divided by the time per message. */
  public static backlog(queue: sqs.IQueue, messagesPerMember: number): ScalingPolicy {
    return new ScalingPolicy({ kind: 'backlog', perMember: messagesPerMember, queue });
  }

  /** Keeps a metric of your own at a value. */
  public static metric(options: CustomMetricOptions): ScalingPolicy {
    return new ScalingPolicy({ kind: 'metric', ...options });
  }

  /** Changes minimum and maximum by the calendar. */
  public static schedule(options: ScheduleOptions): ScalingPolicy {
    return new ScalingPolicy({ kind: 'schedule', ...options });
  }

  /** Starts capacity before the forecast load arrives. */
  public static predictive(options: PredictiveOptions): ScalingPolicy {
    return new ScalingPolicy({ kind: 'predictive', ...options });
  }

  /** Adds and removes members in steps. */
  public static step(options: StepOptions): ScalingPolicy {
    return new ScalingPolicy({ kind: 'step', ...options });
  }

  private constructor(
    /** @internal */
    public readonly _spec: ScalingSpec,
  ) {}
}
