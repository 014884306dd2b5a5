import { approval, custom, existingPlan, plan, routing, together } from './recovery-step-control';
import { auroraGlobal, promoteDatabase, rebuildReplica } from './recovery-step-database';
import type {
  ApprovalStepOptions,
  AuroraGlobalStepOptions,
  CustomStepOptions,
  ExistingPlanOptions,
  PromoteDatabaseOptions,
  RebuildReplicaOptions,
  RoutingStepOptions,
  ScaleFleetOptions,
  ScaleServiceOptions,
} from './recovery-step-options';
import { scaleFleet, scaleService } from './recovery-step-scaling';
import type { StepSpec } from './recovery-step-spec';
import type { RegionSwitch } from './region-switch';

/**
 * One step of a Region switch plan. It names what it works on in both regions, so that the same step leads there and back.
 *
 * Resources are ARNs by region: the plan has to be there when a region is not, and ARNs of other regions need no look-up.
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-execution-blocks.html
 */
export class RecoveryStep {
  /**
   * The RDS replica of the region that takes over becomes a writer of its own. Loses what it had not received; no number
   * is published for how long it takes. Active/passive plans only.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/rds-promote-read-replica-block.html
   */
  public static promoteDatabase(options: PromoteDatabaseOptions): RecoveryStep {
    return new RecoveryStep(promoteDatabase(options));
  }

  /**
   * After recovery: the old writer is renamed and a replica of the new one takes its place and its identifier, which is
   * what makes failback the same plan again. The renamed instance runs on, and is paid for, until you delete it.
   * Active/passive plans only.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/rds-create-cross-region-replica-block.html
   */
  public static rebuildReplica(options: RebuildReplicaOptions): RecoveryStep {
    return new RecoveryStep(rebuildReplica(options));
  }

  /**
   * The writer of an Aurora Global Database moves: by a switchover without loss while its region answers, by a failover in
   * an ungraceful execution. Nothing has to be rebuilt; the old region rejoins by itself.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/aurora-global-database-block.html
   */
  public static auroraGlobal(options: AuroraGlobalStepOptions): RecoveryStep {
    return new RecoveryStep(auroraGlobal(options));
  }

  /**
   * An Auto Scaling group grows to what the other region's group had. Its maximum must allow it, and capacity is not
   * guaranteed unless it is reserved.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/ec2-auto-scaling-block.html
   */
  public static scaleFleet(options: ScaleFleetOptions): RecoveryStep {
    return new RecoveryStep(scaleFleet(options));
  }

  /**
   * An ECS service grows to the tasks that the other region's service had.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/ecs-service-scaling-block.html
   */
  public static scaleService(options: ScaleServiceOptions): RecoveryStep {
    return new RecoveryStep(scaleService(options));
  }

  /**
   * The answers for a name move, by health checks that the plan owns and turns on the data plane: no record is edited.
   * Records do nothing of it until they carry these checks: `HealthSource.existing(plan.healthCheckId(region))`.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/route53-health-check-block.html
   */
  public static routing(options: RoutingStepOptions): RecoveryStep {
    return new RecoveryStep(routing(options));
  }

  /**
   * The plan waits until somebody in the approver's role says yes, and fails when nobody does within the timeout.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/manual-approval-block.html
   */
  public static approval(options: ApprovalStepOptions): RecoveryStep {
    return new RecoveryStep(approval(options));
  }

  /**
   * A function of yours, one in each region.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/custom-action-lambda-block.html
   */
  public static custom(options: CustomStepOptions): RecoveryStep {
    return new RecoveryStep(custom(options));
  }

  /** Several steps at the same time; the longest one counts. Parallel steps in it run beside the others. */
  public static parallel(name: string, steps: RecoveryStep[]): RecoveryStep {
    return new RecoveryStep(
      together(
        name,
        steps.flatMap(({ _spec }) => _spec.parts ?? [_spec]),
      ),
    );
  }

  /**
   * Another plan of this app as one step: its steps count with their own critical path. It has the same regions and the
   * same approach, and no child plans of its own.
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/region-switch-plan-block.html
   */
  public static plan(name: string, child: RegionSwitch): RecoveryStep {
    return new RecoveryStep(plan(name, child));
  }

  /** A plan that is not part of this app, with your estimate of how long it takes. */
  public static existingPlan(options: ExistingPlanOptions): RecoveryStep {
    return new RecoveryStep(existingPlan(options));
  }

  private constructor(
    /** @internal */
    public readonly _spec: StepSpec,
  ) {}
}
