import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import {
  type ExperimentContext,
  type ExperimentPlan,
  onlyTagged,
  type Permission,
  type PlannedTarget,
  SEARCH_TAGS,
  tagged,
} from './experiment-spec';

const DESCRIBE: Permission = { actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], resources: ['*'] };

/**
 * A reader of the cluster becomes the writer.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#failover-db-cluster
 */
export function failOverCluster(clusters: PlannedTarget, permission: Omit<Permission, 'actions'>): ExperimentPlan {
  const failOver = { actionId: 'aws:rds:failover-db-cluster', targets: { Clusters: 'Clusters' } };
  return {
    targets: { Clusters: clusters },
    actions: { FailOverClusters: failOver },
    permissions: [{ actions: ['rds:FailoverDBCluster'], ...permission }, DESCRIBE, SEARCH_TAGS],
  };
}

/**
 * The standby of a Multi-AZ instance takes over.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#reboot-db-instances
 */
export function failOverInstance(instances: PlannedTarget, permission: Omit<Permission, 'actions'>): ExperimentPlan {
  const failOver = {
    actionId: 'aws:rds:reboot-db-instances',
    parameters: { forceFailover: 'true' },
    targets: { DBInstances: 'Databases' },
  };
  return {
    targets: { Databases: instances },
    actions: { FailOverDatabases: failOver },
    permissions: [{ actions: ['rds:RebootDBInstance'], ...permission }, DESCRIBE, SEARCH_TAGS],
  };
}

/** Clusters whose writer is in the zone. */
export function failOverClustersIn(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  zone: string,
): ExperimentPlan {
  const clusters = tagged('aws:rds:cluster', tag, share, { parameters: { writerAvailabilityZoneIdentifiers: zone } });
  const resources = [context.colonArn('rds', 'cluster', '*')];
  return failOverCluster(clusters, { resources, conditions: onlyTagged(tag) });
}

/** Multi-AZ instances whose primary is in the zone. */
export function failOverInstancesIn(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  zone: string,
): ExperimentPlan {
  const instances = tagged('aws:rds:db', tag, share, { parameters: { availabilityZoneIdentifiers: zone } });
  const resources = [context.colonArn('rds', 'db', '*')];
  return failOverInstance(instances, { resources, conditions: onlyTagged(tag) });
}
