import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { AnomalyAlarm, AnomalyDirection, SloAlarms, SloSource } from '../../../constructs/observability';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** Whom the alarms of a region tell. */
export interface AlarmTopics {
  /** Somebody has to act at once. */
  readonly page: sns.ITopic;
  /** Somebody looks at it on the next working day. */
  readonly ticket: sns.ITopic;
}

/** The promise, as it is kept by each entry of a region. */
export interface RegionObjectives {
  readonly api: SloAlarms;
  readonly web: SloAlarms;
}

/** Alarms on the promise, counted where users meet the region. */
export function createObjectives(
  stack: OpsStack,
  { app, objective }: Pick<OpsStackProps, 'app' | 'objective'>,
  topics: AlarmTopics,
): RegionObjectives {
  const watch = (id: string, source: SloSource) => new SloAlarms(stack, id, { objective, source, ...topics });
  return {
    api: watch('ApiObjective', SloSource.restApi(app.gateway.api)),
    web: watch('WebObjective', SloSource.loadBalancer(app.web.loadBalancer.alb)),
  };
}

const FIVE_MINUTES = Duration.minutes(5);

/** Traffic and orders have no limit but their past: too few of them are an outage that raises no error. */
export function createAnomalyAlarms(
  stack: OpsStack,
  { app }: Pick<OpsStackProps, 'app'>,
  { ticket }: AlarmTopics,
): AnomalyAlarm[] {
  const period = FIVE_MINUTES;
  const metrics: { [id: string]: cloudwatch.IMetric } = {
    WebTraffic: app.web.loadBalancer.alb.metrics.requestCount({ period }),
    ApiTraffic: app.gateway.api.metricCount({ period }),
    Orders: app.orders.queue.metricNumberOfMessagesSent({ period, statistic: cloudwatch.Stats.SUM }),
  };
  return Object.entries(metrics).map(
    ([id, metric]) =>
      new AnomalyAlarm(stack, `${id}Anomaly`, { metric, notifications: ticket, direction: AnomalyDirection.BELOW }),
  );
}
