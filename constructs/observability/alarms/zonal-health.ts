import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { LoadBalancerTarget } from '../../compute';
import { validate } from '../../core/errors';
import { regionCheck } from '../slo/slo-alarms-checks';
import { zonalHealthChecks } from './zonal-health-checks';
import { outlier, type OutlierLimits, zoneMetrics } from './zonal-health-judgement';

/** Which zones of a tier are worse than the others. */
export interface ZonalHealthProps {
  /** The tier, for example `LoadBalancedFleet.target`. Requests are those of its load balancer. */
  readonly target: LoadBalancerTarget;
  /** Told which zone is an outlier. */
  readonly notifications: sns.ITopic;
  /**
   * Zones by name.
   * @default - those of the load balancer's network
   */
  readonly zones?: string[];
  /**
   * With fewer requests a minute a zone, or what it is compared with, is not judged by errors and latency.
   * @default 60
   */
  readonly minimumRequestsPerMinute?: number;
  /**
   * How many times as high the share of failed requests, or the mean latency, has to be as in the other zones: above 1.
   * @default 3
   */
  readonly outlierFactor?: number;
  /**
   * A smaller share of failed requests, in percent, is no outlier, however well the others do.
   * @default 1
   */
  readonly minimumFailedPercent?: number;
  /**
   * A shorter mean latency is no outlier, however quick the others are.
   * @default - 100 milliseconds
   */
  readonly minimumLatency?: Duration;
  /**
   * Share of its members, in percent, that a zone may not have unhealthy, whatever the others have.
   * @default 50
   */
  readonly unhealthyPercent?: number;
  /**
   * In how many of the last minutes a zone has to be an outlier; two more are looked at.
   * @default 3
   */
  readonly minutesToAlarm?: number;
}

/**
 * An alarm for each zone of a tier that goes off when this zone is an outlier: more of its requests fail or they take longer
 * than in the other zones, or half of its members are unhealthy. Then shift away from it; what is wrong everywhere is no
 * reason to, and raises no such alarm.
 *
 * Notices the impairment of a zone that health checks do not see. A zone without traffic, also after a zonal shift, is not
 * judged by errors and latency. The load balancer counts requests at its node in a zone: with balancing across zones, a
 * node whose own members are ill sends to those of other zones too, and the count of unhealthy members tells. Does not
 * notice a tier that is wrong in all zones alike: an objective does.
 * @see https://docs.aws.amazon.com/whitepapers/latest/advanced-multi-az-resilience-patterns/gray-failures.html
 */
export class ZonalHealth extends Construct {
  /** One alarm for each zone, by its name. */
  public readonly alarms: { [zone: string]: cloudwatch.Alarm } = {};
  /** On while any zone is an outlier. Tells when all zones are alike again. */
  public readonly anyZone: cloudwatch.CompositeAlarm;
  /** The zones. */
  public readonly zones: string[];

  /** @internal */
  public readonly _target: LoadBalancerTarget;

  constructor(scope: Construct, id: string, props: ZonalHealthProps) {
    super(scope, id);
    this._target = props.target;
    this.zones = props.zones ?? props.target.loadBalancer.network.zones;
    const all = zoneMetrics(props.target);
    validate(this, [...zonalHealthChecks(props, this.zones), regionCheck(this, [all.requests, all.healthy])]);
    for (const zone of this.zones) {
      this.alarms[zone] = this.watch(zone, outlier(zoneMetrics(props.target, zone), all, limitsOf(props)), props);
    }
    this.anyZone = this.createAnyZone(props.notifications);
  }

  private watch(zone: string, metric: cloudwatch.IMetric, props: ZonalHealthProps): cloudwatch.Alarm {
    const { minutesToAlarm = 3, notifications } = props;
    const alarm = new cloudwatch.Alarm(this, zone, {
      alarmDescription: `${this.node.path}: ${zone} is worse than the other zones: shift away from it`,
      metric,
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: minutesToAlarm + 2,
      datapointsToAlarm: minutesToAlarm,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(notifications));
    return alarm;
  }

  private createAnyZone(notifications: sns.ITopic): cloudwatch.CompositeAlarm {
    const ill = Object.values(this.alarms).map((alarm) =>
      cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM),
    );
    const alarm = new cloudwatch.CompositeAlarm(this, 'AnyZone', {
      alarmDescription: `${this.node.path}: a zone is worse than the others`,
      alarmRule: cloudwatch.AlarmRule.anyOf(...ill),
    });
    // Which zone it is was told by its own alarm.
    alarm.addOkAction(new SnsAction(notifications));
    return alarm;
  }
}

function limitsOf(props: ZonalHealthProps): OutlierLimits {
  const { minimumLatency = Duration.millis(100) } = props;
  return {
    requestsPerMinute: props.minimumRequestsPerMinute ?? 60,
    factor: props.outlierFactor ?? 3,
    failedPercent: props.minimumFailedPercent ?? 1,
    latencySeconds: minimumLatency.toMilliseconds() / 1000,
    unhealthyPercent: props.unhealthyPercent ?? 50,
  };
}
