import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as route53 from 'aws-cdk-lib/aws-route53';

/** A request that Route 53 health checkers send from the internet. */
export interface HttpsHealthOptions {
  /**
   * Public name of this one endpoint: not the name of the record whose health it decides, and not a private name, which
   * health checkers cannot reach.
   */
  readonly domainName: string;
  /**
   * Path of the request; a status from 200 to 399 is healthy.
   * @default /
   */
  readonly path?: string;
  /**
   * Port of the endpoint.
   * @default 443
   */
  readonly port?: number;
  /**
   * Time between two requests of one health checker: 10 or 30 seconds. It cannot be changed later: the check is replaced.
   * @default - 10 seconds, which costs more than 30
   */
  readonly interval?: Duration;
  /**
   * Requests in a row, 1 to 10, that have to fail or succeed before the status changes.
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * Text, at most 255 characters, that the first 5,120 bytes of the answer have to contain.
   * @default - the status alone decides
   */
  readonly searchString?: string;
  /**
   * Whether the latency from several regions is measured and shown. It costs extra and cannot be changed later.
   * @default false
   */
  readonly measureLatency?: boolean;
  /**
   * Regions that the requests come from: at least three of those that Route 53 has health checkers in.
   * @default - all of them
   */
  readonly regions?: string[];
}

/** A CloudWatch alarm as a source of health. */
export interface AlarmHealthOptions {
  /**
   * An alarm on one standard-resolution metric with a simple statistic.
   *
   * Route 53 copies its settings and reads the metric itself, in the alarm's region. It does not notice when the alarm
   * changes: give a changed alarm another name, so that the check is updated as well.
   */
  readonly alarm: cloudwatch.IAlarm;
  /**
   * What the health is while CloudWatch has too little data.
   * @default - unhealthy: a target that reports nothing gets no traffic
   */
  readonly insufficientData?: route53.InsufficientDataHealthStatusEnum;
}
