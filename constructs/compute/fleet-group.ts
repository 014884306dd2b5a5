import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { MaintenancePolicy } from './fleet-maintenance';
import { ZoneImpairment } from './fleet-settings';
import { Rollout } from './rollout';
import type { ServerFleet, ServerFleetProps } from './server-fleet';

/** The Auto Scaling group of a fleet whose parts exist. */
export function createGroup(fleet: ServerFleet, props: ServerFleetProps): autoscaling.AutoScalingGroup {
  const { minimum, maximum, launchTemplate } = fleet;
  const rollout = props.rollout ?? Rollout.instanceRefresh();
  const maintenance = props.maintenance ?? MaintenancePolicy.launchBeforeTerminate();
  const group = new autoscaling.AutoScalingGroup(fleet, 'Group', {
    vpc: props.network.vpc,
    vpcSubnets: props.network.app,
    minCapacity: minimum,
    maxCapacity: maximum,
    ...launchSettings(props, launchTemplate),
    healthChecks: healthChecks(props),
    defaultInstanceWarmup: props.warmUp ?? Duration.minutes(2),
    minHealthyPercentage: maintenance.minimumPercent,
    maxHealthyPercentage: maintenance.maximumPercent,
    maxInstanceLifetime: props.maximumLifetime,
    azCapacityDistributionStrategy: autoscaling.CapacityDistributionStrategy.BALANCED_BEST_EFFORT,
    groupMetrics: [autoscaling.GroupMetrics.all()],
    notifications: [{ topic: fleet.notifications, scalingEvents: autoscaling.ScalingEvents.ALL }],
    signals: rollout._signals,
    updatePolicy: rollout._updatePolicy(minimum, maximum),
    deletionProtection: deletionProtection(props),
  });
  if (rollout._signals) launchTemplate.userData?.addSignalOnExitCommand(group);
  const resource = group.node.defaultChild as autoscaling.CfnAutoScalingGroup;
  resource.availabilityZoneImpairmentPolicy = impairmentPolicy(props);
  // What members do when they boot usually needs the way out.
  resource.node.addDependency(props.network.vpc.selectSubnets(props.network.app).internetConnectivityEstablished);
  if (props.instances._isMixed) showLaunchTemplate(resource, launchTemplate);
  return group;
}

/**
 * Policy checks read the launch template only here, and CloudFormation takes it only inside the mixed instances policy:
 * so it is shown to the checks and left out of the template.
 */
function showLaunchTemplate(resource: autoscaling.CfnAutoScalingGroup, launchTemplate: ec2.LaunchTemplate): void {
  const { launchTemplateId, versionNumber } = launchTemplate;
  resource.launchTemplate = { launchTemplateId, version: versionNumber };
  resource.addPropertyDeletionOverride('LaunchTemplate');
}

function launchSettings({ instances }: ServerFleetProps, launchTemplate: ec2.LaunchTemplate) {
  if (!instances._isMixed) return { launchTemplate };
  const { types, onDemandBase, onDemandPercent } = instances._options;
  return {
    capacityRebalance: instances._usesSpot,
    mixedInstancesPolicy: {
      launchTemplate,
      launchTemplateOverrides: types.map((instanceType) => ({ instanceType })),
      instancesDistribution: {
        onDemandAllocationStrategy: autoscaling.OnDemandAllocationStrategy.PRIORITIZED,
        onDemandBaseCapacity: onDemandBase ?? 0,
        onDemandPercentageAboveBaseCapacity: onDemandPercent ?? 100,
        spotAllocationStrategy: autoscaling.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED,
      },
    },
  };
}

/** The checks of EC2 are always on. Behind a load balancer its check is added, otherwise that of the volumes. */
function healthChecks({ healthCheckGrace, target }: ServerFleetProps): autoscaling.HealthChecks {
  const { ELB, EBS } = autoscaling.AdditionalHealthCheckType;
  return autoscaling.HealthChecks.withAdditionalChecks({
    additionalTypes: [target ? ELB : EBS],
    gracePeriod: healthCheckGrace ?? Duration.minutes(5),
  });
}

function impairmentPolicy({ zoneImpairment }: ServerFleetProps) {
  const ignores = zoneImpairment === ZoneImpairment.IGNORE_UNHEALTHY;
  return {
    zonalShiftEnabled: zoneImpairment !== ZoneImpairment.NONE,
    impairedZoneHealthCheckBehavior: ignores ? 'IgnoreUnhealthy' : 'ReplaceUnhealthy',
  };
}

function deletionProtection({ deletionProtection: isProtected }: ServerFleetProps): autoscaling.DeletionProtection {
  const { PREVENT_FORCE_DELETION, NONE } = autoscaling.DeletionProtection;
  return (isProtected ?? true) ? PREVENT_FORCE_DELETION : NONE;
}
