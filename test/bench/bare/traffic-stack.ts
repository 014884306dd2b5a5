import { Tags } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { type AppStack, hostedZone } from './app-stack';
import { BareStack } from './bare-stack';
import { DOMAIN, REGION } from './settings';

/** The region's record under the global name of the API, while it has a healthy task. */
export class TrafficStack extends BareStack {
  readonly healthCheck: route53.HealthCheck;

  constructor(scope: Construct, id: string, { gateway, health }: AppStack) {
    super(scope, id, 'Records of the API');
    this.healthCheck = new route53.HealthCheck(this, 'ApiHealth', {
      type: route53.HealthCheckType.CLOUDWATCH_METRIC,
      alarmIdentifier: { name: health.alarmName, region: REGION },
      insufficientDataHealthStatus: route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
    });
    Tags.of(this.healthCheck).add('Name', this.healthCheck.node.path);
    const record = new route53.RecordSet(this, 'ApiRecord', {
      zone: hostedZone(this),
      recordType: route53.RecordType.A,
      recordName: `api.${DOMAIN}.`,
      target: route53.RecordTarget.fromAlias(new ApiGatewayDomain(gateway.domain)),
      setIdentifier: REGION,
      region: REGION,
      healthCheck: this.healthCheck,
    });
    const resource = record.node.defaultChild as route53.CfnRecordSet;
    resource.addPropertyOverride('AliasTarget.EvaluateTargetHealth', true);
  }
}
