import { Construct } from 'constructs';
import { type Check, validate } from '../core/errors';
import { fleetCapacity } from './fleet-capacity';
import { fleetChecks } from './fleet-checks';
import { membersGroup } from './fleet-security-group';
import type { FleetSettings } from './fleet-settings';
import { LoadBalancer, type LoadBalancerProps } from './load-balancer';
import { loadBalancerChecks } from './load-balancer-checks';
import type { LoadBalancerTarget } from './load-balancer-target';
import { targetChecks } from './load-balancer-target-checks';
import type { TargetSettings } from './load-balancer-target-settings';
import { ServerFleet } from './server-fleet';

/** Servers behind a load balancer of their own. */
export interface LoadBalancedFleetProps extends LoadBalancerProps, TargetSettings, FleetSettings {}

/**
 * A web or API tier: an internal HTTPS load balancer in front of servers that replace each other.
 *
 * Survives the loss of members, and of a zone at the stated peak if `minimum` is left at its default. Does not survive
 * the loss of its region: put one into each region. Share a load balancer between several tiers with
 * `LoadBalancer.addTarget` and `ServerFleet`.
 */
export class LoadBalancedFleet extends Construct {
  /** The entry. */
  public readonly loadBalancer: LoadBalancer;
  /** Which requests are sent to the members, and how. */
  public readonly target: LoadBalancerTarget;
  /** The members. */
  public readonly fleet: ServerFleet;

  constructor(scope: Construct, id: string, props: LoadBalancedFleetProps) {
    super(scope, id);
    validate(this, this.checks(props));
    this.loadBalancer = new LoadBalancer(this, 'Entry', props);
    this.target = this.loadBalancer.addTarget(this, 'Target', { ...props, members: membersGroup(this, props.network) });
    this.fleet = new ServerFleet(this, 'Fleet', { ...props, target: this.target });
  }

  /** Those of all parts, so that five mistakes are five messages at once. */
  private checks(props: LoadBalancedFleetProps): Check[] {
    const capacity = fleetCapacity(props, props.network.zones.length);
    return [...loadBalancerChecks(this, props), ...targetChecks(props), ...fleetChecks(props, capacity, true)];
  }
}
