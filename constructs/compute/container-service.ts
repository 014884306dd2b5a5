import type * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { ITieredVpc, TierSecurityGroup } from '../network';
import { type LogVault, type ManagedPolicyRole, NotificationTopic } from '../security';
import { serviceChecks, taskTargetChecks } from './container-service-checks';
import { warnOfZoneLoss } from './fleet-capacity';
import { membersGroup } from './fleet-security-group';
import type { LoadBalancerTarget } from './load-balancer-target';
import type { ScalingPolicy } from './scaling-policy';
import { releaseAlarms, rollBackOn } from './service-alarms';
import { policiesOf, serviceCapacity, sizeOf } from './service-capacity';
import { configurationChecks, storeConfiguration } from './service-configuration';
import { addContainer } from './service-container';
import { allowExec, executionRole, taskRole } from './service-roles';
import { applyScaling, scalableTasks } from './service-scaling';
import { serviceScalingChecks } from './service-scaling-checks';
import type { ServiceSettings } from './service-settings';
import { createService, createTaskDefinition, graceOf } from './service-tasks';

/** Tasks on Fargate. */
export interface ContainerServiceProps extends ServiceSettings {
  /** Where the tasks are: in all zones of the app tier. */
  readonly network: ITieredVpc;
  /** Makes the log group. */
  readonly logVault: LogVault;
  /**
   * TCP port on which the container answers: a literal number.
   * @default - none
   */
  readonly port?: number;
  /**
   * What sends requests to the tasks, on the same port.
   * @default - nothing; tasks fetch their work, for example from a queue
   */
  readonly target?: LoadBalancerTarget;
  /**
   * Who may connect to the tasks.
   * @default - the group of the target's members; without a target a new one: nobody may connect, tasks may connect to
   * anywhere
   */
  readonly securityGroup?: TierSecurityGroup;
}

/**
 * Containers on Fargate over all zones of the app tier, behind a load balancer or alone (queue workers).
 *
 * Survives the loss of a task, and of a zone at the stated peak if `minimum` is left at its default. Survives a release
 * whose tasks do not start (circuit breaker) or that raises one of its alarms: the last good one comes back. Does not
 * survive the loss of its region. While Parameter Store or the registry of the image is out of reach no task starts;
 * running ones go on.
 *
 * The template states no desired count, because CloudFormation would set it again at every deployment and thereby undo
 * scaling. A new service starts with one task and goes to its minimum as soon as it is registered for scaling.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
 */
export class ContainerService extends Construct {
  /** The service. */
  public readonly service: ecs.FargateService;
  /** The cluster. */
  public readonly cluster: ecs.ICluster;
  /** What a task consists of. Add sidecars here: with a log driver, and without `environment`. */
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  /** The container of the image. */
  public readonly container: ecs.ContainerDefinition;
  /** Role of the code: grant it what it uses. */
  public readonly taskRole: ManagedPolicyRole;
  /** Role of ECS: pulls the image, reads configuration and secrets, writes logs. */
  public readonly executionRole: ManagedPolicyRole;
  /** Who may connect to the tasks. */
  public readonly securityGroup: TierSecurityGroup;
  /** Logs of the container. */
  public readonly logGroup: logs.LogGroup;
  /** The number of tasks, as something that scales. */
  public readonly tasks: appscaling.ScalableTarget;
  /** Told when one of the default alarms goes off, if there are any. */
  public readonly notifications?: sns.ITopic;
  /** The fewest tasks. */
  public readonly minimum: number;
  /** The most tasks. */
  public readonly maximum: number;

  private readonly policies: ScalingPolicy[] = [];
  private readonly variables: string[];
  private readonly target?: LoadBalancerTarget;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const capacity = serviceCapacity(props, props.network.zones.length);
    validate(this, [...serviceChecks(props, capacity, props.target !== undefined), ...taskTargetChecks(props)]);
    warnOfZoneLoss(this, capacity);
    this.minimum = capacity.minimum;
    this.maximum = capacity.maximum;
    this.target = props.target;
    this.variables = Object.keys(props.secrets ?? {});
    this.cluster = props.cluster ?? this.createCluster(props.network);
    this.logGroup = props.logVault.group(this, 'Logs');
    this.taskRole = taskRole(this, props.statements);
    this.executionRole = executionRole(this, props.image);
    this.taskDefinition = createTaskDefinition(this, sizeOf(props), props.architecture);
    this.container = addContainer(this.taskDefinition, this.logGroup, props);
    this.securityGroup = props.securityGroup ?? props.target?.members ?? membersGroup(this, props.network);
    this.service = createService(this, props);
    if (props.exec) allowExec(this.service, this.taskRole);
    this.notifications = this.watchReleases(props);
    this.tasks = scalableTasks(this, this.service, capacity);
    Object.entries(props.configuration ?? {}).forEach(([name, value]) => this.addConfiguration(name, value));
    policiesOf(props).forEach((policy) => this.scale(policy));
  }

  /** Adds a reason to change the number of tasks. */
  public addScaling(policy: ScalingPolicy): void {
    const { minimum, maximum } = this;
    const scaled = { minimum, maximum, hasLoadBalancer: this.target !== undefined };
    validate(this, serviceScalingChecks([...this.policies, policy], scaled));
    this.scale(policy);
  }

  /** Adds an environment variable that is not secret. */
  public addConfiguration(name: string, value: string): void {
    validate(this, configurationChecks(name, value, this.variables));
    this.variables.push(name);
    this.container.addSecret(name, storeConfiguration(this, name, value));
  }

  private scale(policy: ScalingPolicy): void {
    this.policies.push(policy);
    applyScaling(policy, { service: this.service, tasks: this.tasks, targetGroup: this.target?.targetGroup });
  }

  private createCluster({ vpc }: ITieredVpc): ecs.Cluster {
    return new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
  }

  /** Rolls back on the alarms that were given, or makes some and a topic that is told. */
  private watchReleases(props: ContainerServiceProps): sns.ITopic | undefined {
    const { rollbackAlarms, target, notifications, logVault } = props;
    if (rollbackAlarms || !target) {
      rollBackOn(this.service, rollbackAlarms ?? []);
      return notifications;
    }
    const topic = notifications ?? new NotificationTopic(this, 'Alarms', { key: logVault.key }).topic;
    rollBackOn(this.service, releaseAlarms(this, target.targetGroup, topic, graceOf(props)));
    return topic;
  }
}
