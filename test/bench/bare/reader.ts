import { Duration, Tags } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';
import { alarm } from './pieces';

const LIMIT = 360;

/** The name of the readers, and where it is. */
export interface Reader {
  readonly zone: route53.IHostedZone;
  readonly recordName: string;
}

/** One name for all replicas that are healthy, and for the writer when none is. */
export function createReader(
  stack: DataStack,
  writer: rds.IDatabaseInstance,
  replicas: rds.IDatabaseInstance[],
): Reader {
  const { vpc } = stack.foundation;
  const zone = new route53.PrivateHostedZone(stack, 'ReaderZone', { zoneName: `${IDENTIFIER}.internal`, vpc });
  const recordName = `reader.${IDENTIFIER}.internal.`;
  const shared = { zone, recordName, ttl: Duration.seconds(5) };
  for (const replica of replicas) {
    const { id: setIdentifier } = replica.node;
    const healthCheck = healthOf(stack, setIdentifier, replica.instanceIdentifier);
    const domainName = replica.dbInstanceEndpointAddress;
    const target = { domainName, setIdentifier, weight: 1, healthCheck };
    new route53.CnameRecord(stack, `Reader-${setIdentifier}`, { ...shared, ...target });
  }
  const fallback = { domainName: writer.dbInstanceEndpointAddress, setIdentifier: 'fallback', weight: 0 };
  new route53.CnameRecord(stack, 'Reader-fallback', { ...shared, ...fallback });
  return { zone, recordName };
}

/** Healthy is a replica that is not far behind. */
export function healthOf(stack: DataStack, name: string, identifier: string): route53.HealthCheck {
  const check = new route53.HealthCheck(stack, `${name}-Health`, {
    type: route53.HealthCheckType.CLOUDWATCH_METRIC,
    alarmIdentifier: { name: lagAlarm(stack, name, identifier).alarmName, region: stack.region },
    insufficientDataHealthStatus: route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
  });
  Tags.of(check).add('Name', check.node.path);
  return check;
}

function lagAlarm(stack: DataStack, name: string, DBInstanceIdentifier: string): cloudwatch.Alarm {
  return alarm(stack, `${name}-ReplicaLag`, stack.foundation.operations, {
    alarmDescription: `${name} gets no more reads: ReplicaLag is above ${LIMIT}, or the replica is silent.`,
    alarmName: `${IDENTIFIER}-${name}-Lag`,
    metric: new cloudwatch.Metric({
      namespace: 'AWS/RDS',
      metricName: 'ReplicaLag',
      dimensionsMap: { DBInstanceIdentifier },
      statistic: cloudwatch.Stats.AVERAGE,
      period: Duration.minutes(1),
    }),
    threshold: LIMIT,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
}
