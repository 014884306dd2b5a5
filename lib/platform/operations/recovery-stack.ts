import { Duration } from 'aws-cdk-lib';
import type * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type { Construct } from 'constructs';
import { type RecoveryObjective, RegionalStack, type RegionSet } from '../../../constructs/core';
import { ChaosCoverage, RecoveryApproach, RecoveryStep, RegionSwitch } from '../../../constructs/resilience';
import type { EdgeStack } from '../edge-stack';
import type { PlatformDomain } from '../platform-props';
import type { ServingRegion } from '../platform-region';
import { globalClaims } from './claims';

/** The way from one region to another. */
export interface RecoveryStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** All regions and their roles. */
  readonly regions: RegionSet;
  /** The region in which the data began. */
  readonly home: ServingRegion;
  /** The other one: the stack is there. */
  readonly away: ServingRegion;
  /** What is in front of all regions. */
  readonly edge: EdgeStack;
  /** What the platform is reachable as. */
  readonly domain: PlatformDomain;
  /** How long recovery may take. */
  readonly recovery: RecoveryObjective;
}

/**
 * The way from the home region to the other one, and back: where the home region is not needed.
 *
 * Survives the loss of the home region: the plan is executed in the region that is left, on its data plane. A person starts
 * it, told by the alarms of both regions. Knows these two only: replicas of the lost writer in a third region have to be made
 * again, from the new one. Fences nobody: when the lost region only seems lost, its applications still write to their database.
 */
export class RecoveryStack extends RegionalStack {
  /** The plan. */
  public readonly plan: RegionSwitch;
  /** What all regions together rely on, and how it is rehearsed. */
  public readonly coverage: ChaosCoverage;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    const { region, availabilityZones: zones, account } = props.away.app;
    super(scope, id, {
      stackName: props.stackName,
      region,
      zones,
      account,
      description: `The way from ${props.regions.home.name} to ${region}, and back`,
    });
    this.plan = this.createPlan(props);
    this.coverage = new ChaosCoverage(this, 'Coverage', { claims: globalClaims(props.edge, this.plan) });
    // Both, whichever has traffic now, so that exchanged roles change records and nothing here.
    this.plan.planRegions.forEach((name) => this.plan.healthCheckId(name));
  }

  private createPlan({ regions, recovery, home, away, domain }: RecoveryStackProps): RegionSwitch {
    const both = [home, away];
    return new RegionSwitch(this, 'Plan', {
      regions,
      homeRegion: regions.home.name,
      recovery,
      approach: RecoveryApproach.activePassive({
        activate: [RecoveryStep.parallel('Take over', [promotion(both), ...capacity(both)]), routing(domain)],
        postRecovery: [rebuilding(both)],
      }),
      databases: [away.data.database],
      healthAlarms: Object.fromEntries(both.map(({ app }) => [`Api-${app.region}`, app.health])),
    });
  }
}

function byRegion<T>(regions: ServingRegion[], value: (region: ServingRegion) => T): { [region: string]: T } {
  return Object.fromEntries(regions.map((region) => [region.app.region, value(region)]));
}

function promotion(regions: ServingRegion[]): RecoveryStep {
  return RecoveryStep.promoteDatabase({
    name: 'Promote the database',
    instances: byRegion(regions, ({ data }) => data.database.instance!.instanceArn),
    timeout: Duration.minutes(15),
  });
}

/** The region that takes over runs at the size of the peak anyway; this follows what the other one had grown to. */
function capacity(regions: ServingRegion[]): RecoveryStep[] {
  const timeout = Duration.minutes(10);
  return [
    RecoveryStep.scaleFleet({
      name: 'Grow the web servers',
      groups: byRegion(regions, ({ app }) => groupArn(app.web.fleet.group)),
      timeout,
    }),
    RecoveryStep.scaleService({
      name: 'Grow the API',
      services: byRegion(regions, ({ app: { api } }) => ({
        clusterArn: api.service.cluster.clusterArn,
        serviceArn: api.service.service.serviceArn,
      })),
      timeout,
    }),
  ];
}

function groupArn(group: autoscaling.AutoScalingGroup): string {
  return (group.node.defaultChild as autoscaling.CfnAutoScalingGroup).attrAutoScalingGroupArn;
}

function routing(domain: PlatformDomain): RecoveryStep {
  return RecoveryStep.routing({
    name: 'Send users there',
    hostedZoneId: domain.hostedZoneId,
    recordName: `api.${domain.name}`,
    timeout: Duration.minutes(2),
  });
}

/** Afterwards, when both regions answer: what makes the way back possible. */
function rebuilding(regions: ServingRegion[]): RecoveryStep {
  return RecoveryStep.rebuildReplica({
    name: 'Make the lost region a replica',
    instances: byRegion(regions, ({ data }) => data.database.instance!.instanceArn),
    encryptionKeys: byRegion(regions, ({ foundation }) => foundation.key.key.keyArn),
    timeout: Duration.hours(3),
  });
}
