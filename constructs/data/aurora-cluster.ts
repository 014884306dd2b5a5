import { Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import { AuroraCapacity } from './aurora-capacity';
import { acknowledgeLiteralZone, dataZones } from './data-tier';
import { namedLogGroup } from './named-log-group';
import { observation } from './observation';
import { parameterGroup } from './parameters';
import type { DatabaseContext } from './topology-plan';

/** Aurora keeps its copies in three zones. */
const ZONES = 3;

/** What the clusters of a primary and a secondary region differ in. */
export interface ClusterShape {
  readonly capacity?: AuroraCapacity;
  /** Instances beside the first. */
  readonly readers: number;
  readonly credentials: rds.Credentials;
  readonly databaseName?: string;
}

/** An Aurora cluster whose instances are numbered: which of them writes changes with every failover. */
export function createCluster(context: DatabaseContext, shape: ClusterShape): rds.DatabaseCluster {
  const { scope, network, identifier } = context;
  const logs = namedLogGroup(context, scope, 'Logs', `/aws/rds/cluster/${identifier}/postgresql`);
  const capacity = shape.capacity ?? defaultCapacity();
  const [writer, ...readers] = instances(context, capacity, shape.readers + 1);
  const cluster = new rds.DatabaseCluster(scope, 'Cluster', {
    ...clusterSettings(context),
    ...observation(context),
    vpc: network.vpc,
    vpcSubnets: network.data,
    serverlessV2MinCapacity: capacity._range?.minimumUnits,
    serverlessV2MaxCapacity: capacity._range?.maximumUnits,
    credentials: shape.credentials,
    defaultDatabaseName: shape.databaseName,
    writer,
    readers,
  });
  cluster.node.addDependency(logs, ...(context.monitoringRole ? [context.monitoringRole] : []));
  acknowledgeClusterBackup(cluster);
  acknowledgeLiteralZone(cluster);
  return cluster;
}

/** The resource of a cluster, for what the L2 has no word for. */
export function resourceOf(cluster: rds.DatabaseCluster): rds.CfnDBCluster {
  return cluster.node.defaultChild as rds.CfnDBCluster;
}

/** The instances of a cluster, without what else is below it. */
export function instancesOf(cluster: rds.DatabaseCluster): IConstruct[] {
  return cluster.node.children.filter((child) => rds.CfnDBInstance.isCfnDBInstance(child.node.defaultChild));
}

function clusterSettings(context: DatabaseContext) {
  return {
    engine: context.version.cluster,
    clusterIdentifier: context.identifier,
    subnetGroup: context.subnetGroup,
    securityGroups: [context.securityGroup.reference],
    port: context.port,
    parameterGroup: parameterGroup(context, context.version.cluster),
    storageEncrypted: true,
    storageEncryptionKey: context.key,
    iamAuthentication: true,
    copyTagsToSnapshot: true,
    backup: { retention: context.backupRetention },
    deleteAutomatedBackups: false,
    cloudwatchLogsExports: ['postgresql'],
    preferredMaintenanceWindow: context.maintenanceWindow,
    deletionProtection: context.deletionProtection,
    removalPolicy: context.removalPolicy,
  };
}

/** The second instance is the first to take over. */
function instances(context: DatabaseContext, capacity: AuroraCapacity, count: number): rds.IClusterInstance[] {
  const zones = dataZones(context.network).slice(0, ZONES);
  const { enablePerformanceInsights, performanceInsightEncryptionKey, performanceInsightRetention } =
    observation(context);
  return Array.from({ length: count }, (_, index) =>
    capacity._instance(`instance-${index + 1}`, {
      instanceIdentifier: `${context.identifier}-${index + 1}`,
      availabilityZone: zones[index % zones.length],
      promotionTier: Math.min(index, 2),
      publiclyAccessible: false,
      enablePerformanceInsights,
      performanceInsightEncryptionKey,
      performanceInsightRetention,
      autoMinorVersionUpgrade: context.autoMinorVersionUpgrade,
    }),
  );
}

function defaultCapacity(): AuroraCapacity {
  return AuroraCapacity.provisioned(ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE));
}

function acknowledgeClusterBackup(cluster: rds.DatabaseCluster): void {
  const reason = 'Aurora is backed up per cluster, and the cluster is what the backup plan selects.';
  for (const pack of ['NIST.800.53.R5', 'HIPAA.Security']) {
    Validations.of(cluster).acknowledge({ id: `${pack}::${pack}-RDSInBackupPlan`, reason });
  }
}
