import { Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import { administrationSecret } from './administration-secret';
import type { AuroraCapacity } from './aurora-capacity';
import { createCluster, instancesOf, resourceOf } from './aurora-cluster';
import { globalNameChecks } from './database-checks';
import { companionPolicy } from './removal';
import type { DatabaseContext, DatabaseParts, DatabaseSettings, TopologyPlan, Warning } from './topology-plan';

/** An Aurora PostgreSQL cluster, alone or the first member of a global database. */
export interface AuroraOptions {
  /**
   * Size of the instances.
   * @default - AuroraCapacity.provisioned(r7g.large)
   */
  readonly capacity?: AuroraCapacity;
  /**
   * Readers that are always there: 0 to 15.
   * @default 2
   */
  readonly minimumReaders?: number;
  /**
   * Readers at the peak, at most 15. Equal to the minimum: no scaling.
   * @default - 5, or the minimum if that is more; 0 without readers
   */
  readonly maximumReaders?: number;
  /**
   * Average CPU of the readers to aim for, in percent.
   * @default 50
   */
  readonly readerCpuPercent?: number;
  /**
   * Identifier of a global database to make, of which this cluster is the first writer. State it from the start: adding
   * it later means a new cluster.
   * @default - none
   */
  readonly globalCluster?: string;
}

const MOST_READERS = 15;

/**
 * A writer and readers over one volume in three zones, readers by load.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html
 */
export class AuroraPlan implements TopologyPlan {
  // The members of a global database have to agree on the minor too.
  public readonly defaultVersion = '18.3';
  public readonly isPoolable = true;

  private readonly least: number;
  private readonly most: number;

  constructor(private readonly options: AuroraOptions) {
    this.least = options.minimumReaders ?? 2;
    this.most = options.maximumReaders ?? (this.least === 0 ? 0 : Math.max(5, this.least));
  }

  public checks(settings: DatabaseSettings): Check[] {
    const { globalCluster } = this.options;
    const isGlobal = globalCluster !== undefined;
    return [...this.readerChecks(), ...(isGlobal ? globalNameChecks(globalCluster, settings) : [])];
  }

  public warnings(): Warning[] {
    if (this.least > 0) return [];
    const message = 'There are 0 readers: a lost writer is made anew, which takes up to ten minutes';
    return [{ code: 'NoReadReplicas', message }];
  }

  public build(context: DatabaseContext): DatabaseParts {
    const { capacity } = this.options;
    const credentials = rds.Credentials.fromSecret(administrationSecret(context), context.administrator);
    const { databaseName } = context;
    const cluster = createCluster(context, { capacity, readers: this.least, credentials, databaseName });
    const globalCluster = this.createGlobalCluster(context, cluster);
    if (this.most > this.least) this.scaleReaders(context, cluster);
    const reader = { host: cluster.clusterReadEndpoint.hostname, port: context.port };
    return {
      writerHost: cluster.clusterEndpoint.hostname,
      reader: this.least > 0 ? reader : undefined,
      readerHosts: this.least > 0 ? [reader.host] : [],
      resourceIds: [cluster.clusterResourceIdentifier],
      backedUp: [cluster.clusterArn],
      isContinuous: true,
      owner: cluster,
      proxyTarget: rds.ProxyTarget.fromCluster(cluster),
      hasProxyReaders: this.least > 0,
      replicas: [],
      cluster,
      globalCluster,
    };
  }

  private createGlobalCluster(
    context: DatabaseContext,
    cluster: rds.DatabaseCluster,
  ): rds.CfnGlobalCluster | undefined {
    if (this.options.globalCluster === undefined) return undefined;
    const globalCluster = new rds.CfnGlobalCluster(context.scope, 'Global', {
      globalClusterIdentifier: this.options.globalCluster,
      engine: 'aurora-postgresql',
      engineVersion: context.version.text,
      storageEncrypted: true,
      deletionProtection: context.deletionProtection,
    });
    globalCluster.applyRemovalPolicy(companionPolicy(context.removalPolicy));
    resourceOf(cluster).globalClusterIdentifier = globalCluster.ref;
    return globalCluster;
  }

  private scaleReaders({ scope }: DatabaseContext, cluster: rds.DatabaseCluster): void {
    const target = new appscaling.ScalableTarget(scope, 'Readers', {
      serviceNamespace: appscaling.ServiceNamespace.RDS,
      resourceId: `cluster:${cluster.clusterIdentifier}`,
      scalableDimension: 'rds:cluster:ReadReplicaCount',
      minCapacity: this.least,
      maxCapacity: this.most,
      role: scalingRole(scope),
    });
    target.scaleToTrackMetric('ReaderCpu', {
      predefinedMetric: appscaling.PredefinedMetric.RDS_READER_AVERAGE_CPU_UTILIZATION,
      targetValue: this.options.readerCpuPercent ?? 50,
    });
    // Scaling counts the readers that are there, so they come first.
    target.node.addDependency(...instancesOf(cluster));
  }

  private readerChecks(): Check[] {
    const counts = [this.least, this.most];
    const cpu = this.options.readerCpuPercent ?? 50;
    return [
      {
        code: 'ReadersOutOfRange',
        property: 'minimumReaders, maximumReaders',
        when: !counts.every((count) => Number.isInteger(count) && count >= 0 && count <= MOST_READERS),
        value: counts,
        allowed: `whole numbers from 0 to ${MOST_READERS}`,
        action: 'Ask for fewer readers, or put a cache in front of them',
      },
      {
        code: 'ReaderRangeEmpty',
        property: 'maximumReaders',
        when: this.least > this.most || (this.least === 0 && this.most > 0),
        value: this.most,
        allowed: `at least minimumReaders (${this.least}), which has to be 1 or more for scaling`,
        action: 'Raise the one or lower the other',
      },
      {
        code: 'ReaderCpuOutOfRange',
        property: 'readerCpuPercent',
        when: !(cpu > 0 && cpu <= 100),
        value: cpu,
        allowed: 'above 0, at most 100',
        action: 'State the average CPU of the readers to aim for',
      },
    ];
  }
}

/** The role that the service makes for itself; another one would be ignored. */
function scalingRole(scope: Construct): iam.IRole {
  const { partition, account } = Stack.of(scope);
  const name =
    'aws-service-role/rds.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_RDSCluster';
  return iam.Role.fromRoleArn(scope, 'ScalingRole', `arn:${partition}:iam::${account}:role/${name}`, {
    mutable: false,
  });
}
