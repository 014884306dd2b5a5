import { Duration, Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { ScaledDimension, type ScalingSpec } from './cache-scaling';

const DIMENSIONS = {
  [ScaledDimension.SHARDS]: 'elasticache:replication-group:NodeGroups',
  [ScaledDimension.REPLICAS]: 'elasticache:replication-group:Replicas',
};

const {
  ELASTICACHE_DATABASE_CAPACITY_USAGE_COUNTED_FOR_EVICT_PERCENTAGE: CAPACITY,
  ELASTICACHE_DATABASE_MEMORY_USAGE_COUNTED_FOR_EVICT_PERCENTAGE: MEMORY,
  ELASTICACHE_PRIMARY_ENGINE_CPU_UTILIZATION: PRIMARY_PROCESSOR,
  ELASTICACHE_REPLICA_ENGINE_CPU_UTILIZATION: REPLICA_PROCESSOR,
} = appscaling.PredefinedMetric;

/** Moving keys costs processor time, so a step is taken out soon and back late. */
const COOLDOWNS = { scaleOutCooldown: Duration.minutes(5), scaleInCooldown: Duration.minutes(15) };

/** Lets a number of a replication group follow the load. */
export function scaleCache(scope: Construct, group: elasticache.CfnReplicationGroup, spec: ScalingSpec): void {
  const { dimension, minimum: minCapacity, maximum: maxCapacity } = spec;
  const parent = new Construct(scope, `${dimension}Scaling`);
  const target = new appscaling.ScalableTarget(parent, 'Target', {
    serviceNamespace: appscaling.ServiceNamespace.ELASTICACHE,
    resourceId: `replication-group/${group.ref}`,
    scalableDimension: DIMENSIONS[dimension],
    minCapacity,
    maxCapacity,
    role: serviceLinkedRole(parent),
  });
  const track = (id: string, predefinedMetric: appscaling.PredefinedMetric, targetValue: number) =>
    target.scaleToTrackMetric(id, { predefinedMetric, targetValue, ...COOLDOWNS });
  track('Processor', dimension === ScaledDimension.SHARDS ? PRIMARY_PROCESSOR : REPLICA_PROCESSOR, spec.processor);
  // Nodes with a local disk fill their memory on purpose.
  if (spec.memory) track('Memory', group.dataTieringEnabled ? CAPACITY : MEMORY, spec.memory);
}

/** The role that the service makes when it is first used; a role of ours would be ignored. */
function serviceLinkedRole(scope: Construct): iam.IRole {
  const arn = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/elasticache.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_ElastiCacheRG',
  });
  return iam.Role.fromRoleArn(scope, 'Role', arn, { mutable: false });
}
