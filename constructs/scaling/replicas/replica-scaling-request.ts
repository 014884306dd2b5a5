import { Lazy } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { RelationalDatabase } from '../../data';
import type { Json } from '../workflow/workflow-states';

/** What marks a replica as one that may be deleted. */
export const OWNER_TAG = 'cdk-nines:scaled-by';

/**
 * The request that makes a replica like the first fixed one, read from its resource so that what was overridden there
 * holds here, too. Key, subnets and parameters are those of the source: within a region RDS takes them from it, and
 * refuses to be told (`DBSubnetGroupNotAllowedFault`, and a parameter group for PostgreSQL).
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
 */
export function replicaRequest(database: RelationalDatabase, owner: string): Json {
  const { identifier, port } = database._pool!.context;
  const model = modelOf(database);
  return stated({
    'DbInstanceIdentifier.$': '$.identifier',
    SourceDBInstanceIdentifier: identifier,
    ...place(model),
    ...shape(model),
    ...watching(model),
    Port: port,
    PubliclyAccessible: false,
    EnableIAMDatabaseAuthentication: model.enableIamDatabaseAuthentication,
    AutoMinorVersionUpgrade: model.autoMinorVersionUpgrade,
    CopyTagsToSnapshot: model.copyTagsToSnapshot,
    DeletionProtection: false,
    Tags: Lazy.any({ produce: () => tags(model, owner) }),
  });
}

/** The resource of the first fixed replica. */
export function modelOf(database: RelationalDatabase): rds.CfnDBInstance {
  return database.replicas[0].node.defaultChild as rds.CfnDBInstance;
}

function place(model: rds.CfnDBInstance): object {
  return {
    MultiAZ: model.multiAz ?? false,
    ...(model.availabilityZone && { 'AvailabilityZone.$': '$.availabilityZone' }),
    VpcSecurityGroupIds: model.vpcSecurityGroups,
  };
}

function shape(model: rds.CfnDBInstance): object {
  return {
    DbInstanceClass: model.dbInstanceClass,
    StorageType: model.storageType,
    Iops: model.iops,
    StorageThroughput: model.storageThroughput,
    MaxAllocatedStorage: model.maxAllocatedStorage,
  };
}

function watching(model: rds.CfnDBInstance): object {
  return {
    MonitoringInterval: model.monitoringInterval,
    MonitoringRoleArn: model.monitoringRoleArn,
    EnablePerformanceInsights: model.enablePerformanceInsights,
    PerformanceInsightsKMSKeyId: model.performanceInsightsKmsKeyId,
    PerformanceInsightsRetentionPeriod: model.performanceInsightsRetentionPeriod,
    DatabaseInsightsMode: model.databaseInsightsMode,
    EnableCloudwatchLogsExports: model.enableCloudwatchLogsExports,
  };
}

function tags(model: rds.CfnDBInstance, owner: string): object[] {
  const inherited = Object.entries(model.tags.tagValues()).filter(([key]) => key !== OWNER_TAG);
  return [...inherited, [OWNER_TAG, owner]].map(([Key, Value]) => ({ Key, Value }));
}

function stated(request: Json): Json {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
