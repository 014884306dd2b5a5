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

/**
 * The manual way of the writer to this region, beside the plan: for who does not trust the plan, or has to stop half-way. It
 * leads from the home region to the other one, and back without losing a write.
 */
export function createRegionRunbook(
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
