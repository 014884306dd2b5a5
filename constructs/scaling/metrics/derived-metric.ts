import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { RecoveryObjective } from '../../core';
import { validate } from '../../core/errors';
import type { RelationalDatabase } from '../../data';
import { dimensionsOf, lagChecks, lagOf, objectiveCheck, poolOf } from './derived-metric-database';
import type { MemberCount } from './derived-metric-members';
import type { DerivedMetricSpec } from './derived-metric-spec';

/** Where derived metrics are; nobody else publishes there. */
export const NAMESPACE = 'cdk-nines/Derived';

const { AVERAGE, MAXIMUM, MINIMUM } = cloudwatch.Stats;
const period = Duration.minutes(1);

/** Connections of a database without a proxy. */
export interface PoolHeadroomOptions {
  /**
   * What `SHOW max_connections` answers.
   * @default - the limit that the proxy reports; without a proxy it has to be stated
   */
  readonly maximumConnections?: number;
}

/**
 * A metric that CloudWatch does not have, calculated from metrics that it has. Use `metric` in a `ScalingPolicy` or an alarm,
 * and pass the object to a `DerivedMetrics`, which publishes it.
 *
 * A value has the minute in which all that it is made of was measured. While a part is missing there is no value, never a
 * made-up one: an alarm should treat that as breaching where silence is a failure.
 */
export class DerivedMetric {
  /**
   * Visible messages per running member; with no member the messages themselves, so that a fleet of none grows again. For
   * `ScalingPolicy.metric`, and for alarms on a delay: messages per member times the time per message. SQS reports nothing
   * on a queue that nobody has used for six hours, and needs some minutes when it is used again.
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html
   */
  public static backlogPerMember(queue: sqs.IQueue, members: MemberCount): DerivedMetric {
    const { of, metric, dimensions } = members._counted;
    const backlog = queue.metricApproximateNumberOfMessagesVisible({ statistic: MAXIMUM, period });
    return new DerivedMetric({
      name: 'BacklogPerMember',
      unit: cloudwatch.Unit.COUNT,
      statistic: AVERAGE,
      dimensions: { QueueName: queue.queueName, ...dimensions },
      about: [queue, of],
      formula: { kind: 'perMember', backlog, members: metric },
    });
  }

  /**
   * The lag of the slowest replica in percent of the RPO: at 100 a failover to it loses as much as was accepted. A replica
   * that reports nothing takes the value away, because it may be the slowest.
   */
  public static replicaLag(database: RelationalDatabase, recovery: RecoveryObjective): DerivedMetric {
    const lag = lagOf(database);
    validate(database, [...lagChecks(database, lag), objectiveCheck(recovery)]);
    const objectiveSeconds = recovery.rpo.toSeconds({ integral: false });
    return new DerivedMetric({
      ...replicaLagSpec(database),
      name: 'ReplicaLagOfObjective',
      unit: cloudwatch.Unit.PERCENT,
      formula: { kind: 'lag', ...lag, objectiveSeconds },
    });
  }

  /** The lag of the slowest replica in seconds. */
  public static replicaLagSeconds(database: RelationalDatabase): DerivedMetric {
    const lag = lagOf(database);
    validate(database, lagChecks(database, lag));
    return new DerivedMetric({
      ...replicaLagSpec(database),
      name: 'ReplicaLag',
      unit: cloudwatch.Unit.SECONDS,
      formula: { kind: 'lag', ...lag },
    });
  }

  /**
   * The share of connections to the writer that is free, in percent. With a proxy: of those that it may open, less those
   * that clients hold at the moment. Near 0 clients wait, and then fail.
   */
  public static poolHeadroom(database: RelationalDatabase, options: PoolHeadroomOptions = {}): DerivedMetric {
    const pool = poolOf(database, options.maximumConnections);
    return new DerivedMetric({
      name: 'PoolHeadroom',
      unit: cloudwatch.Unit.PERCENT,
      statistic: MINIMUM,
      dimensions: dimensionsOf(database),
      about: [database],
      formula: { kind: 'headroom', ...pool },
    });
  }

  /** The metric, with a period of a minute. */
  public readonly metric: cloudwatch.IMetric;

  private publisher?: IConstruct;

  private constructor(/** @internal */ public readonly _spec: DerivedMetricSpec) {
    const { name: metricName, dimensions: dimensionsMap, statistic, about } = _spec;
    this.metric = new cloudwatch.Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic, period });
    about[0].node.addValidation({ validate: () => this.silence() });
  }

  /**
   * The same for metrics that are the same.
   * @internal
   */
  public get _name(): string {
    return `${this._spec.name} of ${this._spec.about.map(({ node }) => node.path).join(', ')}`;
  }

  /** @internal */
  public get _publisher(): IConstruct | undefined {
    return this.publisher;
  }

  /** @internal */
  public _publishedBy(publisher: IConstruct): void {
    this.publisher = publisher;
  }

  private silence(): string[] {
    if (this.publisher) return [];
    return [`[MetricNotPublished] nobody publishes ${this._name}. Pass this object to a DerivedMetrics, or remove it.`];
  }
}

function replicaLagSpec(database: RelationalDatabase) {
  return { statistic: MAXIMUM, dimensions: dimensionsOf(database), about: [database] };
}
