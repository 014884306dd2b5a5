import { Duration, ReferenceStrength, SecretValue, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import type { AuroraCapacity } from './aurora-capacity';
import { createCluster, resourceOf } from './aurora-cluster';
import { exactVersionCheck } from './database-checks';
import type { DatabaseSource } from './database-source';
import { sourceChecks } from './source-checks';
import type { DatabaseContext, DatabaseParts, DatabaseSettings, TopologyPlan, Warning } from './topology-plan';

/** The cluster of another region in a global database. */
export interface AuroraSecondaryOptions {
  /** A database of this app with `globalCluster`, or a global cluster by its identifier. */
  readonly source: DatabaseSource;
  /**
   * Size of the instances. They take the writes after a switchover: make them as large as those of the primary.
   * @default - AuroraCapacity.provisioned(r7g.large)
   */
  readonly capacity?: AuroraCapacity;
  /**
   * Instances, all of them readers: 1 to 16. Aurora does not scale them in a secondary region.
   * @default 2
   */
  readonly instances?: number;
  /**
   * Whether readers pass writes on to the primary region. Every write waits for the way there and back.
   * @default true
   */
  readonly writeForwarding?: boolean;
}

const MOST_INSTANCES = 16;

/**
 * The cluster of a further region. It has no administrator of its own: users and passwords come with the data.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
 */
export class AuroraSecondaryPlan implements TopologyPlan {
  public readonly defaultVersion: string;
  public readonly isPoolable = true;

  private readonly instanceCount: number;

  constructor(private readonly options: AuroraSecondaryOptions) {
    this.defaultVersion = options.source._target.primary?._version ?? '18.3';
    this.instanceCount = options.instances ?? 2;
  }

  public checks(settings: DatabaseSettings, scope: Construct): Check[] {
    const { primary, globalClusterIdentifier } = this.options.source._target;
    return [
      ...sourceChecks(scope, settings, this.options.source),
      exactVersionCheck(settings),
      {
        code: 'SourceNotGlobal',
        property: 'source',
        when: !primary?.globalCluster && !globalClusterIdentifier,
        value: primary?.node.path ?? this.options.source._target.instanceArn,
        allowed: 'an Aurora database with globalCluster',
        action: 'State globalCluster at the primary; for an RDS instance use DatabaseTopology.crossRegionReplica()',
      },
      {
        code: 'InstancesOutOfRange',
        property: 'instances',
        when: !Number.isInteger(this.instanceCount) || this.instanceCount < 1 || this.instanceCount > MOST_INSTANCES,
        value: this.instanceCount,
        allowed: `a whole number from 1 to ${MOST_INSTANCES}`,
        action: 'Ask for fewer instances, or put a cache in front of them',
      },
    ];
  }

  public warnings(): Warning[] {
    if (this.instanceCount > 1) return [];
    const message =
      'There is 1 instance: the failure of its zone takes the reads of the region, and after a switchover all';
    return [{ code: 'SingleAzDatabase', message }];
  }

  public build(context: DatabaseContext): DatabaseParts {
    const cluster = this.join(context);
    lagAlarm(context, cluster);
    const host = cluster.clusterReadEndpoint.hostname;
    return {
      writerHost: cluster.clusterEndpoint.hostname,
      reader: { host, port: context.port },
      readerHosts: [host],
      resourceIds: [cluster.clusterResourceIdentifier],
      backedUp: [cluster.clusterArn],
      isContinuous: false,
      proxyTarget: rds.ProxyTarget.fromCluster(cluster),
      hasProxyReaders: true,
      replicas: [],
      cluster,
    };
  }

  private join(context: DatabaseContext): rds.DatabaseCluster {
    const { capacity, source, writeForwarding } = this.options;
    const cluster = createCluster(context, { capacity, readers: this.instanceCount - 1, credentials: NOBODY });
    const resource = resourceOf(cluster);
    resource.masterUsername = undefined;
    resource.masterUserPassword = undefined;
    resource.globalClusterIdentifier = this.globalClusterIdentifier();
    resource.sourceRegion = source.region;
    resource.enableGlobalWriteForwarding = writeForwarding ?? true;
    return cluster;
  }

  /** A weak reference: the region of the primary can be updated, or gone, without asking this one. */
  private globalClusterIdentifier(): string {
    const { primary, globalClusterIdentifier } = this.options.source._target;
    if (globalClusterIdentifier) return globalClusterIdentifier;
    return Stack.consumeReference(primary!.globalCluster!.ref, ReferenceStrength.WEAK);
  }
}

/** The construct of a cluster makes a secret unless it has credentials; these never reach the template. */
const NOBODY = rds.Credentials.fromPassword('nobody', SecretValue.unsafePlainText('none'));

function lagAlarm({ scope, notifications, recovery }: DatabaseContext, cluster: rds.DatabaseCluster): void {
  const limit = recovery?.rpo ?? Duration.minutes(1);
  const alarm = new cloudwatch.Alarm(scope, 'GlobalLag', {
    alarmDescription: `A region failover would lose more than ${limit.toHumanString()} of writes.`,
    metric: cluster.metric('AuroraGlobalDBRPOLag', { statistic: 'Maximum', period: Duration.minutes(1) }),
    threshold: limit.toMilliseconds(),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
}
