import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { validate } from '../core/errors';
import { businessMetricChecks, fieldCheck } from './business-metric-checks';

/** A number that the business lives by. */
export interface BusinessMetricProps {
  /** Namespace: the product. Not one of AWS's. */
  readonly metricNamespace: string;
  /** Name: what is counted, for example `Orders`. */
  readonly metricName: string;
  /**
   * Dimensions with their values. Each combination of values is a metric that costs on its own: by tier or region, never
   * by customer.
   * @default - none
   */
  readonly dimensions?: { [name: string]: string };
  /**
   * Unit.
   * @default Unit.COUNT
   */
  readonly unit?: cloudwatch.Unit;
}

/** Log lines that are a count although they do not say so in the embedded metric format. */
export interface LogCountOptions {
  /** Log group whose lines are JSON. */
  readonly logGroup: logs.ILogGroup;
  /**
   * Field with the number, for example `$.order.total`.
   * @default - every line that matches counts one
   */
  readonly valueField?: string;
  /**
   * Which lines count.
   * @default - those that have the value field and the dimensions; all if there are neither
   */
  readonly pattern?: logs.IFilterPattern;
}

/**
 * A counter that the application writes into its log in the embedded metric format: orders, sign-ups, revenue. One
 * description for the application that writes it and for the alarms and dashboards that read it. Creates no resources.
 *
 * Tells an outage that no error does: orders that do not arrive. Survives what the log survives; lines of a process that
 * dies before they are flushed are lost.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class BusinessMetric {
  /** Namespace. */
  public readonly metricNamespace: string;
  /** Name. */
  public readonly metricName: string;
  /** Dimensions with their values. */
  public readonly dimensions: { [name: string]: string };
  /** Unit. */
  public readonly unit: cloudwatch.Unit;

  constructor(props: BusinessMetricProps) {
    validate('BusinessMetric', businessMetricChecks(props));
    this.metricNamespace = props.metricNamespace;
    this.metricName = props.metricName;
    this.dimensions = props.dimensions ?? {};
    this.unit = props.unit ?? cloudwatch.Unit.COUNT;
  }

  /**
   * The metric for alarms and dashboards.
   * @param options Statistic (a sum if not given), period (a minute if not given), label, colour.
   */
  public metric(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: this.metricNamespace,
      metricName: this.metricName,
      dimensionsMap: this.dimensions,
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(1),
      ...options,
    });
  }

  /**
   * The `CloudWatchMetrics` member of the `_aws` object, as JSON: hand it to the application, for example in its
   * environment. Each line also needs `_aws.Timestamp`, the dimensions, and the value under the name of the metric.
   */
  public get directive(): string {
    const { metricNamespace: Namespace, metricName: Name, unit: Unit } = this;
    return JSON.stringify([{ Namespace, Dimensions: [Object.keys(this.dimensions)], Metrics: [{ Name, Unit }] }]);
  }

  /**
   * Counts in a log whose application writes plain JSON. Dimensions are read from fields of the same name. Not for lines in
   * the embedded metric format: they would count twice.
   */
  public countLog(scope: Construct, id: string, options: LogCountOptions): logs.MetricFilter {
    validate(scope, [fieldCheck(options.valueField)]);
    return new logs.MetricFilter(scope, id, {
      logGroup: options.logGroup,
      filterPattern: options.pattern ?? this.pattern(options.valueField),
      metricNamespace: this.metricNamespace,
      metricName: this.metricName,
      metricValue: options.valueField ?? '1',
      unit: this.unit,
      dimensions: this.fields(),
    });
  }

  /** A filter reads fields only of lines that its pattern describes as JSON. */
  private pattern(valueField?: string): logs.IFilterPattern {
    const read = [...(valueField === undefined ? [] : [valueField]), ...Object.values(this.fields() ?? {})];
    const present = read.map((field) => `(${field} = *)`).join(' && ');
    return present === '' ? logs.FilterPattern.allEvents() : logs.FilterPattern.literal(`{ ${present} }`);
  }

  private fields(): { [name: string]: string } | undefined {
    const names = Object.keys(this.dimensions);
    return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, `$.${name}`]));
  }
}
