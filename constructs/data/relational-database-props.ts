import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { RecoveryObjective } from '../core';
import type { ITieredVpc } from '../network';
import type { LogVault } from '../security';
import type { ConnectionPooling } from './connection-pooling';
import type { DatabaseBackup } from './database-backup';
import type { DatabaseTopology } from './database-topology';
import type { PasswordRotation } from './password-rotation';

/** A PostgreSQL database. */
export interface RelationalDatabaseProps {
  /** Where it is: instances in the data tier, the function that rotates the password in the app tier. */
  readonly network: ITieredVpc;
  /** Encrypts storage, backups, the secret and performance data. It can never be changed. */
  readonly key: kms.IKey;
  /** Makes the log groups of instances and proxy. */
  readonly logVault: LogVault;
  /** Learns of lagging and lost replicas. */
  readonly notifications: sns.ITopic;
  /**
   * How instances are arranged.
   * @default - DatabaseTopology.multiAzInstance(): a Multi-AZ writer with two Multi-AZ read replicas
   */
  readonly topology?: DatabaseTopology;
  /**
   * PostgreSQL version: a major (`18`), or a major and a minor (`18.3`).
   * @default - PostgreSQL 18 with the minor that RDS prefers; for Aurora 18.3, because the members of a global database
   * have to agree
   */
  readonly engineVersion?: string;
  /**
   * Name of the instances in the account and region, to which the topology adds: 2 to 50 lower-case letters, digits
   * and single hyphens. A change would replace the database; CloudFormation refuses it.
   * @default - derived from the stack's name and the construct's path
   */
  readonly identifier?: string;
  /**
   * Name of a database to create.
   * @default - none but `postgres`
   */
  readonly databaseName?: string;
  /**
   * Name of the administrator.
   * @default postgres
   */
  readonly administrator?: string;
  /**
   * Regions to which the administrator's secret is copied, with a key of each.
   * @default - none: a promoted replica of another region needs a new password
   */
  readonly secretReplicas?: secretsmanager.ReplicaRegion[];
  /**
   * How often the administrator's password changes.
   * @default - PasswordRotation.every(Duration.days(30))
   */
  readonly passwordRotation?: PasswordRotation;
  /**
   * TCP port of the instances: 1150 to 65535. A proxy always listens on 5432.
   * @default 5433
   */
  readonly port?: number;
  /**
   * How clients share connections to the writer.
   * @default - ConnectionPooling.rdsProxy(); none for a replica of another region, which a proxy cannot serve
   */
  readonly pooling?: ConnectionPooling;
  /**
   * Settings of the parameter group.
   * @default - connections without TLS are refused
   */
  readonly parameters?: { [name: string]: string };
  /**
   * What may be lost, and for how long. A copy in another region that lags by more than the RPO raises an alarm; within a
   * region no committed write is lost.
   * @default - none stated
   */
  readonly recovery?: RecoveryObjective;
  /**
   * How far back the automated backups reach: 1 to 35 days. To change it for a writer, see `DatabaseBackup.daily()`.
   * @default - 35 days
   */
  readonly backupRetention?: Duration;
  /**
   * Backups in a vault, which the deletion of the database does not reach.
   * @default - DatabaseBackup.daily(): a vault and a plan of its own
   */
  readonly backup?: DatabaseBackup;
  /**
   * Depth of performance data. Advanced keeps 15 months and is charged per vCPU, standard keeps 7 days.
   * @default - advanced
   */
  readonly insights?: rds.DatabaseInsightsMode;
  /**
   * Granularity of the operating system's metrics: 1, 5, 10, 15, 30 or 60 seconds; 0 switches them off.
   * @default - 15 seconds
   */
  readonly monitoringInterval?: Duration;
  /**
   * Whether RDS installs minor versions in the maintenance window.
   * @default true
   */
  readonly autoMinorVersionUpgrade?: boolean;
  /**
   * Whether a new major in `engineVersion` is accepted. It interrupts service and cannot be taken back. RDS takes the
   * replicas of the region along; those of other regions stop following, and have to be made anew.
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * Weekly window in UTC, for example `sun:03:00-sun:04:00`.
   * @default - RDS chooses one
   */
  readonly maintenanceWindow?: string;
  /**
   * Whether a deletion is refused.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * What happens to instances, secret, vault and groups when they leave the stack. With RETAIN a replica that you remove
   * runs on, outside the stack, until you delete it; with any other policy replicas are deleted. What is retained keeps
   * its name: before it is made again, delete it, import it, or state another `identifier`.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
