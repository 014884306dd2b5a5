import { Duration, type RemovalPolicy, Size } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HandlerCode, HandlerFunction } from '../../compute';
import { validate } from '../../core/errors';
import type { ITieredVpc } from '../../network';
import { type LogVault, Wildcard } from '../../security';
import { type DerivedMetric, NAMESPACE } from './derived-metric';
import { describe } from './derived-metric-spec';
import { failureAlarm, silenceAlarm } from './derived-metrics-alarms';
import { derivedMetricsChecks } from './derived-metrics-checks';
import { everyMinute } from './derived-metrics-schedule';

/** Metrics that are calculated every minute. */
export interface DerivedMetricsProps {
  /** Where the function runs. It needs a way out, or an endpoint of CloudWatch. */
  readonly network: ITieredVpc;
  /** Encrypts the dead letters. */
  readonly key: kms.IKey;
  /** Makes the log group. */
  readonly logVault: LogVault;
  /** Told when the function fails or falls silent. */
  readonly notifications: sns.ITopic;
  /** What is published: all of one region, each once. */
  readonly metrics: DerivedMetric[];
  /**
   * What happens to the queue of dead letters when it leaves the stack.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Publishes metrics that CloudWatch does not have: backlog per member, replica lag against the RPO, free connections. A
 * function reads the last five minutes every minute, and publishes one value per metric.
 *
 * Survives the loss of a zone, and failures of single requests: what can be published is, the rest is told and tried again.
 * A minute that runs twice counts once. Does not survive the loss of the region's CloudWatch, Lambda or EventBridge
 * Scheduler: the metrics stop, an alarm tells so, and target tracking keeps the capacity as it is.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/publishingMetrics.html
 */
export class DerivedMetrics extends Construct {
  /** Namespace of the metrics. */
  public readonly metricNamespace: string = NAMESPACE;
  /** The function that reads and publishes. */
  public readonly handler: HandlerFunction;
  /** Invokes it. */
  public readonly schedule: scheduler.Schedule;
  /** Goes off when metrics could not be read or published. */
  public readonly failureAlarm: cloudwatch.Alarm;
  /** Goes off when nothing runs any more. */
  public readonly silenceAlarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: DerivedMetricsProps) {
    super(scope, id);
    const { metrics, notifications } = props;
    validate(this, derivedMetricsChecks(this, metrics));
    metrics.forEach((metric) => metric._publishedBy(this));
    this.handler = this.createHandler(props);
    this.schedule = everyMinute(this, this.handler, {
      namespace: NAMESPACE,
      metrics: metrics.map(({ _spec }) => describe(_spec)),
    });
    this.failureAlarm = failureAlarm(this, this.handler.function, notifications);
    this.silenceAlarm = silenceAlarm(this, this.handler.function, notifications);
    // An alarm that came first would go off before the first run.
    this.silenceAlarm.node.addDependency(this.schedule);
  }

  private createHandler({ metrics: _, ...props }: DerivedMetricsProps): HandlerFunction {
    const handler = new HandlerFunction(this, 'Handler', {
      ...props,
      code: HandlerCode.bundled('derived-metrics'),
      // One per minute, and one that is tried again.
      reservedConcurrency: 2,
      timeout: Duration.seconds(30),
      memory: Size.mebibytes(256),
      // Nobody needs a minute of yesterday, and the alarm goes off again.
      deadLetterRetention: Duration.hours(1),
      allow: [read(), publish()],
    });
    const reason = 'Metrics are not resources; what is published is bound to one namespace.';
    handler.role.acknowledgeWildcard(Wildcard.resource('*'), reason);
    return handler;
  }
}

function read(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] });
}

function publish(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
  });
}
