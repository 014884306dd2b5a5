import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { LoadLevel, ScalingSettings } from './replica-scaling-settings';

/** An alarm takes this many metrics beside its expressions. */
const MOST_METRICS = 10;
/** Minutes that an alarm with periods of less than an hour may look back. */
const LONGEST_WINDOW = 24 * 60;

/** The alarms that tell when replicas come and go, and when no more can come. */
export interface ScalingAlarms {
  readonly high: cloudwatch.Alarm;
  readonly low: cloudwatch.Alarm;
  readonly overload: cloudwatch.Alarm;
}

/**
 * The fixed replicas stand for all: an alarm cannot search for instances that come and go, and the weights spread reads
 * evenly. The load is in percent of its threshold, so that CPU and connections compare.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function createAlarms(
  scope: Construct,
  replicas: rds.IDatabaseInstance[],
  settings: ScalingSettings,
  notifications: sns.ITopic,
): ScalingAlarms {
  const { high, low, highFor, lowFor, longestAdd, coolDown } = settings;
  const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
  const alarm = (id: string, metric: cloudwatch.IMetric, periods: number, operator: cloudwatch.ComparisonOperator) =>
    new cloudwatch.Alarm(scope, id, {
      alarmDescription: DESCRIPTIONS[id],
      metric,
      threshold: 100,
      comparisonOperator: operator,
      evaluationPeriods: periods,
      treatMissingData: cloudwatch.TreatMissingData.MISSING,
    });
  const alarms = {
    high: alarm('High', load(replicas, high, 1), highFor, GREATER_THAN_THRESHOLD),
    low: alarm('Low', load(replicas, low, 1), lowFor, LESS_THAN_THRESHOLD),
    overload: alarm(
      'Overload',
      load(replicas, high, 5),
      Math.ceil(Math.min(highFor + longestAdd + coolDown, LONGEST_WINDOW) / 5),
      GREATER_THAN_THRESHOLD,
    ),
  };
  // The workflow acts on high and low; people only have to know that it can see neither.
  [alarms.high, alarms.low].forEach((each) => each.addInsufficientDataAction(new SnsAction(notifications)));
  alarms.overload.addAlarmAction(new SnsAction(notifications));
  return alarms;
}

const DESCRIPTIONS: { [id: string]: string } = {
  High: 'Read replicas are added: the load is above 100 % of what adds them.',
  Low: 'A read replica that was added is removed: the load is below 100 % of what keeps it.',
  Overload:
    'The load of the read replicas stays high although there was time to add one: shed reads or raise the maximum.',
};

function load(replicas: rds.IDatabaseInstance[], level: LoadLevel, minutes: number): cloudwatch.IMetric {
  const levels = Object.entries({ CPUUtilization: level.cpuPercent, DatabaseConnections: level.connections });
  const stated = levels.filter((each): each is [string, number] => each[1] !== undefined);
  const sample = replicas.slice(0, Math.floor(MOST_METRICS / stated.length));
  const parts = stated.map(([name, most]) => share(sample, name, most, minutes));
  if (parts.length === 1) return parts[0];
  return new cloudwatch.MathExpression({
    label: 'Load in percent of the threshold',
    expression: 'MAX([cpuutilization, databaseconnections])',
    usingMetrics: Object.fromEntries(parts.map((part, index) => [stated[index][0].toLowerCase(), part])),
    period: Duration.minutes(minutes),
  });
}

/** The average over the replicas, in percent of a threshold. */
function share(replicas: rds.IDatabaseInstance[], metricName: string, threshold: number, minutes: number) {
  const period = Duration.minutes(minutes);
  const ids = replicas.map((_, index) => `${metricName.toLowerCase()}${index + 1}`);
  const metrics = replicas.map((replica) => replica.metric(metricName, { statistic: 'Average', period }));
  return new cloudwatch.MathExpression({
    label: `${metricName} in percent of ${threshold}`,
    expression: `100 * AVG([${ids.join(', ')}]) / ${threshold}`,
    usingMetrics: Object.fromEntries(ids.map((id, index) => [id, metrics[index]])),
    period,
  });
}
