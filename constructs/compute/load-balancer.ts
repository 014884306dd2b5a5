import type { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { IWebFirewall } from '../edge';
import { type ITieredVpc, TierSecurityGroup } from '../network';
import type { LogVault } from '../security';
import { loadBalancerChecks, priorityCheck } from './load-balancer-checks';
import { ClientSource } from './load-balancer-source';
import { LoadBalancerTarget, type TargetOptions } from './load-balancer-target';

const HTTPS = 443;

/** An internal HTTPS entry. */
export interface LoadBalancerProps {
  /** Where the load balancer is: it has a node in every zone of the app tier. */
  readonly network: ITieredVpc;
  /** Certificates of your host names, in this region. */
  readonly certificates: acm.ICertificate[];
  /** The regional web ACL in front of it. */
  readonly firewall: IWebFirewall;
  /** Has the bucket of the access logs. */
  readonly logVault: LogVault;
  /**
   * Who may open connections. CloudFront must be named: `ClientSource.cloudFront()`.
   * @default - every address of the VPC
   */
  readonly allowFrom?: ClientSource[];
  /**
   * Protocols and ciphers.
   * @default - TLS 1.3 with post-quantum key exchange, and TLS 1.2 with forward secrecy for clients that lack it
   */
  readonly tlsPolicy?: elbv2.SslPolicy;
  /**
   * How long a connection may be silent: 1 to 4,000 seconds.
   * @default - 60 seconds
   */
  readonly idleTimeout?: Duration;
  /**
   * Capacity units to keep ready, at least 100: for load that more than doubles within five minutes. Charged per hour.
   * @default - none: the load balancer grows with its load
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html
   */
  readonly reservedCapacityUnits?: number;
  /**
   * Healthy members of a target below which DNS stops handing out the node of a zone.
   * @default 1
   */
  readonly minimumHealthyTargets?: number;
  /**
   * Whether a zone can be shifted away from, by hand or by autoshift.
   * @default true
   */
  readonly zonalShift?: boolean;
  /**
   * Whether a deletion is refused.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * The internal HTTPS entry of a tier: an Application Load Balancer over all zones of the app tier, behind a web ACL.
 * Requests that no target takes are answered with 404.
 *
 * Survives the loss of a zone: its nodes are in all zones, DNS leaves out a zone without healthy members, and zonal
 * shift leaves one out on demand. Does not survive a bad configuration of itself, or the loss of its region. When all
 * members are unhealthy it sends to all of them.
 */
export class LoadBalancer extends Construct {
  /** The load balancer. */
  public readonly alb: elbv2.ApplicationLoadBalancer;
  /** The HTTPS listener. */
  public readonly listener: elbv2.ApplicationListener;
  /** Who may connect to it, and where it may connect to. */
  public readonly securityGroup: TierSecurityGroup;
  /** Where it is. */
  public readonly network: ITieredVpc;

  /** @internal */
  public readonly _targetGroupHealth: elbv2.TargetGroupHealth;
  private readonly priorities = new Map<number, string>();

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.network = props.network;
    validate(this, loadBalancerChecks(this, props));
    const minimumHealthy = props.minimumHealthyTargets ?? 1;
    this._targetGroupHealth = { dnsMinimumHealthyTargetCount: minimumHealthy, routingMinimumHealthyTargetCount: 1 };
    this.securityGroup = this.createSecurityGroup(props.allowFrom ?? [ClientSource.vpc()]);
    this.alb = this.createLoadBalancer(props);
    this.listener = this.createListener(props);
    this.protect(props.firewall);
  }

  /** Sends requests to members. The target lives in `scope`, so the load balancer's stack does not depend on it. */
  public addTarget(scope: Construct, id: string, options: TargetOptions): LoadBalancerTarget {
    return new LoadBalancerTarget(scope, id, { ...options, loadBalancer: this });
  }

  /** @internal */
  public _claimPriority(target: LoadBalancerTarget, priority: number): void {
    validate(target, [priorityCheck(priority, this.priorities.get(priority))]);
    this.priorities.set(priority, target.node.path);
  }

  private createSecurityGroup(sources: ClientSource[]): TierSecurityGroup {
    const { vpc, cidr } = this.network;
    const description = `Load balancer ${this.node.path}`.slice(0, 255);
    const group = new TierSecurityGroup(this, 'Clients', { vpc, description, allowAllOutbound: false });
    for (const source of sources) {
      group.group.addIngressRule(source._peer(this, cidr), ec2.Port.tcp(HTTPS), source._description);
    }
    return group;
  }

  private createLoadBalancer(props: LoadBalancerProps): elbv2.ApplicationLoadBalancer {
    const loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'Alb', {
      vpc: this.network.vpc,
      vpcSubnets: this.network.app,
      internetFacing: false,
      securityGroup: this.securityGroup.reference,
      deletionProtection: props.deletionProtection ?? true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: elbv2.DesyncMitigationMode.DEFENSIVE,
      crossZoneEnabled: true,
      http2Enabled: true,
      idleTimeout: props.idleTimeout,
      minimumCapacityUnit: props.reservedCapacityUnits,
      wafFailOpen: false,
    });
    loadBalancer.setAttribute('zonal_shift.config.enabled', String(props.zonalShift ?? true));
    loadBalancer.logAccessLogs(props.logVault.accessLogs, this.node.path);
    return loadBalancer;
  }

  private createListener(props: LoadBalancerProps): elbv2.ApplicationListener {
    return this.alb.addListener('Https', {
      port: HTTPS,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      certificates: props.certificates,
      sslPolicy: props.tlsPolicy ?? elbv2.SslPolicy.TLS13_12_RES_PQ,
      open: false,
      defaultAction: elbv2.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' }),
    });
  }

  /** In this stack, because policy checks match the association only there. */
  private protect(firewall: IWebFirewall): void {
    new wafv2.CfnWebACLAssociation(this, 'Firewall', {
      resourceArn: this.alb.loadBalancerArn,
      webAclArn: firewall.webAclArn,
    });
  }
}
