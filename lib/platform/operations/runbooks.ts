import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type RegionFailoverOptions, Runbook, RunbookProcedure } from '../../../constructs/resilience';
import type { DataStack } from '../data-stack';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** What people start by hand in a region, each with preconditions and a dry run. */
export function createRunbooks(stack: OpsStack, { app, data }: Pick<OpsStackProps, 'app' | 'data'>): Runbook[] {
  const { web, api } = app;
  const procedures: { [id: string]: RunbookProcedure } = {
    DatabaseFailover: RunbookProcedure.databaseFailover({
      instanceIdentifier: data.database.instance!.instanceIdentifier,
    }),
    CacheFailover: RunbookProcedure.cacheFailover({ cacheName: data.cache.replicationGroup.ref }),
    WebZoneEvacuation: evacuation(web.loadBalancer.alb.loadBalancerArn),
    ApiZoneEvacuation: evacuation(api.loadBalancer.alb.loadBalancerArn),
    WebRollback: RunbookProcedure.fleetRollback({ autoScalingGroupName: web.fleet.group.autoScalingGroupName }),
    ApiRollback: RunbookProcedure.serviceRollback({
      clusterName: api.service.cluster.clusterName,
      serviceName: api.service.service.serviceName,
    }),
  };
  return Object.entries(procedures).map(([id, procedure]) => new Runbook(stack, id, { procedure }));
}

function evacuation(loadBalancerArn: string): RunbookProcedure {
  return RunbookProcedure.zoneEvacuation({ loadBalancerArn });
}

/** What leads to this region from the one that it exchanges roles with. */
export function createRegionRunbooks(
  stack: OpsStack,
  props: OpsStackProps,
  counterpart: DataStack,
  lagAlarm: cloudwatch.IAlarm,
): Runbook[] {
  return [writerRunbook(stack, props, counterpart, lagAlarm), ...cacheRunbooks(stack, props)];
}

/**
 * The manual way of the writer to this region, beside the plan: for who does not trust the plan, or has to stop half-way. It
 * leads from the home region to the other one, and back without losing a write, if the application heeds the fence: the item
 * `writer` of the session table, which is not made here, because from then on it is data. Users go where the plan sends them.
 */
function writerRunbook(
  stack: OpsStack,
  { data, foundation }: OpsStackProps,
  counterpart: DataStack,
  { alarmName: lagAlarmName }: cloudwatch.IAlarm,
): Runbook {
  const options: RegionFailoverOptions = {
    replicaIdentifier: data.database.instance!.instanceIdentifier,
    sourceArn: counterpart.database.instance!.instanceArn,
    fromRegion: counterpart.region,
    writer: { tableName: data.sessions.tableName, tableKeyArn: foundation.key.key.keyArn },
    lagAlarmName,
  };
  const procedure = data.isHome ? RunbookProcedure.regionFailback(options) : RunbookProcedure.regionFailover(options);
  return new Runbook(stack, data.isHome ? 'RegionFailback' : 'RegionFailover', { procedure });
}

/** The plan knows no caches. Until it is promoted, the cache of this region refuses writes: what expires is not replaced. */
function cacheRunbooks(stack: OpsStack, { data: { cache, globalCacheId } }: OpsStackProps): Runbook[] {
  if (globalCacheId === undefined) return [];
  const cacheName = cache.replicationGroup.ref;
  return [
    new Runbook(stack, 'CachePromotion', { procedure: RunbookProcedure.cachePromotion({ cacheName, globalCacheId }) }),
  ];
}
