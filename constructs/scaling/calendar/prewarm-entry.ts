import * as iam from 'aws-cdk-lib/aws-iam';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LESS_THAN_WANTED, type PrewarmItem, type PrewarmKind, wholeCheck } from './prewarm-kind';
import { is, not, present } from './prewarm-states';

const read = {
  api: 'elasticloadbalancingv2:describeCapacityReservation',
  parameters: { 'LoadBalancerArn.$': '$.change.arn' },
};

const reserve = (reservation: object) => ({
  api: 'elasticloadbalancingv2:modifyCapacityReservation',
  parameters: { 'LoadBalancerArn.$': '$.change.arn', ...reservation },
});

const units = (path: string) => reserve({ MinimumLoadBalancerCapacity: { 'CapacityUnits.$': path } });

const NOTHING_BEFORE = { Variable: '$.before.value', NumericEquals: 0 };

/**
 * Capacity units that a load balancer keeps ready. All zones have to have theirs; a reservation can be lowered twice a day,
 * and only when the former change is done, so lowering it may take some attempts.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/request-capacity-unit-reservation.html
 */
const ENTRY: PrewarmKind = {
  name: 'capacity units',
  read,
  found: ['$.read.MinimumLoadBalancerCapacity.CapacityUnits'],
  value: { 'value.$': '$.read.MinimumLoadBalancerCapacity.CapacityUnits' },
  isOptional: true,
  raises: [{ name: 'Raise capacity units', when: [LESS_THAN_WANTED], call: units('$.change.want') }],
  check: { ...read, select: { 'states.$': '$..Code' } },
  count: { 'states.$': 'States.ArrayUnique($.read.states)' },
  reached: [present('$.count.states[0]'), is('$.count.states[0]', 'provisioned'), not(present('$.count.states[1]'))],
  restores: [
    { name: 'Reset capacity units', when: [NOTHING_BEFORE], call: reserve({ ResetCapacityReservation: true }) },
    { name: 'Restore capacity units', when: [], call: units('$.before.value') },
  ],
};

/**
 * Capacity units that a region may reserve for all its load balancers together, until AWS was asked for more.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const QUOTA = 0;

/** Most reservations take minutes, some hours. */
const THREE_HOURS = 3 * 3600;

/** A load balancer that gets capacity units. */
export function entryItem(alb: elbv2.IApplicationLoadBalancer, want: number, seconds = THREE_HOURS): PrewarmItem {
  const arn = alb.loadBalancerArn;
  return {
    kind: ENTRY,
    resource: alb.node.path,
    label: `${want} capacity units of ${alb.node.path}`,
    input: { arn, want },
    warmUpSeconds: seconds,
    reads: ['elasticloadbalancing:DescribeCapacityReservation'],
    statements: [
      new iam.PolicyStatement({ actions: ['elasticloadbalancing:ModifyCapacityReservation'], resources: [arn] }),
    ],
    exceeds: `a region may reserve ${QUOTA} for all its load balancers`,
    checks: [wholeCheck('loadBalancerCapacity', want, 100)],
  };
}
