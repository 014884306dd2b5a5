import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ReplicationLagAlarm, ReplicationSource } from '../../../constructs/observability';
import type { AlarmTopics } from './objectives';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** What a failover to this region would lose, or from it: more than the objective allows pages, half of that is a ticket. */
export function createLagAlarms(
  stack: OpsStack,
  { data, recovery, others, load }: OpsStackProps,
  { page, ticket }: AlarmTopics,
): ReplicationLagAlarm[] {
  // With so many requests something is written all the time; idle databases seem to lag.
  const heartbeat = load.meanRequestsPerSecond >= 1;
  const watch = (id: string, source: ReplicationSource) =>
    new ReplicationLagAlarm(stack, id, { source, recovery, notifications: page, warnings: ticket, heartbeat });
  const { database, cache, sessions, isHome, isCacheCopy } = data;
  const copied = !isCacheCopy ? [] : [watch('CacheLag', ReplicationSource.cache(cache))];
  const replicated = isHome && others.length > 0 ? [watch('SessionsLag', ReplicationSource.table(sessions))] : [];
  const read =
    isHome && database.replicas.length === 0 ? [] : [watch('DatabaseLag', ReplicationSource.database(database))];
  return [...read, ...copied, ...replicated];
}

/**
 * Whether the database of this region, as a replica, is near enough to its writer to take over. The home region's is a
 * replica only after a failover: without the metric the alarm says neither yes nor no.
 */
export function takeoverAlarm(
  stack: OpsStack,
  { data, recovery }: OpsStackProps,
  { page }: AlarmTopics,
): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(stack, 'TakeoverLag', {
    alarmDescription: `A takeover by ${stack.region} would lose more than the objective allows`,
    metric: data.database.instance!.metric('ReplicaLag', {
      statistic: cloudwatch.Stats.MAXIMUM,
      period: Duration.minutes(1),
    }),
    threshold: recovery.rpo.toSeconds(),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
  });
  alarm.addAlarmAction(new SnsAction(page));
  return alarm;
}
