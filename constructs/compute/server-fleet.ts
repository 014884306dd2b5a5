import type { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { ITieredVpc, TierSecurityGroup } from '../network';
import { type ManagedPolicyRole, NotificationTopic } from '../security';
import { reportMemory } from './fleet-agent';
import { type FleetCapacity, fleetCapacity, warnOfSpot, warnOfZoneLoss } from './fleet-capacity';
import { fleetChecks } from './fleet-checks';
import { createGroup } from './fleet-group';
import { membersGroup } from './fleet-security-group';
import { fleetLaunchTemplate } from './fleet-launch-template';
import { allowDrain, fleetRole } from './fleet-role';
import { scaleFleet } from './fleet-scaling';
import type { FleetSettings } from './fleet-settings';
import type { LoadBalancerTarget } from './load-balancer-target';
import { targetTypeCheck } from './load-balancer-target-checks';
import { ScalingPolicy } from './scaling-policy';
import { scalingPolicyChecks } from './scaling-policy-checks';
import { WarmPool } from './warm-pool';

/** Servers that replace each other. */
export interface ServerFleetProps extends FleetSettings {
  /** Where the members are: in all zones of the app tier. */
  readonly network: ITieredVpc;
  /**
   * What sends requests to the members.
   * @default - nothing; members fetch their work, for example from a queue
   */
  readonly target?: LoadBalancerTarget;
  /**
   * Who may connect to the members.
   * @default - that of the target; without one, nobody may connect and members may connect to anywhere
   */
  readonly securityGroup?: TierSecurityGroup;
  /**
   * Whether a deletion of the group together with its running members is refused. A deletion of the stack ends the members
   * first: protect the stack, too.
   * @default true
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/resource-deletion-protection.html
   */
  readonly deletionProtection?: boolean;
}

/**
 * An Auto Scaling group over all zones of the app tier, behind a load balancer or alone (queue workers).
 *
 * Survives the loss of members, and of a zone at the stated peak if `minimum` is left at its default: the others carry
 * the load before anything has been started. Launches fall back to other zones when one has no capacity. Does not
 * survive the loss of its region. What members keep on their own disks is lost with them.
 */
export class ServerFleet extends Construct {
  /**
   * Scales a group that is not of a fleet.
   * @internal
   */
  public static _scale(group: autoscaling.AutoScalingGroup, policy: ScalingPolicy): void {
    scaleFleet(group, policy);
  }

  /** The group. */
  public readonly group: autoscaling.AutoScalingGroup;
  /** How members are launched. */
  public readonly launchTemplate: ec2.LaunchTemplate;
  /** Role of the members: grant it what they use. */
  public readonly role: ManagedPolicyRole;
  /** Who may connect to the members. */
  public readonly securityGroup: TierSecurityGroup;
  /** Told of every start, end and failure of a member. */
  public readonly notifications: sns.ITopic;
  /** The fewest members. */
  public readonly minimum: number;
  /** The most members. */
  public readonly maximum: number;

  private readonly policies: ScalingPolicy[] = [];
  private readonly target?: LoadBalancerTarget;
  /** The user data, unless the image is not the default one and brings its own agent. */
  private readonly amazonLinux?: ec2.UserData;

  constructor(scope: Construct, id: string, props: ServerFleetProps) {
    super(scope, id);
    const capacity = fleetCapacity(props, props.network.zones.length);
    this.check(props, capacity);
    this.target = props.target;
    this.minimum = capacity.minimum;
    this.maximum = capacity.maximum;
    this.securityGroup = props.securityGroup ?? props.target?.members ?? membersGroup(this, props.network);
    this.notifications = props.notifications ?? this.createTopic(props);
    this.role = fleetRole(this, props);
    this.launchTemplate = fleetLaunchTemplate(this, props, this.role, this.securityGroup.reference);
    this.amazonLinux = props.image ? undefined : this.launchTemplate.userData;
    this.group = createGroup(this, props);
    props.target?.targetGroup.addTarget(this.group);
    this.addWarmPool(props.warmPool ?? WarmPool.none());
    if (props.drain) this.addDrain(props.drain);
    for (const policy of props.scaling ?? [ScalingPolicy.cpu(50)]) this.scale(policy);
  }

  /** Adds a reason to change the number of members. */
  public addScaling(policy: ScalingPolicy): void {
    const { minimum, maximum } = this;
    const scaled = { minimum, maximum, hasLoadBalancer: this.target !== undefined };
    validate(this, scalingPolicyChecks([...this.policies, policy], scaled));
    this.scale(policy);
  }

  private check(props: ServerFleetProps, capacity: FleetCapacity): void {
    const checks = fleetChecks(props, capacity, props.target !== undefined);
    validate(this, [...checks, targetTypeCheck(TargetType.INSTANCE, props.target)]);
    warnOfZoneLoss(this, capacity);
    warnOfSpot(this, props);
  }

  private createTopic({ key }: FleetSettings): sns.ITopic {
    return new NotificationTopic(this, 'Notifications', { key }).topic;
  }

  private addWarmPool({ _state, _options }: WarmPool): void {
    if (_state === undefined) return;
    this.group.addWarmPool({
      poolState: _state,
      minSize: _options.minimum ?? 0,
      maxGroupPreparedCapacity: _options.maximumPrepared,
      reuseOnScaleIn: _options.reuse ?? true,
    });
  }

  private addDrain(heartbeatTimeout: Duration): void {
    this.group.addLifecycleHook('Drain', {
      lifecycleHookName: 'drain',
      lifecycleTransition: autoscaling.LifecycleTransition.INSTANCE_TERMINATING,
      defaultResult: autoscaling.DefaultResult.CONTINUE,
      heartbeatTimeout,
    });
    allowDrain(
      this,
      this.role,
      (this.group.node.defaultChild as autoscaling.CfnAutoScalingGroup).attrAutoScalingGroupArn,
    );
  }

  private scale(policy: ScalingPolicy): void {
    this.policies.push(policy);
    if (policy._spec.kind === 'memory') reportMemory(this.role, this.amazonLinux);
    scaleFleet(this.group, policy, this.target?.targetGroup);
  }
}
