import { Runbook, RunbookProcedure } from '../../../constructs/resilience';
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
