import { Duration, Tags } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';

const LIMIT = 360;

/** One name for all replicas that are healthy, and for the writer when none is. */
export function createReader(
  stack: DataStack,
  writer: rds.IDatabaseInstance,
  replicas: rds.IDatabaseInstance[],
): string {
  const { vpc } = stack.foundation;
  const zone = new route53.PrivateHostedZone(stack, 'ReaderZone', { zoneName: `${IDENTIFIER}.internal`, vpc });
  const recordName = `reader.${IDENTIFIER}.internal.`;
  const shared = { zone, recordName, ttl: Duration.seconds(5) };
  for (const replica of replicas) {
    const { id: setIdentifier } = replica.node;
    const healthCheck = healthOf(stack, replica);
    const domainName = replica.dbInstanceEndpointAddress;
    const target = { domainName, setIdentifier, weight: 1, healthCheck };
    new route53.CnameRecord(stack, `Reader-${setIdentifier}`, { ...shared, ...target });
  }
  const fallback = { domainName: writer.dbInstanceEndpointAddress, setIdentifier: 'fallback', weight: 0 };
  new route53.CnameRecord(stack, 'Reader-fallback', { ...shared, ...fallback });
  return recordName.slice(0, -1);
}

function healthOf(stack: DataStack, replica: rds.IDatabaseInstance): route53.IHealthCheck {
  const alarm = alarmOf(stack, replica, 'ReplicaLag', LIMIT);
  return healthCheck(stack, `${replica.node.id}-Health`, {
    type: route53.HealthCheckType.CLOUDWATCH_METRIC,
    alarmIdentifier: { name: alarm.alarmName, region: stack.region },
    insufficientDataHealthStatus: route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
  });
}

function healthCheck(stack: DataStack, id: string, props: route53.HealthCheckProps): route53.HealthCheck {
  const check = new route53.HealthCheck(stack, id, props);
  Tags.of(check).add('Name', check.node.path);
  return check;
}

function alarmOf(stack: DataStack, replica: rds.IDatabaseInstance, metricName: string, threshold: number) {
  const alarm = new cloudwatch.Alarm(stack, `${replica.node.id}-${metricName}`, {
    alarmDescription: `${metricName} is above ${threshold}, or the replica is silent`,
    metric: replica.metric(metricName, { statistic: 'Average', period: Duration.minutes(1) }),
    threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(stack.foundation.operations));
  return alarm;
}
