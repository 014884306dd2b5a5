import { ReferenceStrength, type Size, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import type { DatabaseSource } from './database-source';
import { resourceOf } from './instance-settings';
import { InstanceStorage } from './instance-storage';
import { InstancePlan } from './multi-az-instance';
import { parameterGroup } from './parameters';
import { createReaderEndpoint } from './reader-endpoint';
import { createReplica, createReplicas, placement, replicaChecks, type ReplicaSource } from './read-replica';
import { type ReadReplicaOptions, ReplicaRedundancy } from './read-replica-options';
import { sourceChecks } from './source-checks';
import type { DatabaseContext, DatabaseParts, DatabaseSettings, TopologyPlan, Warning } from './topology-plan';

/** A copy of an RDS instance of another region. */
export interface CrossRegionReplicaOptions extends ReadReplicaOptions {
  /** The writer of another region: a database of this app, or an instance by its ARN. */
  readonly source: DatabaseSource;
  /**
   * Class of the replica, which takes the writes once it is promoted.
   * @default - the class of the source; needed when the source is an ARN
   */
  readonly instanceType?: ec2.InstanceType;
  /**
   * Up to where storage grows by itself.
   * @default - like the source; needed when the source is an ARN
   */
  readonly maximumStorage?: Size;
}

/** RDS does not promise more copies in other regions than this. */
const MOST_COPIES = 5;
/** A replica takes this many replicas of its own. */
const MOST_CASCADED = 5;

/**
 * A replica of another region's writer and, below it, replicas of the replica. The stack of the writer does not know of it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
 */
export class CrossRegionReplicaPlan implements TopologyPlan {
  public readonly defaultVersion: string;
  public readonly isPoolable = false;

  private readonly origin?: InstancePlan;
  private readonly storage: InstanceStorage;
  private readonly replicaCount: number;

  constructor(private readonly options: CrossRegionReplicaOptions) {
    const primary = options.source._target.primary;
    this.origin = primary?._plan instanceof InstancePlan ? primary._plan : undefined;
    this.defaultVersion = primary?._version ?? '18';
    const storage = this.origin?.storage ?? new InstanceStorage({});
    this.storage = options.maximumStorage ? storage.upTo(options.maximumStorage) : storage;
    this.replicaCount = options.readReplicas ?? 0;
  }

  public checks(settings: DatabaseSettings, scope: Construct): Check[] {
    return [
      ...sourceChecks(scope, settings, this.options.source),
      ...this.originChecks(),
      ...this.storage.checks(),
      ...replicaChecks(this.withLag(settings), this.replicaCount, MOST_CASCADED),
    ];
  }

  public warnings(): Warning[] {
    if (this.options.replicaRedundancy !== ReplicaRedundancy.ONE_ZONE_EACH) return [];
    const message = 'The replica has no standby: once it is promoted, the failure of one zone takes the database';
    return [{ code: 'SingleAzDatabase', message }];
  }

  public build(context: DatabaseContext): DatabaseParts {
    this.options.source._target.primary?._copies.push(context.scope.node.path);
    const shared = { ...this.shape(), parameterGroup: parameterGroup(context, context.version.instance) };
    const instance = this.createStandby(context, { ...shared, instance: placeholder(context) });
    const cascaded = createReplicas(context, { ...shared, instance }, this.replicaCount, this.options);
    const readers = [{ name: 'standby', instance }, ...cascaded];
    return {
      writerHost: instance.dbInstanceEndpointAddress,
      reader: createReaderEndpoint(context, readers, this.withLag(context)).endpoint,
      readerHosts: readers.map((reader) => reader.instance.dbInstanceEndpointAddress),
      resourceIds: readers.map((reader) => resourceOf(reader.instance).attrDbiResourceId),
      backedUp: [instance.instanceArn],
      isContinuous: false,
      hasProxyReaders: false,
      instance,
      replicas: cascaded.map((replica) => replica.instance),
    };
  }

  // A plan for a promoted replica has to keep the construct id and the identifier, and to drop what is set here last.
  private createStandby(context: DatabaseContext, source: ReplicaSource): rds.DatabaseInstanceReadReplica {
    const replica = createReplica(context, 'standby', source, {
      ...placement(context, this.options, 0),
      instanceIdentifier: context.identifier,
      storageEncryptionKey: context.key,
      backupRetention: context.backupRetention,
      deleteAutomatedBackups: false,
    });
    const resource = resourceOf(replica);
    resource.sourceDbInstanceIdentifier = this.sourceArn();
    resource.sourceRegion = this.options.source.region;
    return replica;
  }

  /** What lags by more than the RPO would lose too much if it were promoted. */
  private withLag({ recovery }: DatabaseSettings): ReadReplicaOptions {
    const objective = recovery?.isZeroLoss ? undefined : recovery?.rpo;
    return { ...this.options, maximumReplicaLag: this.options.maximumReplicaLag ?? objective };
  }

  /** A weak reference: the region of the source can be updated, or gone, without asking this one. */
  private sourceArn(): string {
    const { primary, instanceArn } = this.options.source._target;
    if (instanceArn) return instanceArn;
    return Stack.consumeReference(resourceOf(primary!.instance!).attrDbInstanceArn, ReferenceStrength.WEAK);
  }

  private shape() {
    const instanceType = (this.options.instanceType ?? this.origin?.instanceType)!;
    return { instanceType, storage: this.storage };
  }

  private originChecks(): Check[] {
    const { source, instanceType, maximumStorage } = this.options;
    const copies = source._target.primary?._copies ?? [];
    return [
      {
        code: 'SourceNotAWriter',
        property: 'source',
        when: !this.origin && !source._target.instanceArn,
        value: source._target.primary?.node.path ?? source._target.globalClusterIdentifier,
        allowed: 'an RDS instance that is not a replica: replicas of other regions start at the writer',
        action: 'Name the writer; for Aurora use DatabaseTopology.auroraSecondary()',
      },
      {
        code: 'ReplicaShapeUnknown',
        property: 'instanceType, maximumStorage',
        when: source._target.instanceArn !== undefined && !(instanceType && maximumStorage),
        value: [instanceType?.toString(), maximumStorage?.toGibibytes()],
        allowed: 'both stated when the source is an ARN',
        action: 'State the class and the storage limit of the source',
      },
      {
        code: 'TooManyCrossRegionReplicas',
        property: 'source',
        when: copies.length >= MOST_COPIES,
        value: copies.length + 1,
        allowed: `at most ${MOST_COPIES} per source`,
        action: 'Serve further regions from the nearest copy, by replicas of the replica',
      },
    ];
  }
}

/** The construct of a replica wants an instance of its own region; its ARN is set afterwards. */
function placeholder({ scope, port }: DatabaseContext): rds.IDatabaseInstance {
  return rds.DatabaseInstance.fromDatabaseInstanceAttributes(scope, 'Source', {
    instanceIdentifier: 'source',
    instanceEndpointAddress: 'source',
    port,
    securityGroups: [],
  });
}
