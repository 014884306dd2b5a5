import type { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** What all steps have in common. */
export interface RecoveryStepOptions {
  /** Name of the step, unique in its workflow: dashboards, reports and approvals call it so. */
  readonly name: string;
  /**
   * What it does, for the person who watches it.
   * @default - no description
   */
  readonly description?: string;
  /** How long the step may take, in whole minutes. The recovery time of the plan is the sum of these. */
  readonly timeout: Duration;
}

/** Replicas of RDS instances that take the writes. */
export interface PromoteDatabaseOptions extends RecoveryStepOptions {
  /** ARN of the database instance of each region of the plan: the writer in one, its replica in the other. */
  readonly instances: { [region: string]: string };
}

/** Replicas of RDS instances that are made again. */
export interface RebuildReplicaOptions extends PromoteDatabaseOptions {
  /**
   * ARN of the key that encrypts the instance of each region; the role must be allowed to use the key.
   * @default - keys whose policies let RDS use them without the role
   */
  readonly encryptionKeys?: { [region: string]: string };
}

/** An Aurora Global Database whose writer moves. */
export interface AuroraGlobalStepOptions extends RecoveryStepOptions {
  /** Identifier of the global database. */
  readonly globalCluster: string;
  /** ARN of the cluster of each region of the plan. */
  readonly clusters: { [region: string]: string };
  /**
   * Whether an ungraceful execution fails over and loses what was in flight. Without it the writer only moves while its
   * region still answers.
   * @default true
   */
  readonly failsOverWithLoss?: boolean;
}

/** Capacity that grows in the region that takes over. */
export interface ScaleStepOptions extends RecoveryStepOptions {
  /**
   * Capacity to reach, in percent of the largest that the other region had within 24 hours.
   * @default 100
   */
  readonly targetPercent?: number;
  /**
   * Share of that capacity, 0 to 99 percent, with which an ungraceful execution goes on.
   * @default - all of it
   */
  readonly minimumSuccessPercent?: number;
  /**
   * Whether the step waits until the load balancer finds the new targets healthy, instead of until they run.
   * @default true
   */
  readonly waitsForHealthyTargets?: boolean;
}

/** An Auto Scaling group per region. */
export interface ScaleFleetOptions extends ScaleStepOptions {
  /** ARN of the group of each region of the plan, with its unique part: `CfnAutoScalingGroup.attrAutoScalingGroupArn`. */
  readonly groups: { [region: string]: string };
}

/** An ECS service, named by its ARNs. */
export interface RecoveryService {
  /** ARN of the cluster. */
  readonly clusterArn: string;
  /** ARN of the service, with the name of its cluster. */
  readonly serviceArn: string;
}

/** An ECS service per region. */
export interface ScaleServiceOptions extends ScaleStepOptions {
  /** The service of each region of the plan. */
  readonly services: { [region: string]: RecoveryService };
}

/** A name whose answers move to another region. */
export interface RoutingStepOptions extends RecoveryStepOptions {
  /** Id of the hosted zone: a literal. */
  readonly hostedZoneId: string;
  /** The full name of the records, for example `api.example.com`: a literal, so that the plan refers to no record. */
  readonly recordName: string;
  /**
   * Set identifier of the record of each region.
   * @default - the service finds the region of each record itself, which it can for latency records and regional targets
   */
  readonly setIdentifiers?: { [region: string]: string };
}

/** A person who says yes. */
export interface ApprovalStepOptions extends RecoveryStepOptions {
  /**
   * The role that the person assumes.
   * @default - the approver of the plan
   */
  readonly approver?: iam.IRole;
}

/** Where the function of a step runs. The first two are for workflows that recover, the others for what follows. */
export enum StepRegion {
  /** In the region that takes over: the choice that does not depend on the impaired region. */
  ACTIVATING = 'activatingRegion',
  /** In the region that gives up: only while it still answers. */
  DEACTIVATING = 'deactivatingRegion',
  /** After recovery: in the region that serves. */
  ACTIVE = 'activeRegion',
  /** After recovery: in the region that does not serve. */
  INACTIVE = 'inactiveRegion',
}

/** A function of your own per region. */
export interface CustomStepOptions extends RecoveryStepOptions {
  /** ARN of the function of each region of the plan. It may be called more than once. */
  readonly functions: { [region: string]: string };
  /**
   * Where it runs.
   * @default - in the region that takes over; after recovery, in the one that serves
   */
  readonly runsIn?: StepRegion;
  /**
   * After which time a failed call is repeated, in whole minutes.
   * @default - 1 minute
   */
  readonly retryInterval?: Duration;
  /**
   * Whether an ungraceful execution leaves the step out.
   * @default false
   */
  readonly skippedWhenUngraceful?: boolean;
}

/** A plan that is not part of this app. */
export interface ExistingPlanOptions {
  /** Name of the step. */
  readonly name: string;
  /**
   * What it does.
   * @default - no description
   */
  readonly description?: string;
  /** ARN of the plan. */
  readonly planArn: string;
  /** How long the plan takes at most: the service sets no timeout on it. */
  readonly estimate: Duration;
}
