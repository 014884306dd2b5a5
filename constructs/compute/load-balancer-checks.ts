import type { IConstruct } from 'constructs';
import type { Check } from '../core/errors';
import type { LoadBalancerProps } from './load-balancer';
import { isOutside } from './load-balancer-target-checks';

/** Everything that can be wrong with a load balancer. */
export function loadBalancerChecks(scope: IConstruct, props: LoadBalancerProps): Check[] {
  const { reservedCapacityUnits: units, minimumHealthyTargets: healthy = 1, allowFrom = [] } = props;
  return [
    ...allowFrom.flatMap((source) => source._checks(scope)),
    {
      code: 'MissingCertificate',
      property: 'certificates',
      when: props.certificates.length === 0,
      value: [],
      allowed: 'at least one certificate of this region',
      action: 'Pass a certificate of your host name: there is no listener without TLS',
    },
    {
      code: 'IdleTimeoutOutOfRange',
      property: 'idleTimeout',
      when: isOutside(props.idleTimeout, 1, 4000),
      value: props.idleTimeout?.toString(),
      allowed: '1 to 4000 seconds',
      action: 'Choose a duration in this range',
    },
    {
      code: 'ReservedCapacityTooSmall',
      property: 'reservedCapacityUnits',
      when: units !== undefined && !(Number.isInteger(units) && units >= 100),
      value: units,
      allowed: 'a whole number, 100 or more',
      action: 'Reserve at least 100 units, or leave it out',
    },
    {
      code: 'MinimumHealthyOutOfRange',
      property: 'minimumHealthyTargets',
      when: !(Number.isInteger(healthy) && healthy >= 1),
      value: healthy,
      allowed: 'a whole number, 1 or more',
      action: 'State how many healthy members make a zone worth sending to',
    },
  ];
}

/** Rules of one listener have different priorities. */
export function priorityCheck(priority: number, owner: string | undefined): Check {
  return {
    code: 'PriorityTaken',
    property: 'priority',
    when: owner !== undefined,
    value: priority,
    allowed: `a priority other than that of ${owner}`,
    action: 'Give each target of the load balancer its own priority',
  };
}
