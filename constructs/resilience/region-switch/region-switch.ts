import { Duration, Names } from 'aws-cdk-lib';
import { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { RecoveryObjective } from '../../core';
import { validate } from '../../core/errors';
import { flatten, minutesOf, type StepContext, type SteeredRecord } from './recovery-step-spec';
import type { WorkflowSpec } from './region-switch-approach';
import { healthCheckChecks, planRegionChecks, regionSwitchChecks } from './region-switch-checks';
import { healthCheckId } from './region-switch-health';
import type { RegionSwitchProps } from './region-switch-props';
import { createExecutionRole, stepContext } from './region-switch-role';
import { warnOfRisks } from './region-switch-warnings';
import { recoverySeconds, renderAlarms, renderTriggers, renderWorkflows } from './region-switch-workflows';

/**
 * A plan for the loss of a region: an ARC Region switch plan with typed steps, whose recovery time is computed and compared
 * with the objective.
 *
 * Survives the loss of either region: it is executed in the region that is left, on its data plane, and moves DNS answers
 * by health checks instead of editing records. Belongs into a stack of the standby region, because a plan is changed where
 * its stack is. Does not survive: capacity that is not there to be had; writes that were not replicated; a plan that
 * nobody has tried.
 *
 * Failback is the same plan with the roles exchanged: a step names what it works on in both regions, and each region has a
 * workflow that activates it. When the roles in `regions` change, the plan is updated or stays as it is; it is never
 * replaced, and its health checks stay.
 *
 * References go one way: the plan knows records by name, and records take `healthCheckId(region)`. Steps that name
 * resources of an App stack make that stack come first, so records with these checks belong into a stack of their own.
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/region-switch.html
 */
export class RegionSwitch extends Construct {
  /** The plan. */
  public readonly plan: CfnPlan;
  /** Name of the plan. */
  public readonly planName: string;
  /** ARN of the plan. */
  public readonly planArn: string;
  /** The role that the plan works with. */
  public readonly executionRole: iam.IRole;
  /** The home region, then the other one. */
  public readonly planRegions: string[];
  /** From the failure to the last resolver that has the new answer, if every step takes as long as it may. */
  public readonly recoveryTime: Duration;

  /**
   * Without detection and DNS, for a plan that runs this one.
   * @internal
   */
  public readonly _stepsTime: Duration;
  /** @internal */
  public readonly _approach: string;
  /** @internal */
  public readonly _workflows: WorkflowSpec[];

  constructor(scope: Construct, id: string, props: RegionSwitchProps) {
    super(scope, id);
    const { detection = Duration.minutes(5), dnsTtl = Duration.seconds(60) } = props;
    this.planRegions = this.regionsOf(props);
    this._approach = props.approach._name;
    this._workflows = props.approach._workflows(this.planRegions[0], this.planRegions[1]);
    this.planName = props.planName ?? defaultName(this);
    validate(this, regionSwitchChecks(this, props, { detection, dnsTtl }));
    const context = stepContext(this, this.planRegions, props.approver);
    this.executionRole = props.executionRole ?? this.createRole(props, context);
    this._stepsTime = Duration.seconds(recoverySeconds(this._workflows));
    this.recoveryTime = this._stepsTime.plus(detection).plus(dnsTtl);
    this.plan = this.createPlan(props, context);
    this.planArn = this.plan.attrArn;
    this.node.addMetadata('cdk-nines:recovery', this.note(props.recovery));
    warnOfRisks(this, props);
  }

  /**
   * Id of the health check that decides whether a region gets traffic, for `HealthSource.existing`. The record name is
   * needed only when the plan steers several.
   */
  public healthCheckId(region: string, recordName?: string): string {
    const records = this.records();
    validate(this, healthCheckChecks(this.planRegions, records, region, recordName));
    return healthCheckId(this, this.plan, recordName ?? records[0].recordName, region);
  }

  /** Lets a principal start, watch and cancel executions of this plan. */
  public grantExecute(grantee: iam.IGrantable): iam.Grant {
    const executions = ['Start', 'Get', 'Cancel', 'Update'].map((verb) => `${verb}PlanExecution`);
    return this.grant(grantee, [...executions, 'UpdatePlanExecutionStep', 'ListPlanExecutions', 'GetPlanInRegion']);
  }

  /** Lets a principal say yes to the approval steps of this plan. */
  public grantApprove(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ['ApprovePlanExecutionStep', 'GetPlanExecution']);
  }

  /** Names the two regions in an order that does not depend on their present roles. */
  private regionsOf({ regions, homeRegion }: RegionSwitchProps): string[] {
    const pair = [regions.primary, regions.failoverTarget].flatMap((region) => (region ? [region.name] : []));
    validate(this, planRegionChecks(pair, homeRegion));
    return [homeRegion, ...pair.filter((name) => name !== homeRegion)];
  }

  private createRole(props: RegionSwitchProps, context: StepContext): iam.IRole {
    const { healthAlarms = {}, triggers = [], reportTo } = props;
    const alarms = [...Object.values(healthAlarms), ...triggers.flatMap(({ _alarms }) => Object.values(_alarms))];
    const alarmArns = [...new Set(alarms.map(({ alarmArn }) => alarmArn))];
    return createExecutionRole(this, this._workflows, context, { planName: this.planName, alarmArns, reportTo });
  }

  private createPlan(props: RegionSwitchProps, context: StepContext): CfnPlan {
    const { healthAlarms = {}, triggers = [], recovery, reportTo } = props;
    const [home, away] = this.planRegions;
    const alarms = renderAlarms(healthAlarms, triggers);
    const plan = new CfnPlan(this, 'Plan', {
      name: this.planName,
      description: props.description ?? `${home} and ${away}: recovers within ${minutesOf(this.recoveryTime)} minutes`,
      regions: this.planRegions,
      primaryRegion: home,
      recoveryApproach: this._approach,
      recoveryTimeObjectiveMinutes: Math.floor(recovery.rto.toMinutes({ integral: false })),
      executionRole: this.executionRole.roleArn,
      workflows: renderWorkflows(this._workflows, context),
      associatedAlarms: Object.keys(alarms).length > 0 ? alarms : undefined,
      triggers: triggers.length > 0 ? renderTriggers(triggers) : undefined,
      reportConfiguration: reportTo && {
        reportOutput: [
          { s3Configuration: { bucketOwner: context.account, bucketPath: `${reportTo.bucketName}/${this.planName}` } },
        ],
      },
    });
    // The service evaluates a plan as soon as it is there: the role should already be able to do its work.
    plan.node.addDependency(...this.executionRole.node.children.filter((child) => child instanceof iam.ManagedPolicy));
    return plan;
  }

  /** For those who read the assembly without running this code. */
  private note({ rto }: RecoveryObjective) {
    const [from, to] = this.planRegions;
    const recoveryMinutes = this.recoveryTime.toMinutes({ integral: false });
    return { from, to, recoveryMinutes, objectiveMinutes: rto.toMinutes({ integral: false }) };
  }

  private records(): SteeredRecord[] {
    const steered = flatten(this._workflows.flatMap(({ steps }) => steps)).flatMap(({ record }) => record ?? []);
    return steered.filter(({ recordName }, index) => steered.findIndex((r) => r.recordName === recordName) === index);
  }

  private grant(grantee: iam.IGrantable, names: string[]): iam.Grant {
    const actions = names.map((name) => `arc-region-switch:${name}`);
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [this.planArn] });
  }
}

function defaultName(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 32, separator: '-' });
}
