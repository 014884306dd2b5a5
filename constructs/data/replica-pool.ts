import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { HealthSource } from '../dns';
import { instanceLogs } from './instance-settings';
import type { ReadReplicaOptions } from './read-replica-options';
import { placement } from './read-replica';
import { type ReaderEndpoint, readerTarget } from './reader-endpoint';
import type { DatabaseContext } from './topology-plan';

/** How many replicas there are, and how many there may be. */
export interface PoolSize {
  /** Replicas of the template. */
  readonly fixed: number;
  /** Replicas that the source takes. */
  readonly most: number;
}

/** A place for a replica that no template knows: what has to be there before it, and stays when it goes. */
export interface ReplicaSlot {
  /** Identifier of the instance, and of its record in the set. */
  readonly identifier: string;
  /** Its zone; RDS chooses two of them if none is stated. */
  readonly availabilityZone?: string;
  /** Names of the alarms that are quiet while it may be read. */
  readonly alarmNames: string[];
  readonly healthCheck: route53.IHealthCheck;
}

/** The replicas behind a reader, for those who add some. */
export class ReplicaPool {
  /** Whether somebody adds replicas already. */
  public isScaled = false;

  constructor(
    public readonly context: DatabaseContext,
    private readonly options: ReadReplicaOptions,
    public readonly reader: ReaderEndpoint,
    public readonly size: PoolSize,
  ) {}

  /** What the replica with this number, counted from 1 beside the fixed ones, needs around it. */
  public slot(scope: Construct, number: number): ReplicaSlot {
    const name = `extra-${number}`;
    const identifier = `${this.context.identifier}-${name}`;
    const context = { ...this.context, scope: new Construct(scope, name) };
    instanceLogs(context, 'Instance', identifier);
    const instance = this.standIn(context, identifier);
    const alarms = Object.entries(readerTarget(context, { name, instance }, this.options).alarms);
    const sources = alarms.map(([key, alarm]) => [key, HealthSource.alarm({ alarm })] as const);
    const health = sources.length === 1 ? sources[0][1] : HealthSource.calculated(Object.fromEntries(sources));
    return {
      identifier,
      availabilityZone: placement(context, this.options, this.size.fixed + number - 1).availabilityZone,
      alarmNames: alarms.map(([key, alarm]) => quietWhileEmpty(alarm, `${identifier}-${key}`)),
      healthCheck: health._bind(context.scope, 'Health'),
    };
  }

  /** Metrics need an instance, and there is none yet. */
  private standIn({ scope, port }: DatabaseContext, instanceIdentifier: string): rds.IDatabaseInstance {
    return rds.DatabaseInstance.fromDatabaseInstanceAttributes(scope, 'StandIn', {
      instanceIdentifier,
      instanceEndpointAddress: instanceIdentifier,
      port,
      securityGroups: [],
    });
  }
}

/**
 * An empty place is silent and no news; its health check takes silence for a lost replica all the same. The literal name
 * keeps the policies that list many of them within the size that IAM takes.
 */
function quietWhileEmpty(alarm: cloudwatch.IAlarm, prefix: string): string {
  const resource = alarm.node.defaultChild as cloudwatch.CfnAlarm;
  const alarmName = `${prefix}-${resource.threshold}`;
  resource.alarmName = alarmName;
  resource.treatMissingData = cloudwatch.TreatMissingData.MISSING;
  return alarmName;
}
