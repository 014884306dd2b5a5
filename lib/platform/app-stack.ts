import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { RestGateway } from '../../constructs/api';
import { type ContainerService, type LoadBalancedFleet, type LoadBalancedService } from '../../constructs/compute';
import { RegionalStack, type RegionSpec, type ServiceLevelObjective } from '../../constructs/core';
import { FirewallScope, WebFirewall } from '../../constructs/edge';
import { type WorkQueue } from '../../constructs/messaging';
import type { DegradationLadder } from '../../constructs/scaling';
import { createApiTier } from './api-tier';
import type { DataStack } from './data-stack';
import { createDegradation } from './degradation';
import { createFrontDoor, createRegionHealth } from './front-door';
import { hostedZone } from './hosted-zone';
import type { FoundationStack } from './foundation-stack';
import { createOrderQueue, createWorker } from './order-queue';
import type { PlatformDomain } from './platform-props';
import type { PlatformEvent } from './platform-event';
import type { PlatformLoad } from './platform-load';
import { createWebTier } from './web-tier';
import type { Workload } from './workload';

/** The applications of one region. */
export interface AppStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** The region. */
  readonly region: RegionSpec;
  /** The region's foundation. */
  readonly foundation: FoundationStack;
  /** The region's data. */
  readonly data: DataStack;
  /** What the platform is reachable as. */
  readonly domain: PlatformDomain;
  /** What the region has to carry. */
  readonly load: PlatformLoad;
  /** What is promised; far beyond it features are given up. */
  readonly objective: ServiceLevelObjective;
  /** What runs. */
  readonly workload: Workload;
  /** Load that is known by its date. */
  readonly events: PlatformEvent[];
}

/**
 * The applications of one region: web servers behind the edge, an API with its own service, and a queue with
 * workers. Can be deleted and made again; holds no data but messages.
 *
 * Survives the loss of a zone at the peak. When the region is lost, Route 53 and CloudFront send its users elsewhere.
 */
export class AppStack extends RegionalStack {
  /** Web servers, reached through CloudFront. */
  public readonly web: LoadBalancedFleet;
  /** The API's containers, reached through the gateway. */
  public readonly api: LoadBalancedService;
  /** Takes the orders. */
  public readonly worker: ContainerService;
  /** Orders that wait for the workers. */
  public readonly orders: WorkQueue;
  /** The API's gateway. */
  public readonly gateway: RestGateway;
  /** What is given up under load. */
  public readonly degradation: DegradationLadder;
  /** Says that the region can answer calls of the API. */
  public readonly health: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, props: AppStackProps) {
    const { name, zones } = props.region;
    super(scope, id, {
      stackName: props.stackName,
      region: name,
      zones,
      account: props.foundation.account,
      description: `Web servers, API, queue and workers of ${name}`,
    });
    const certificate = this.certificate(props.domain);
    // Behind CloudFront and API Gateway the address of the client is in a header, which is the firewall's default.
    const { logVault } = props.foundation;
    const firewall = new WebFirewall(this, 'Firewall', { scope: FirewallScope.REGIONAL, logVault });
    const tier = { ...props, certificate, firewall };
    this.web = createWebTier(this, tier);
    this.api = createApiTier(this, tier);
    this.worker = createWorker(this, { ...props, api: this.api });
    this.orders = createOrderQueue(this, { ...props, api: this.api, worker: this.worker });
    this.gateway = createFrontDoor(this, { ...props, certificate, api: this.api, orders: this.orders });
    this.degradation = createDegradation(this, props);
    this.health = createRegionHealth(this, { ...props, api: this.api });
  }

  /** The same names in every region: one validation record in the zone serves all of them. */
  private certificate(domain: PlatformDomain): acm.ICertificate {
    return new acm.Certificate(this, 'Certificate', {
      domainName: `www.${domain.name}`,
      subjectAlternativeNames: [`api.${domain.name}`],
      validation: acm.CertificateValidation.fromDns(hostedZone(this, domain)),
    });
  }
}
