import type { RunbookParameter, RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/** A load balancer that is to leave a zone. */
export interface ZoneEvacuationOptions {
  /** ARN of the load balancer. */
  readonly loadBalancerArn: string;
}

/** A shift lasts three days at most. */
const PARAMETERS: RunbookParameter[] = [
  { name: 'ZoneId', description: 'Id of the zone, for example use1-az1', allowedPattern: '^[a-z0-9]+-az[0-9]+$' },
  {
    name: 'Hours',
    description: 'Hours until it shifts back',
    defaultValue: '1',
    allowedPattern: '^([1-9]|[1-6][0-9]|7[0-2])$',
  },
];

/** Shifts a load balancer away from a zone for a while. */
export function zoneEvacuation({ loadBalancerArn }: ZoneEvacuationOptions): RunbookProcedureProps {
  const resources = [loadBalancerArn];
  const shift = { service: 'arc-zonal-shift', resources };
  const managed = { ...shift, api: 'GetManagedResource', inputs: { resourceIdentifier: loadBalancerArn } };
  const state = {
    service: 'elbv2',
    api: 'DescribeLoadBalancers',
    inputs: { LoadBalancerArns: [loadBalancerArn] },
    resources: ['*'],
  };
  const selector = '$.LoadBalancers[0].State.Code';
  const start = RunbookStep.change('ShiftAway', {
    ...shift,
    description: 'Shift the load balancer away from {{ZoneId}} for {{Hours}} hours',
    api: 'StartZonalShift',
    inputs: {
      resourceIdentifier: loadBalancerArn,
      awayFrom: '{{ZoneId}}',
      expiresIn: '{{Hours}}h',
      comment: 'Runbook {{automation:EXECUTION_ID}}',
    },
    outputs: [{ name: 'ZonalShiftId', selector: '$.zonalShiftId' }],
  });
  return {
    description:
      'Shifts a load balancer away from a zone. The other zones have to carry the load already. ' +
      'Back: cancel the zonal shift that is in the outputs, or let it expire.',
    parameters: PARAMETERS,
    preconditions: [
      RunbookStep.require('RequireActive', { ...state, selector, desired: ['active'] }),
      RunbookStep.require('RequireZonalShift', {
        ...managed,
        description: 'Zonal shift knows the load balancer: its attribute zonal_shift.config.enabled is on',
        selector: '$.arn',
        desired: [loadBalancerArn],
      }),
    ],
    steps: [
      start,
      RunbookStep.waitFor('WaitForShift', {
        ...managed,
        description: 'Wait until the shift is the one that counts',
        selector: '$.zonalShifts[0].zonalShiftId',
        desired: [start.output('ZonalShiftId')],
      }),
    ],
    outputs: ['ShiftAway.ZonalShiftId'],
  };
}
