import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { PlatformDomain } from './platform-props';

/** The hosted zone of the platform, by its literal id. */
export function hostedZone(scope: Construct, domain: PlatformDomain): route53.IHostedZone {
  const { hostedZoneId, hostedZoneName, name } = domain;
  return route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName: hostedZoneName ?? name });
}
