import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type Check, validate } from '../core/errors';
import { ContainerService } from './container-service';
import { serviceChecks } from './container-service-checks';
import { membersGroup } from './fleet-security-group';
import { LoadBalancer, type LoadBalancerProps } from './load-balancer';
import { loadBalancerChecks } from './load-balancer-checks';
import type { LoadBalancerTarget, TargetSettings } from './load-balancer-target';
import { targetChecks } from './load-balancer-target-checks';
import { serviceCapacity } from './service-capacity';
import type { ServiceSettings } from './service-settings';

/** Containers behind a load balancer of their own. */
export interface LoadBalancedServiceProps extends LoadBalancerProps, TargetSettings, ServiceSettings {}

/**
 * A web or API tier: an internal HTTPS load balancer in front of containers on Fargate.
 *
 * Survives the loss of a task, and of a zone at the stated peak if `minimum` is left at its default. Survives a bad
 * release: one whose tasks do not start or do not become healthy, or that fails requests, is rolled back. Does not
 * survive the loss of its region: put one into each region. Share a load balancer between several services with
 * `LoadBalancer.addTarget` and `ContainerService`.
 */
export class LoadBalancedService extends Construct {
  /** The entry. */
  public readonly loadBalancer: LoadBalancer;
  /** Which requests are sent to the tasks, and how. */
  public readonly target: LoadBalancerTarget;
  /** The tasks. */
  public readonly service: ContainerService;

  constructor(scope: Construct, id: string, props: LoadBalancedServiceProps) {
    super(scope, id);
    validate(this, this.checks(props));
    const tasks = { members: membersGroup(this, props.network), targetType: elbv2.TargetType.IP };
    this.loadBalancer = new LoadBalancer(this, 'Entry', props);
    this.target = this.loadBalancer.addTarget(this, 'Target', { ...props, ...tasks });
    this.service = new ContainerService(this, 'Service', { ...props, target: this.target });
  }

  /** Those of all parts, so that five mistakes are five messages at once. */
  private checks(props: LoadBalancedServiceProps): Check[] {
    const capacity = serviceCapacity(props, props.network.zones.length);
    return [...loadBalancerChecks(this, props), ...targetChecks(props), ...serviceChecks(props, capacity, true)];
  }
}
