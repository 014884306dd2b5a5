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
