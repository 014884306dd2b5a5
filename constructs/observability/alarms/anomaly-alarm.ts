import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Check, validate } from '../../core/errors';
import { regionCheck } from '../slo/slo-alarms-checks';

/** On which side of its band a metric is out of order. */
export enum AnomalyDirection {
  /** Above or below the band. */
  BOTH = 'both',
  /** Above the band: latency, queue length, cost. */
  ABOVE = 'above',
  /** Below the band: requests, orders, sign-ups. */
  BELOW = 'below',
}

/** An alarm on a metric that behaves unlike itself. */
export interface AnomalyAlarmProps {
  /** The metric, with the period and statistic that are judged. */
  readonly metric: cloudwatch.IMetric;
  /** Told when the metric leaves its band. */
  readonly notifications: sns.ITopic;
  /**
   * On which side.
   * @default AnomalyDirection.BOTH
   */
  readonly direction?: AnomalyDirection;
  /**
   * Width of the band, in standard deviations to either side: above 0. A wider band goes off less often.
   * @default 3
   */
  readonly bandWidth?: number;
  /**
   * How many periods are looked at: a day of them at most, or a week if they are an hour or longer.
   * @default 3
   */
  readonly evaluationPeriods?: number;
  /**
   * How many of these periods have to be outside the band.
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;
  /**
   * What a period without data says.
   * @default - with `BELOW` a breach: the metric has fallen silent; else nothing
   */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
}

/**
 * An alarm on a metric that leaves the band in which its own past, with its days and weeks, lets it be expected. For what
 * has no fixed limit: orders per minute, sign-ups, traffic.
 *
 * Notices failures that raise no error. CloudWatch learns from up to two weeks of data: before, the band is a guess, and
 * after a holiday or a launch it may be wrong. Let it file tickets, and page on an objective.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
export class AnomalyAlarm extends Construct {
  /** The alarm. */
  public readonly alarm: cloudwatch.AnomalyDetectionAlarm;

  constructor(scope: Construct, id: string, props: AnomalyAlarmProps) {
    super(scope, id);
    validate(this, [...checks(props), regionCheck(this, [props.metric], 'metric')]);
    const { metric, direction = AnomalyDirection.BOTH, bandWidth = 3, evaluationPeriods = 3 } = props;
    this.alarm = new cloudwatch.AnomalyDetectionAlarm(this, 'Alarm', {
      alarmDescription: `${this.node.path}: ${WORDS[direction]} the band that its past lets expect`,
      metric,
      stdDevs: bandWidth,
      comparisonOperator: OPERATORS[direction],
      evaluationPeriods,
      datapointsToAlarm: props.datapointsToAlarm,
      treatMissingData: props.treatMissingData ?? silence(direction),
    });
    this.alarm.addAlarmAction(new SnsAction(props.notifications));
  }
}

const OPERATORS = {
  [AnomalyDirection.BOTH]: cloudwatch.ComparisonOperator.LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD,
  [AnomalyDirection.ABOVE]: cloudwatch.ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
  [AnomalyDirection.BELOW]: cloudwatch.ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
};

const WORDS = {
  [AnomalyDirection.BOTH]: 'above or below',
  [AnomalyDirection.ABOVE]: 'above',
  [AnomalyDirection.BELOW]: 'below',
};

function silence(direction: AnomalyDirection): cloudwatch.TreatMissingData {
  const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;
  return direction === AnomalyDirection.BELOW ? BREACHING : NOT_BREACHING;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function mostPeriods(metric: cloudwatch.IMetric): number {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  const seconds = metricStat?.period.toSeconds() ?? mathExpression?.period ?? 300;
  return Math.floor((seconds < 3600 ? 86_400 : 7 * 86_400) / seconds);
}

function checks(props: AnomalyAlarmProps): Check[] {
  const { metric, bandWidth = 3, evaluationPeriods = 3, datapointsToAlarm } = props;
  const most = mostPeriods(metric);
  const datapoints = datapointsToAlarm ?? evaluationPeriods;
  return [
    {
      code: 'BandWidthOutOfRange',
      property: 'bandWidth',
      when: !(bandWidth > 0),
      value: bandWidth,
      allowed: 'above 0 standard deviations',
      action: 'Start with 3, and widen the band if the alarm goes off too often',
    },
    {
      code: 'EvaluationPeriodsOutOfRange',
      property: 'evaluationPeriods',
      when: !Number.isInteger(evaluationPeriods) || evaluationPeriods < 1 || evaluationPeriods > most,
      value: evaluationPeriods,
      allowed: `a whole number from 1 to ${most}: alarms look back for a day, or a week in periods of an hour and more`,
      action: 'State how many periods are looked at',
    },
    {
      code: 'DatapointsOutOfRange',
      property: 'datapointsToAlarm',
      when: !Number.isInteger(datapoints) || datapoints < 1 || datapoints > evaluationPeriods,
      value: datapoints,
      allowed: `a whole number from 1 to ${evaluationPeriods}`,
      action: 'State how many of the periods have to be outside the band',
    },
  ];
}
