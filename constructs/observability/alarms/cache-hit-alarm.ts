import { Duration, Validations } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import { cacheHitChecks } from './cache-hit-alarm-checks';
import type { CacheHitSource, HitRatePart } from './cache-hit-alarm-source';
import { regionCheck } from '../slo/slo-alarms-checks';

/** An alarm on a cache that finds too little. */
export interface CacheHitAlarmProps {
  /** What has a hit rate. */
  readonly source: CacheHitSource;
  /** Told when the hit rate is too low. */
  readonly notifications: sns.ITopic;
  /**
   * Share of the reads, in percent, that have to find something: above 0, at most 100. What stands behind the cache has to
   * carry the rest.
   * @default 80
   */
  readonly minimumHitRate?: number;
  /**
   * With fewer reads a minute the rate says nothing: a few misses would be a catastrophe.
   * @default 60
   */
  readonly minimumRequestsPerMinute?: number;
  /**
   * For how long the rate has to be too low, in periods of 5 minutes. A cache that was just emptied needs time to fill.
   * @default 3
   */
  readonly evaluationPeriods?: number;
  /**
   * Whether the additional metrics of a distribution, which CloudFront charges for, are switched on here. A distribution
   * takes one subscription: say false if it has one that is not seen here.
   * @default - true for a distribution that does not publish them already
   */
  readonly publishAdditionalMetrics?: boolean;
}

const PERIOD = Duration.minutes(5);

/**
 * An alarm that goes off when too few reads are answered from a cache, because then the load on what stands behind it grows
 * to a multiple of what it was made for.
 *
 * Survives quiet hours: with few reads nothing is judged. A cache with more than five nodes has an alarm for every five,
 * because an alarm reads ten metrics, and one above them that tells. Nodes that scaling adds later are not watched.
 */
export class CacheHitAlarm extends Construct {
  /** Goes off when the hit rate, of all nodes or of a part of them, is too low. */
  public readonly alarm: cloudwatch.AlarmBase;
  /** The alarms below it, one for every five nodes; if there is only one it is the alarm itself. */
  public readonly parts: cloudwatch.Alarm[];
  /** What switches the additional metrics of the distribution on, if that is done here. */
  public readonly subscription?: cloudfront.CfnMonitoringSubscription;

  constructor(scope: Construct, id: string, props: CacheHitAlarmProps) {
    super(scope, id);
    const { parts, checks } = props.source._spec;
    const metrics = parts.flatMap((part) => Object.values(part.metrics));
    validate(this, [...cacheHitChecks(props), ...checks, regionCheck(this, metrics)]);
    this.subscription = this.subscribe(props);
    this.parts = parts.map((part, index) =>
      this.judge(part, parts.length === 1 ? 'Alarm' : `Nodes${index + 1}`, props),
    );
    this.alarm = this.parts.length === 1 ? this.parts[0] : this.anyOf(props);
    this.tell(props.notifications);
    this.warnOfScaling(props.source);
  }

  private judge(part: HitRatePart, id: string, props: CacheHitAlarmProps): cloudwatch.Alarm {
    const { minimumHitRate = 80, minimumRequestsPerMinute = 60, evaluationPeriods = 3 } = props;
    const fewest = minimumRequestsPerMinute * PERIOD.toMinutes();
    return new cloudwatch.Alarm(this, id, {
      alarmDescription: `${this.node.path}: less than ${minimumHitRate} percent of the reads find something`,
      metric: new cloudwatch.MathExpression({
        expression: `IF(${part.requests} < ${Math.max(1, fewest)}, 100, ${part.rate})`,
        usingMetrics: withPeriod(part.metrics),
        period: PERIOD,
        label: 'hit rate, percent',
      }),
      threshold: minimumHitRate,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  private anyOf({ minimumHitRate = 80 }: CacheHitAlarmProps): cloudwatch.CompositeAlarm {
    const low = this.parts.map((part) => cloudwatch.AlarmRule.fromAlarm(part, cloudwatch.AlarmState.ALARM));
    return new cloudwatch.CompositeAlarm(this, 'Alarm', {
      alarmDescription: `${this.node.path}: of some nodes, less than ${minimumHitRate} percent of the reads find something`,
      alarmRule: cloudwatch.AlarmRule.anyOf(...low),
    });
  }

  /** The parts tell only that they cannot be evaluated any more: the alarm above them tells the rest, once. */
  private tell(notifications: sns.ITopic): void {
    this.alarm.addAlarmAction(new SnsAction(notifications));
    const below = this.parts.filter((part) => part !== this.alarm);
    below.forEach((part) => part.addInsufficientDataAction(new SnsAction(notifications)));
  }

  private subscribe({
    source,
    publishAdditionalMetrics,
  }: CacheHitAlarmProps): cloudfront.CfnMonitoringSubscription | undefined {
    const { distribution } = source._spec;
    if (!distribution || !(publishAdditionalMetrics ?? !publishes(distribution))) return undefined;
    return new cloudfront.CfnMonitoringSubscription(this, 'AdditionalMetrics', {
      distributionId: distribution.distributionId,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' },
      },
    });
  }

  private warnOfScaling({ _spec: { isScaled } }: CacheHitSource): void {
    if (!isScaled) return;
    const message =
      'The cache scales by itself, and an alarm cannot search: nodes that are added later are not watched.';
    Validations.of(this).addWarning('cdk-nines::AddedNodesNotWatched', `${message} The dashboard shows all of them.`);
  }
}

/** Whether a distribution made its own subscription, as it does with `publishAdditionalMetrics`. */
function publishes(distribution: cloudfront.IDistribution): boolean {
  return distribution.node.findAll().some((each) => each instanceof cloudfront.CfnMonitoringSubscription);
}

function withPeriod(metrics: { [id: string]: cloudwatch.IMetric }): { [id: string]: cloudwatch.IMetric } {
  return Object.fromEntries(
    Object.entries(metrics).map(([id, metric]) => [id, (metric as cloudwatch.Metric).with({ period: PERIOD })]),
  );
}
