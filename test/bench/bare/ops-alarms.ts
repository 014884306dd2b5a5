import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { availability, latency, sum } from './indicators';
import { type Objective, watchObjective } from './objectives';
import { balancerMetrics, databaseMetrics, family, gatewayMetrics, math, type Metrics } from './ops-metrics';
import type { OpsStack } from './ops-stack';
import { alarm } from './pieces';

const { AVERAGE, SAMPLE_COUNT, SUM } = cloudwatch.Stats;
const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;
const FIVE_MINUTES = Duration.minutes(5);

/** Alarms on the promises, counted where users meet the region. */
export function createObjectives(stack: OpsStack): Objective[] {
  const { app, topics } = stack;
  const gateway = gatewayMetrics(app);
  const web = balancerMetrics(app.web);
  const total = sum({ chosen: web('RequestCount', SUM), rejected: web('HTTPCode_ELB_503_Count', SUM) });
  const failed = sum({
    byTargets: web('HTTPCode_Target_5XX_Count', SUM),
    byBalancer: web('HTTPCode_ELB_5XX_Count', SUM),
  });
  return [
    watchObjective(stack, 'API objective', topics, [
      availability(sum({ calls: gateway('Count', SAMPLE_COUNT) }), sum({ serverErrors: gateway('5XXError', SUM) })),
      latency(gateway('Latency', SAMPLE_COUNT), gateway('Latency', 'PR(:200)')),
    ]),
    watchObjective(stack, 'Web objective', topics, [
      availability(total, failed),
      latency(web('TargetResponseTime', SAMPLE_COUNT), web('TargetResponseTime', 'PR(:0.2)')),
    ]),
  ];
}

/** Too little traffic is an outage that raises no error. */
export function watchTraffic(stack: OpsStack): void {
  const { app, topics } = stack;
  const period = FIVE_MINUTES;
  const metrics: Metrics = {
    WebTraffic: app.web.loadBalancer.metrics.requestCount({ period }),
    ApiTraffic: app.gateway.api.metricCount({ period }),
    Orders: app.orders.metricNumberOfMessagesSent({ period }),
  };
  for (const [id, metric] of Object.entries(metrics)) {
    const made = new cloudwatch.AnomalyDetectionAlarm(stack, `${id}Anomaly`, {
      alarmDescription: `${stack.stackName}: ${id} is below the band that its past lets expect`,
      metric,
      stdDevs: 3,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: BREACHING,
    });
    made.addAlarmAction(new SnsAction(topics.ticket));
  }
}

/** What a failover to a replica would lose. */
export function watchLag(stack: OpsStack): void {
  const { page, ticket } = stack.topics;
  for (const replica of stack.data.replicas) {
    const { id } = replica.node;
    const shared = {
      metric: databaseMetrics(replica.instanceIdentifier)('ReplicaLag', AVERAGE),
      comparisonOperator: GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
    };
    alarm(stack, `Lag-${id}`, page, {
      ...shared,
      alarmDescription: `${stack.stackName}: a failover to ${id} would lose more than 5 minutes of writes`,
      threshold: 300,
      treatMissingData: BREACHING,
    });
    alarm(stack, `LagWarning-${id}`, ticket, {
      ...shared,
      alarmDescription: `${stack.stackName}: ${id} is more than 150 seconds behind; at most 5 minutes may be lost`,
      threshold: 150,
      treatMissingData: NOT_BREACHING,
    });
  }
}

/** An alarm reads ten metrics at most, two for each node. */
const NODES = [['0001-001', '0001-002', '0002-001', '0002-002', '0003-001'], ['0003-002']];

/** The database was sized for what the cache lets through. */
export function watchCacheHits(stack: OpsStack): void {
  const { ticket } = stack.topics;
  const alarms = NODES.map((nodes, index) => {
    const made = alarm(stack, `CacheHits${index + 1}`, undefined, {
      alarmDescription: `${stack.stackName}: less than 80 percent of the reads of the cache find something`,
      metric: hitRate(stack.data.cache.ref, nodes),
      threshold: 80,
      comparisonOperator: LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });
    made.addInsufficientDataAction(new SnsAction(ticket));
    return made;
  });
  const any = new cloudwatch.CompositeAlarm(stack, 'CacheHits', {
    alarmDescription: `${stack.stackName}: of some nodes, less than 80 percent of the reads find something`,
    alarmRule: cloudwatch.AlarmRule.anyOf(...alarms),
  });
  any.addAlarmAction(new SnsAction(ticket));
}

function hitRate(cache: string, nodes: string[]): cloudwatch.MathExpression {
  const found = (metricName: string, id: string) =>
    nodes.map((node, index) => {
      const of = family('AWS/ElastiCache', { CacheClusterId: `${cache}-${node}` });
      return [`${id}${index}`, of(metricName, SUM, metricName, FIVE_MINUTES)] as const;
    });
  const [hits, misses] = [found('CacheHits', 'hits'), found('CacheMisses', 'misses')];
  const total = (metrics: typeof hits) => metrics.map(([id]) => `FILL(${id}, 0)`).join(' + ');
  const reads = total([...hits, ...misses]);
  const usingMetrics = Object.fromEntries([...hits, ...misses]);
  const expression = `IF((${reads}) < 300, 100, 100 * (${total(hits)}) / (${reads}))`;
  return math(expression, usingMetrics, 'hit rate, percent', FIVE_MINUTES);
}

/** Few free connections: a burst of clients would wait. */
export function watchHeadroom(stack: OpsStack, metric: cloudwatch.IMetric): void {
  alarm(stack, 'PoolHeadroom', stack.topics.page, {
    alarmDescription: 'Less than 20 percent of the connections to the database are free',
    metric,
    threshold: 20,
    comparisonOperator: LESS_THAN_THRESHOLD,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
  });
}
