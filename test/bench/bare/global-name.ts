import { Duration, Tags } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import type { AppStack } from './app-stack';
import { DOMAIN, REGION } from './settings';

/** The region's record under the global name of the API, while it has a healthy task. */
export function createGlobalName(stack: AppStack, domain: apigateway.DomainName): void {
  const healthCheck = new route53.HealthCheck(stack, 'ApiHealth', {
    type: route53.HealthCheckType.CLOUDWATCH_METRIC,
    alarmIdentifier: { name: healthAlarm(stack).alarmName, region: REGION },
    insufficientDataHealthStatus: route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
  });
  Tags.of(healthCheck).add('Name', healthCheck.node.path);
  const record = new route53.RecordSet(stack, 'ApiRecord', {
    zone: stack.zone,
    recordType: route53.RecordType.A,
    recordName: `api.${DOMAIN}.`,
    target: route53.RecordTarget.fromAlias(new ApiGatewayDomain(domain)),
    setIdentifier: REGION,
    region: REGION,
    healthCheck,
  });
  const resource = record.node.defaultChild as route53.CfnRecordSet;
  resource.addPropertyOverride('AliasTarget.EvaluateTargetHealth', true);
}

function healthAlarm(stack: AppStack): cloudwatch.Alarm {
  const { metrics } = stack.api.targetGroup;
  const alarm = new cloudwatch.Alarm(stack, 'RegionHealth', {
    alarmDescription: 'The API has no healthy task',
    metric: metrics.healthyHostCount({ statistic: cloudwatch.Stats.MAXIMUM, period: Duration.minutes(1) }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(stack.foundation.operations));
  return alarm;
}
