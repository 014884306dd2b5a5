import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { DerivedMetric, DerivedMetrics, MemberCount } from '../../../constructs/scaling';
import type { AlarmTopics } from './objectives';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** Share of the connections, in percent, that has to be free: below it a burst of clients waits for one. */
const LEAST_HEADROOM = 20;

/** What CloudWatch does not know: how much waits for one worker, how much an objective is used up, how many connections are left. */
export function createDerivedMetrics(stack: OpsStack, props: OpsStackProps, topics: AlarmTopics): DerivedMetric[] {
  const { app, data, foundation, recovery } = props;
  const { database } = data;
  const backlog = DerivedMetric.backlogPerMember(app.orders.queue, MemberCount.service(app.worker));
  const lag = database.replicas.length > 0 || !data.isHome ? [DerivedMetric.replicaLag(database, recovery)] : [];
  const headroom = database.proxy ? [DerivedMetric.poolHeadroom(database)] : [];
  headroom.forEach(({ metric }) => watchHeadroom(stack, metric, topics));
  const metrics = [backlog, ...lag, ...headroom];
  const { network, logVault } = foundation;
  new DerivedMetrics(stack, 'Derived', {
    ...{ network, logVault, metrics },
    key: foundation.key.key,
    notifications: topics.ticket,
  });
  return metrics;
}

function watchHeadroom(stack: OpsStack, metric: cloudwatch.IMetric, { page }: AlarmTopics): void {
  const alarm = new cloudwatch.Alarm(stack, 'PoolHeadroom', {
    alarmDescription: `Less than ${LEAST_HEADROOM} percent of the connections to the database of ${stack.region} are free`,
    metric,
    threshold: LEAST_HEADROOM,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    // Whoever publishes it has an alarm of its own on silence.
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(page));
}

/** They stand beside each other: when one of them runs up, the others tell why. */
export function derivedWidgets(metrics: DerivedMetric[]): cloudwatch.IWidget[] {
  return metrics.map(
    ({ metric }) =>
      new cloudwatch.GraphWidget({
        title: (metric as cloudwatch.Metric).metricName,
        left: [metric],
        width: 8,
        period: Duration.minutes(1),
      }),
  );
}
