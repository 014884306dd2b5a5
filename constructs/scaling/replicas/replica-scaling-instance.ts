import { call, type Json, type State } from '../workflow/workflow-states';

/** The status and host of a slot's instance, as lists that are empty when it is not there. */
export function readInstance(next: string, otherwise: string): State {
  return call(
    'aws-sdk:rds:describeDBInstances',
    { Filters: [{ Name: 'db-instance-id', 'Values.$': 'States.Array($.identifier)' }] },
    {
      select: {
        'status.$': '$.DbInstances[*].DbInstanceStatus',
        'host.$': '$.DbInstances[*].Endpoint.Address',
      },
      into: '$.instance',
      next,
      failed: otherwise,
    },
  );
}

/** What a slot's iteration reports. */
export function end(value: Json): State {
  return { Type: 'Pass', Parameters: value, End: true };
}
