import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Check } from '../core/errors';
import { administrationSecret } from './administration-secret';
import { instanceLogs, instanceSettings, resourceOf } from './instance-settings';
import { InstanceStorage, type InstanceStorageOptions } from './instance-storage';
import { parameterGroup } from './parameters';
import { createReaderEndpoint } from './reader-endpoint';
import { createReplicas, replicaChecks } from './read-replica';
import type { ReadReplicaOptions } from './read-replica-options';
import { ReplicaPool } from './replica-pool';
import type { DatabaseContext, DatabaseParts, TopologyPlan, Warning } from './topology-plan';

/** A writer on RDS for PostgreSQL and its read replicas. */
export interface MultiAzInstanceOptions extends InstanceStorageOptions, ReadReplicaOptions {
  /**
   * Class of the writer.
   * @default - m7g.large
   */
  readonly instanceType?: ec2.InstanceType;
}

/** An RDS source takes this many replicas. */
const MOST_REPLICAS = 15;

/**
 * A writer, its standby if it has one, and replicas behind a weighted name.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html
 */
export class InstancePlan implements TopologyPlan {
  public readonly defaultVersion = '18';
  public readonly isPoolable = true;
  /** Class of the writer. */
  public readonly instanceType: ec2.InstanceType;
  /** Storage of the writer. */
  public readonly storage: InstanceStorage;

  private readonly replicaCount: number;

  constructor(
    private readonly options: MultiAzInstanceOptions,
    private readonly isMultiAz: boolean,
  ) {
    this.instanceType = options.instanceType ?? ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE);
    this.storage = new InstanceStorage(options);
    this.replicaCount = options.readReplicas ?? 2;
  }

  public checks(): Check[] {
    return [...this.storage.checks(), ...replicaChecks(this.options, this.replicaCount, MOST_REPLICAS)];
  }

  public warnings(): Warning[] {
    const single = {
      code: 'SingleAzDatabase',
      message: 'The writer has no standby: when its zone fails it is gone until a restore, which takes an hour or more',
    };
    const alone = {
      code: 'NoReadReplicas',
      message: 'There are 0 read replicas: the writer carries all reads, and reader is the writer',
    };
    return [...(this.isMultiAz ? [] : [single]), ...(this.replicaCount > 0 ? [] : [alone])];
  }

  public build(context: DatabaseContext): DatabaseParts {
    const parameters = parameterGroup(context, context.version.instance);
    const instance = this.createWriter(context, parameters);
    const source = { instance, parameterGroup: parameters, instanceType: this.instanceType, storage: this.storage };
    const replicas = createReplicas(context, source, this.replicaCount, this.options);
    const all = [instance, ...replicas.map((replica) => replica.instance)];
    const writerHost = instance.dbInstanceEndpointAddress;
    const reader = replicas.length > 0 ? createReaderEndpoint(context, replicas, this.options, writerHost) : undefined;
    return {
      writerHost,
      reader: reader?.endpoint,
      readerHosts: replicas.map((replica) => replica.instance.dbInstanceEndpointAddress),
      resourceIds: all.map((each) => resourceOf(each).attrDbiResourceId),
      backedUp: [instance.instanceArn],
      isContinuous: true,
      owner: instance,
      proxyTarget: rds.ProxyTarget.fromInstance(instance),
      hasProxyReaders: false,
      instance,
      replicas: replicas.map((replica) => replica.instance),
      pool: reader && new ReplicaPool(context, this.options, reader, { fixed: replicas.length, most: MOST_REPLICAS }),
    };
  }

  private createWriter(context: DatabaseContext, parameters: rds.IParameterGroup): rds.DatabaseInstance {
    const { scope, identifier, version, key, administrator } = context;
    const secret = administrationSecret(context);
    const logs = instanceLogs(context, 'Writer', identifier);
    const instance = new rds.DatabaseInstance(scope, 'Writer', {
      ...instanceSettings(context, identifier, parameters),
      ...this.storage.forWriter(),
      engine: version.instance,
      instanceType: this.instanceType,
      multiAz: this.isMultiAz,
      storageEncrypted: true,
      storageEncryptionKey: key,
      databaseName: context.databaseName,
      credentials: rds.Credentials.fromSecret(secret, administrator),
      backupRetention: context.backupRetention,
      deleteAutomatedBackups: false,
      allowMajorVersionUpgrade: context.allowMajorVersionUpgrade,
      removalPolicy: context.removalPolicy,
    });
    instance.node.addDependency(logs, ...(context.monitoringRole ? [context.monitoringRole] : []));
    return instance;
  }
}
