import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ServiceLevelObjective } from '../../constructs/core';
import { type DegradationLevel, DegradationLadder } from '../../constructs/scaling';
import type { AppStack, AppStackProps } from './app-stack';

/** A share of failed calls, in percent, at which only what is essential is left. */
const DROWNING = 5;
/** Load of the database's processors, in percent, at which reads have to become fewer. */
const BUSY = 85;

/** What leads to a level, and what it gives up. */
interface Rung {
  readonly switchesOff: string[];
  readonly alarm: string;
  readonly says: string;
  readonly metric: cloudwatch.IMetric;
  readonly above: number;
}

/** Features that are given up under load, least missed first, so that buying goes on. */
export function createDegradation(stack: AppStack, props: AppStackProps): DegradationLadder {
  const { foundation } = props;
  const ladder = new DegradationLadder(stack, 'Degradation', {
    levels: rungs(stack, props).map((rung, index) => levelOf(stack, rung, index + 1, props)),
    key: foundation.key.key,
    logVault: foundation.logVault,
    notifications: foundation.operations,
  });
  for (const service of [stack.api.service, stack.worker]) {
    ladder.grantRead(service.taskRole);
    Object.entries(ladder.environment).forEach(([name, value]) => service.addConfiguration(name, value));
  }
  return ladder;
}

function rungs({ api }: AppStack, { data, objective }: AppStackProps): Rung[] {
  const period = Duration.minutes(1);
  const { metrics } = api.target.targetGroup;
  const p99 = metrics.targetResponseTime({ statistic: cloudwatch.Stats.percentile(99), period });
  const slow = slowestOf(objective);
  return [
    { switchesOff: ['recommendations', 'reviews'], alarm: 'Slow', says: 'slow', metric: p99, above: 2 * slow },
    { switchesOff: ['search-suggestions', 'email'], alarm: 'Slower', says: 'very slow', metric: p99, above: 4 * slow },
    {
      switchesOff: ['order-history', 'personal-prices'],
      alarm: 'DatabaseBusy',
      says: 'held up by its database',
      metric: data.database.instance!.metricCPUUtilization({ period }),
      above: BUSY,
    },
    {
      switchesOff: ['accounts', 'product-changes'],
      alarm: 'Drowning',
      says: 'failing',
      metric: failedPercent(api.target.targetGroup.metrics, period),
      above: DROWNING,
    },
  ];
}

function levelOf(stack: AppStack, rung: Rung, level: number, { foundation }: AppStackProps): DegradationLevel {
  const alarm = new cloudwatch.Alarm(stack, rung.alarm, {
    alarmDescription: `The API of ${stack.region} is ${rung.says}: degradation level ${level}`,
    metric: rung.metric,
    threshold: rung.above,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(foundation.operations));
  return { level, switchesOff: rung.switchesOff, alarms: [alarm] };
}

/** The longest that any goal allows, in seconds; 0.2 without goals. */
function slowestOf({ latency }: ServiceLevelObjective): number {
  return Math.max(0, ...latency.map(({ threshold }) => threshold.toMilliseconds() / 1000)) || 0.2;
}

function failedPercent(metrics: elbv2.IApplicationTargetGroupMetrics, period: Duration): cloudwatch.IMetric {
  const failed = metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period });
  const all = metrics.requestCount({ period });
  return new cloudwatch.MathExpression({
    expression: 'IF(all < 60, 0, 100 * FILL(failed, 0) / all)',
    usingMetrics: { all, failed },
    period,
  });
}
