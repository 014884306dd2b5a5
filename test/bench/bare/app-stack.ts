import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { type Api, createApi } from './api';
import { BareStack } from './bare-stack';
import type { DataStack } from './data-stack';
import { createDegradation } from './degradation';
import { createFlags, type Flags } from './degradation-flags';
import { firewall } from './firewall';
import type { FoundationStack } from './foundation-stack';
import { createGateway, type Gateway } from './gateway';
import { createOrders, createWorker } from './orders';
import { createRegionHealth } from './region-health';
import { DOMAIN, HOSTED_ZONE_ID } from './settings';
import { createWeb, type Web } from './web';

/** Web servers, API, queue and workers. */
export class AppStack extends BareStack {
  readonly foundation: FoundationStack;
  readonly zone: route53.IHostedZone;
  readonly certificate: acm.ICertificate;
  readonly firewall: wafv2.CfnWebACL;
  readonly orders: sqs.Queue;
  readonly flags: Flags;
  readonly web: Web;
  readonly api: Api;
  readonly worker: ecs.FargateService;
  readonly gateway: Gateway;
  readonly health: cloudwatch.Alarm;

  constructor(
    scope: Construct,
    id: string,
    readonly data: DataStack,
  ) {
    super(scope, id, 'Web servers, API, queue and workers');
    this.foundation = data.foundation;
    this.zone = hostedZone(this);
    this.certificate = new acm.Certificate(this, 'Certificate', {
      domainName: `www.${DOMAIN}`,
      subjectAlternativeNames: [`api.${DOMAIN}`],
      validation: acm.CertificateValidation.fromDns(this.zone),
    });
    this.firewall = firewall(this, 'Firewall', { scope: 'REGIONAL', key: this.foundation.key, isBehindProxy: true });
    this.orders = createOrders(this);
    this.flags = createFlags(this);
    this.web = createWeb(this);
    this.api = createApi(this);
    this.worker = createWorker(this, this.api.cluster);
    this.gateway = createGateway(this);
    this.health = createRegionHealth(this);
    createDegradation(this);
  }
}

export function hostedZone(scope: Construct): route53.IHostedZone {
  const attributes = { hostedZoneId: HOSTED_ZONE_ID, zoneName: DOMAIN };
  return route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', attributes);
}
