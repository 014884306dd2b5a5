import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { TierSecurityGroup } from '../network';
import { BalancingAlgorithm } from './balancing-algorithm';
import type { LoadBalancer } from './load-balancer';
import { targetChecks } from './load-balancer-target-checks';
import type { TargetSettings } from './load-balancer-target-settings';

export * from './load-balancer-target-settings';

/** Members behind a load balancer. */
export interface TargetOptions extends TargetSettings {
  /** Security group of the members; it is opened for the load balancer on `port`. */
  readonly members: TierSecurityGroup;
  /**
   * What is registered: instances (`ServerFleet`), or addresses (`ContainerService`).
   * @default TargetType.INSTANCE
   */
  readonly targetType?: elbv2.TargetType;
  /**
   * Whether there is a second target group, so that a deployment can shift traffic between the two.
   * @default false
   */
  readonly alternate?: boolean;
}

/** A target of a load balancer. */
export interface LoadBalancerTargetProps extends TargetOptions {
  /** The load balancer. */
  readonly loadBalancer: LoadBalancer;
}

/**
 * Sends a part of a load balancer's requests to members: a target group, the rule that fills it, and the connection
 * between the security groups. Everything lives in the target's own scope, so the load balancer's stack does not depend
 * on that of its members.
 *
 * Survives the loss of members and zones as long as healthy members are left; when none is, all are asked.
 */
export class LoadBalancerTarget extends Construct {
  /** The members that answer. */
  public readonly targetGroup: elbv2.ApplicationTargetGroup;
  /** The second group with the same settings, if the target has one: starts without traffic. */
  public readonly alternateGroup?: elbv2.ApplicationTargetGroup;
  /** Which requests are sent. */
  public readonly rule: elbv2.ApplicationListenerRule;
  /** The load balancer. */
  public readonly loadBalancer: LoadBalancer;
  /** Security group of the members. */
  public readonly members: TierSecurityGroup;
  /** Port on which members answer. */
  public readonly port: number;

  /** @internal */
  public readonly _targetType: elbv2.TargetType;

  constructor(scope: Construct, id: string, props: LoadBalancerTargetProps) {
    super(scope, id);
    validate(this, targetChecks(props));
    this.loadBalancer = props.loadBalancer;
    this.members = props.members;
    this.port = props.port;
    this._targetType = props.targetType ?? elbv2.TargetType.INSTANCE;
    this.targetGroup = this.group('Members', props);
    if (props.alternate) this.alternateGroup = this.group('Alternate', props);
    this.rule = this.forward(props);
    const link = { client: this.loadBalancer.securityGroup, server: props.members, port: props.port };
    TierSecurityGroup.link(this, 'Connection', link);
  }

  private group(id: string, props: LoadBalancerTargetProps): elbv2.ApplicationTargetGroup {
    const group = new elbv2.ApplicationTargetGroup(this, id, {
      vpc: this.loadBalancer.network.vpc,
      port: props.port,
      protocol: props.protocol ?? elbv2.ApplicationProtocol.HTTP,
      protocolVersion: props.protocolVersion,
      targetType: this._targetType,
      loadBalancingAlgorithmType: (props.algorithm ?? BalancingAlgorithm.roundRobin())._type,
      enableAnomalyMitigation: isWeightedRandom(props) ? true : undefined,
      stickinessCookieDuration: props.stickiness?._duration,
      stickinessCookieName: props.stickiness?._cookieName,
      slowStart: props.slowStart,
      deregistrationDelay: props.deregistrationDelay ?? Duration.seconds(60),
      crossZoneEnabled: props.crossZone ?? true,
      healthCheck: healthCheckOf(props),
      targetGroupHealth: this.loadBalancer._targetGroupHealth,
    });
    return group;
  }

  private forward(props: LoadBalancerTargetProps): elbv2.ApplicationListenerRule {
    const { targetGroup, alternateGroup } = this;
    const priority = props.priority ?? DEFAULT_PRIORITY;
    this.loadBalancer._claimPriority(this, priority);
    return new elbv2.ApplicationListenerRule(this, 'Rule', {
      listener: this.loadBalancer.listener,
      priority,
      conditions: conditions(props),
      action: alternateGroup
        ? elbv2.ListenerAction.weightedForward([
            { targetGroup, weight: 100 },
            { targetGroup: alternateGroup, weight: 0 },
          ])
        : elbv2.ListenerAction.forward([targetGroup]),
    });
  }
}

const DEFAULT_PRIORITY = 1000;

function isWeightedRandom({ algorithm }: TargetSettings): boolean {
  return algorithm?._type === elbv2.TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM;
}

function healthCheckOf(props: TargetSettings): elbv2.HealthCheck {
  const isTls = props.protocol === elbv2.ApplicationProtocol.HTTPS;
  const isGrpc = props.protocolVersion === elbv2.ApplicationProtocolVersion.GRPC;
  return {
    protocol: isTls ? elbv2.Protocol.HTTPS : elbv2.Protocol.HTTP,
    ...(isGrpc ? {} : { path: '/', healthyHttpCodes: '200-299' }),
    interval: Duration.seconds(10),
    timeout: Duration.seconds(5),
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 2,
    ...props.healthCheck,
  };
}

function conditions({ paths = [], hosts = [] }: TargetSettings): elbv2.ListenerCondition[] {
  return [
    ...(paths.length > 0 ? [elbv2.ListenerCondition.pathPatterns(paths)] : []),
    ...(hosts.length > 0 ? [elbv2.ListenerCondition.hostHeaders(hosts)] : []),
    ...(paths.length + hosts.length > 0 ? [] : [elbv2.ListenerCondition.pathPatterns(['/*'])]),
  ];
}
