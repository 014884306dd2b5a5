import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { RecoveryObjective } from '../core';
import type { Check } from '../core/errors';
import type { ITieredVpc, TierSecurityGroup } from '../network';
import type { LogVault } from '../security';
import type { DatabaseEndpoint } from './database-endpoint';
import type { EngineVersion } from './engine-version';
import type { ReplicaPool } from './replica-pool';

/** What the user said, with the defaults filled in. */
export interface DatabaseSettings {
  readonly network: ITieredVpc;
  readonly key: kms.IKey;
  readonly logVault: LogVault;
  readonly notifications: sns.ITopic;
  readonly identifier: string;
  readonly version: EngineVersion;
  readonly port: number;
  readonly databaseName?: string;
  readonly administrator: string;
  readonly secretReplicas?: secretsmanager.ReplicaRegion[];
  readonly parameters: { [name: string]: string };
  readonly insights: rds.DatabaseInsightsMode;
  readonly monitoringInterval: Duration;
  readonly backupRetention: Duration;
  readonly recovery?: RecoveryObjective;
  readonly autoMinorVersionUpgrade: boolean;
  readonly allowMajorVersionUpgrade: boolean;
  readonly maintenanceWindow?: string;
  readonly deletionProtection: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** What every topology builds upon. */
export interface DatabaseContext extends DatabaseSettings {
  readonly scope: Construct;
  readonly securityGroup: TierSecurityGroup;
  readonly subnetGroup: rds.ISubnetGroup;
  /** Undefined when enhanced monitoring is off. */
  readonly monitoringRole?: iam.IRole;
}

/** A read replica by its stable name. */
export interface NamedReplica {
  readonly name: string;
  readonly instance: rds.IDatabaseInstance;
}

/** What has an administrator's password that can be rotated: an instance or a cluster. */
export type PasswordOwner = Pick<rds.DatabaseInstance, 'secret' | 'addRotationSingleUser'>;

/** What a topology made. */
export interface DatabaseParts {
  /** Host that takes the writes, or will once it is promoted. */
  readonly writerHost: string;
  /** Where reads go; undefined when the writer is alone. */
  readonly reader?: DatabaseEndpoint;
  /** Hosts behind the reader. */
  readonly readerHosts: string[];
  /** Resource ids that `rds-db:connect` is granted on. */
  readonly resourceIds: string[];
  /** ARNs that belong into a backup plan. */
  readonly backedUp: string[];
  /** Whether they can be restored to a point in time by AWS Backup; copies of another region cannot. */
  readonly isContinuous: boolean;
  /** The owner of the administrator's password; a copy of another region has none. */
  readonly owner?: PasswordOwner;
  /** What a proxy can stand in front of. */
  readonly proxyTarget?: rds.ProxyTarget;
  /** Whether a proxy can spread reads. */
  readonly hasProxyReaders: boolean;
  readonly instance?: rds.IDatabaseInstance;
  readonly replicas: rds.IDatabaseInstance[];
  readonly cluster?: rds.IDatabaseCluster;
  readonly globalCluster?: rds.CfnGlobalCluster;
  /** How replicas of the writer are added; undefined where nobody may. */
  readonly pool?: ReplicaPool;
}

/** Legal but risky. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** One arrangement of instances. */
export interface TopologyPlan {
  /** PostgreSQL version when none is stated. */
  readonly defaultVersion: string;
  /** Whether a proxy can stand in front of it. */
  readonly isPoolable: boolean;
  checks(settings: DatabaseSettings, scope: Construct): Check[];
  warnings(): Warning[];
  build(context: DatabaseContext): DatabaseParts;
}
