import { Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import type { ContainerService, ScalingPolicy, ServerFleet } from '../../compute';
import type { Check } from '../../core/errors';
import { type PrewarmItem, type PrewarmKind, wholeCheck } from '../calendar/prewarm-kind';
import { MEMBERS, memberStatements } from '../calendar/prewarm-members';
import { TASKS, taskStatements } from '../calendar/prewarm-tasks';

/**
 * The most servers that the workflow can count: one answer of EC2 Auto Scaling tells about all members of a group, and a
 * workflow takes 256 KiB.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MOST_SERVERS = 400;

/** A task starts within about a minute, before its grace period begins to matter. */
const TASK_START = 60;

/** How a tier differs from others. */
interface TierParts {
  readonly owner: ServerFleet | ContainerService;
  readonly noun: string;
  readonly kind: PrewarmKind;
  readonly warmUpSeconds: number;
  readonly input: object;
  readonly statements: () => PrewarmItem['statements'];
  readonly reads: string[];
  readonly most: number;
  /** The policies that scale it already. */
  readonly policies: () => number;
}

/** What a plan scales. Make it without policies of its own (`scaling: []`): the plan has them all. */
export class ScalingTier {
  /** Servers. */
  public static fleet(fleet: ServerFleet): ScalingTier {
    const group = fleet.group.node.defaultChild as autoscaling.CfnAutoScalingGroup;
    return new ScalingTier({
      owner: fleet,
      noun: 'members',
      kind: MEMBERS,
      warmUpSeconds: (group.healthCheckGracePeriod ?? 0) + (group.defaultInstanceWarmup ?? 0),
      input: { group: fleet.group.autoScalingGroupName },
      statements: () => memberStatements(group.attrAutoScalingGroupArn),
      reads: ['autoscaling:DescribeAutoScalingGroups'],
      most: MOST_SERVERS,
      policies: () => count(fleet.group, isGroupScaling),
    });
  }

  /** Containers. */
  public static service(service: ContainerService): ScalingTier {
    const target = service.tasks.node.defaultChild as appscaling.CfnScalableTarget;
    const { serviceArn, serviceName, cluster } = service.service;
    const { healthCheckGracePeriodSeconds } = service.service.node.defaultChild as ecs.CfnService;
    const grace = Stack.of(service).resolve(healthCheckGracePeriodSeconds) as number | undefined;
    return new ScalingTier({
      owner: service,
      noun: 'tasks',
      kind: TASKS,
      warmUpSeconds: TASK_START + (grace ?? 0),
      input: { target: target.resourceId, cluster: cluster.clusterName, service: serviceName },
      statements: () => taskStatements(serviceArn),
      reads: ['application-autoscaling:DescribeScalableTargets'],
      most: Infinity,
      policies: () => count(service.tasks, isTaskScaling) + scheduledActions(target),
    });
  }

  private constructor(private readonly parts: TierParts) {}

  /** @internal */
  public get _path(): string {
    return this.parts.owner.node.path;
  }

  /** @internal */
  public get _noun(): string {
    return this.parts.noun;
  }

  /**
   * How many policies the tier has.
   * @internal
   */
  public get _policies(): number {
    return this.parts.policies();
  }

  /** @internal */
  public _scale(policy: ScalingPolicy): void {
    this.parts.owner.addScaling(policy);
  }

  /** @internal */
  public _members(want: number, seconds?: number): PrewarmItem {
    const { kind, input, statements, reads, warmUpSeconds, noun } = this.parts;
    return {
      kind,
      resource: this._path,
      label: `${want} ${noun} of ${this._path}`,
      input: { ...input, want },
      warmUpSeconds: seconds ?? warmUpSeconds,
      reads,
      statements: statements(),
      checks: this.memberChecks(want),
    };
  }

  private memberChecks(want: number): Check[] {
    const { owner, noun, most } = this.parts;
    const { minimum, maximum } = owner;
    return [
      wholeCheck('members', want, 1),
      {
        code: 'PrewarmAboveMaximum',
        property: 'members',
        when: want > maximum,
        value: want,
        allowed: `at most ${maximum}, the maximum of the tier`,
        action: 'Raise the maximum of the tier, or warm less',
      },
      {
        code: 'PrewarmBelowMinimum',
        property: 'members',
        when: want <= minimum,
        value: want,
        allowed: `more than ${minimum}, the minimum of the tier`,
        action: 'Leave the target out: so many always run',
      },
      {
        code: 'TierTooLarge',
        property: 'tier',
        when: maximum > most,
        value: maximum,
        allowed: `at most ${most} ${noun} in a tier that is pre-warmed: one answer of AWS has to tell about all of them`,
        action: 'Split the tier, or raise its minimum by hand',
      },
    ];
  }
}

function count(scope: IConstruct, isScaling: (child: IConstruct) => boolean): number {
  return scope.node.findAll().filter(isScaling).length;
}

function isGroupScaling(child: IConstruct): boolean {
  return child instanceof autoscaling.CfnScalingPolicy || child instanceof autoscaling.CfnScheduledAction;
}

function isTaskScaling(child: IConstruct): boolean {
  return child instanceof appscaling.CfnScalingPolicy;
}

/** Schedules of Application Auto Scaling are no resources but a list of the target. */
function scheduledActions(target: appscaling.CfnScalableTarget): number {
  const actions = Stack.of(target).resolve(target.scheduledActions) as unknown[] | undefined;
  return actions?.length ?? 0;
}
