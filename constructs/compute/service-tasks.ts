import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IDependable } from 'constructs';
import type { ITieredVpc } from '../network';
import type { ContainerService, ContainerServiceProps } from './container-service';
import type { TaskSize } from './service-capacity';

/** What a task consists of, without its containers. */
export function createTaskDefinition(
  scope: ContainerService,
  { cpu, memory }: TaskSize,
  cpuArchitecture: ecs.CpuArchitecture = ecs.CpuArchitecture.X86_64,
): ecs.FargateTaskDefinition {
  const { taskRole, executionRole } = scope;
  return new ecs.FargateTaskDefinition(scope, 'Definition', {
    cpu,
    memoryLimitMiB: memory.toMebibytes(),
    taskRole,
    executionRole,
    runtimePlatform: { cpuArchitecture, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX },
  });
}

/** What is not stated: a minute in which a new task may fail the health check of the load balancer. */
export function graceOf({ healthCheckGrace }: ContainerServiceProps): Duration {
  return healthCheckGrace ?? Duration.seconds(60);
}

/** The service of parts that exist: a deployment first adds tasks, then removes old ones. */
export function createService(scope: ContainerService, props: ContainerServiceProps): ecs.FargateService {
  const { cluster, taskDefinition, securityGroup, executionRole } = scope;
  const service = new ecs.FargateService(scope, 'Service', {
    cluster,
    taskDefinition,
    desiredCount: props.desired,
    vpcSubnets: props.network.app,
    securityGroups: [securityGroup.reference],
    assignPublicIp: false,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: (props.circuitBreaker ?? true) ? { enable: true, rollback: true } : undefined,
    availabilityZoneRebalancing: rebalancing(props.zoneRebalancing ?? true),
    platformVersion: props.platformVersion ?? ecs.FargatePlatformVersion.LATEST,
    // ECS refuses a grace period without a load balancer.
    healthCheckGracePeriod: props.target && graceOf(props),
    enableECSManagedTags: true,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
  });
  props.target?.targetGroup.addTarget(service);
  service.node.addDependency(executionRole, ...wayOut(props.network), ...(props.target ? [props.target] : []));
  return service;
}

/**
 * What a task needs when it starts, beside what the service names: a way to the registry. Together with permissions that
 * are attached later than the role exists, and with open security groups, it has to be there first: the circuit breaker
 * gives up on a new service after three tasks that could not start.
 */
function wayOut({ vpc, app }: ITieredVpc): IDependable[] {
  return [vpc.selectSubnets(app).internetConnectivityEstablished];
}

function rebalancing(enabled: boolean): ecs.AvailabilityZoneRebalancing {
  return enabled ? ecs.AvailabilityZoneRebalancing.ENABLED : ecs.AvailabilityZoneRebalancing.DISABLED;
}
