import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { WeightedEndpoint, type WeightedTarget } from '../dns';
import type { DatabaseEndpoint } from './database-endpoint';
import type { ReadReplicaOptions } from './read-replica-options';
import type { DatabaseContext, NamedReplica } from './topology-plan';

/** The lag of an idle database, and one more minute. */
const MOST_LAG = Duration.minutes(6);
const TTL = Duration.seconds(5);

/** The reader's name and what it is made of. */
export interface ReaderEndpoint {
  readonly endpoint: DatabaseEndpoint;
  readonly zone: route53.IHostedZone;
  readonly ttl: Duration;
}

/**
 * One private name over replicas, because no proxy and no managed endpoint of RDS spreads reads over them. Each record
 * lives and dies with its replica.
 */
export function createReaderEndpoint(
  context: DatabaseContext,
  replicas: NamedReplica[],
  options: ReadReplicaOptions,
  fallback?: string,
): ReaderEndpoint {
  const zone = options.readerZone ?? privateZone(context);
  const { domainName } = new WeightedEndpoint(context.scope, 'Reader', {
    zone,
    recordName: options.readerName ?? `reader.${zone.zoneName}`,
    targets: replicas.map((replica) => readerTarget(context, replica, options)),
    fallback,
    ttl: TTL,
  });
  return { endpoint: { host: domainName, port: context.port }, zone, ttl: TTL };
}

/** A zone per database: a VPC takes each name once. */
function privateZone({ scope, identifier, network }: DatabaseContext): route53.IHostedZone {
  return new route53.PrivateHostedZone(scope, 'ReaderZone', { zoneName: `${identifier}.internal`, vpc: network.vpc });
}

/** A replica behind the reader, with the alarms that take it out. */
export function readerTarget(
  context: DatabaseContext,
  replica: NamedReplica,
  options: ReadReplicaOptions,
): WeightedTarget {
  const lag = (options.maximumReplicaLag ?? MOST_LAG).toSeconds({ integral: false });
  const connections = options.maximumReplicaConnections;
  return {
    name: replica.name,
    hostName: replica.instance.dbInstanceEndpointAddress,
    alarms: {
      Lag: alarm(context, replica, 'ReplicaLag', lag),
      ...(connections && { Connections: alarm(context, replica, 'DatabaseConnections', connections) }),
    },
  };
}

/**
 * A replica that reports nothing is taken for lost. The threshold is part of the id, because Route 53 copies an alarm when
 * its health check is made and does not learn of changes: another threshold has to be another alarm.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-updating-cloudwatch-alarm-settings.html
 */
function alarm(
  { scope, notifications }: DatabaseContext,
  replica: NamedReplica,
  metricName: string,
  threshold: number,
) {
  const metric = replica.instance.metric(metricName, { statistic: 'Average', period: Duration.minutes(1) });
  const made = new cloudwatch.Alarm(scope, `${replica.name}-${metricName}-${threshold}`, {
    alarmDescription: `${replica.name} gets no more reads: ${metricName} is above ${threshold}, or the replica is silent.`,
    metric,
    threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  made.addAlarmAction(new SnsAction(notifications));
  return made;
}
