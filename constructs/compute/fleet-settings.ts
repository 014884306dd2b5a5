import type { Duration, Size } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { MaintenancePolicy } from './fleet-maintenance';
import type { InstanceChoice } from './instance-choice';
import type { Rollout } from './rollout';
import type { ScalingPolicy } from './scaling-policy';
import type { WarmPool } from './warm-pool';

/**
 * What the fleet does about a zone that is being shifted away from.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-zonal-shift.html
 */
export enum ZoneImpairment {
  /** Starts no members there, and replaces unhealthy ones in the other zones. */
  REPLACE_UNHEALTHY = 'ReplaceUnhealthy',
  /** Starts no members there, and leaves unhealthy ones alone until the shift ends. */
  IGNORE_UNHEALTHY = 'IgnoreUnhealthy',
  /** Takes no part in zonal shifts. */
  NONE = 'None',
}

/** The members of a fleet: how many, of what, and how they come and go. */
export interface FleetSettings {
  /** What the members are. */
  readonly instances: InstanceChoice;
  /** Members that the peak needs when nothing is broken. */
  readonly peakMembers: number;
  /**
   * Encrypts volumes and notifications. It must let EC2 Auto Scaling use it, as `PlatformKey` does.
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
   */
  readonly key: kms.IKey;
  /**
   * The fewest members.
   * @default - as many as still carry the peak when a zone is lost
   */
  readonly minimum?: number;
  /**
   * The most members.
   * @default - twice the minimum, and at least twice what survives the loss of a zone at the peak
   */
  readonly maximum?: number;
  /**
   * Reasons to change the number of members; the policy that asks for most wins.
   * @default - 50 percent CPU
   */
  readonly scaling?: ScalingPolicy[];
  /**
   * Image of the members, resolved at deployment. To scale on memory it must run the CloudWatch agent, which reports
   * `mem_used_percent` by `AutoScalingGroupName`; on the default image the fleet sets that up.
   * @default - the newest Amazon Linux 2023 of the instances' architecture: a deployment may replace all members
   */
  readonly image?: ec2.IMachineImage;
  /**
   * What a member does when it first boots. With a warm pool that stops members, a shell script runs at every boot: write
   * it so that it may.
   * @default - nothing
   */
  readonly userData?: ec2.UserData;
  /**
   * Size of the root volume.
   * @default - 20 GiB
   */
  readonly rootVolume?: Size;
  /**
   * Name of the root device in the image.
   * @default /dev/xvda
   */
  readonly rootDevice?: string;
  /**
   * How long a new member may fail health checks: 1 second to 2 hours.
   * @default - 5 minutes
   */
  readonly healthCheckGrace?: Duration;
  /**
   * How long a new member is left out of the metrics that scale the fleet: at most an hour.
   * @default - 2 minutes
   */
  readonly warmUp?: Duration;
  /**
   * How long a leaving member may finish its work before it is terminated: 30 seconds to 2 hours. For work that members
   * fetch; requests of a load balancer have its deregistration delay, with or without this. The member reads from its
   * metadata (`autoscaling/target-lifecycle-state`) that it has to leave, and completes the lifecycle action `drain` when
   * it is done: its role may. A member that does not is kept, and charged, for the whole time, at every replacement and
   * on its way into a warm pool.
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
   * @default - members leave as soon as they have no requests
   */
  readonly drain?: Duration;
  /**
   * Members that have booted and wait.
   * @default WarmPool.none()
   */
  readonly warmPool?: WarmPool;
  /**
   * In which order a member is replaced.
   * @default MaintenancePolicy.launchBeforeTerminate()
   */
  readonly maintenance?: MaintenancePolicy;
  /**
   * How running members get what is new.
   * @default Rollout.instanceRefresh()
   */
  readonly rollout?: Rollout;
  /**
   * What the fleet does about a zone that is being shifted away from.
   * @default ZoneImpairment.REPLACE_UNHEALTHY
   */
  readonly zoneImpairment?: ZoneImpairment;
  /**
   * The age at which a member is replaced: 1 to 365 days.
   * @default - none
   */
  readonly maximumLifetime?: Duration;
  /**
   * Told of every start, end and failure of a member.
   * @default - a new encrypted topic
   */
  readonly notifications?: sns.ITopic;
  /**
   * Whether Session Manager can open a shell on members; there is no SSH.
   * @default true
   */
  readonly sessionManager?: boolean;
}
