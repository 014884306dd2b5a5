import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as route53 from 'aws-cdk-lib/aws-route53';

/** How a read replica itself is protected. */
export enum ReplicaRedundancy {
  /** A standby in another zone takes over under the same host name: twice the price. */
  MULTI_AZ = 'multiAz',
  /**
   * One instance, each replica in another one of the first three zones. With two replicas or more the others are the
   * redundancy, and the finding of the policy packs is acknowledged; a single one leaves the finding open.
   */
  ONE_ZONE_EACH = 'oneZoneEach',
}

/** Read replicas of an RDS instance, and the name that spreads reads over them. */
export interface ReadReplicaOptions {
  /**
   * How many read replicas: 0 to 15, replicas of a replica of another region 0 to 5. They are counted from 1 and keep
   * their names; a removed one is the last.
   * @default - 2; 0 below a replica of another region
   */
  readonly readReplicas?: number;
  /**
   * Class of the replicas. One that is smaller than the writer lags behind under load.
   * @default - the class of the writer
   */
  readonly replicaInstanceType?: ec2.InstanceType;
  /**
   * How each replica is protected.
   * @default ReplicaRedundancy.MULTI_AZ
   */
  readonly replicaRedundancy?: ReplicaRedundancy;
  /**
   * Private hosted zone of the reader's name, associated with the VPC.
   * @default - a new one: `<identifier>.internal`
   */
  readonly readerZone?: route53.IHostedZone;
  /**
   * Full name of the reader.
   * @default - `reader.` and the name of the zone
   */
  readonly readerName?: string;
  /**
   * Lag at which a replica gets no more reads. The lag of an idle database rises to about five minutes, until PostgreSQL
   * switches its log segment: below that, write a heartbeat every few seconds.
   * @default - 6 minutes; in another region the RPO, if one is stated
   */
  readonly maximumReplicaLag?: Duration;
  /**
   * Connections at which a replica gets no more. The others have to carry its share then, and the writer all of it when
   * none is left. Costs two more health checks per replica.
   * @default - none: a replica that is full refuses connections, and clients ask for the name again
   */
  readonly maximumReplicaConnections?: number;
}
