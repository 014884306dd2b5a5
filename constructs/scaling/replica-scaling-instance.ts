import { call, onError, type State } from './replica-scaling-states';

/** The status and host of a slot's instance, as lists that are empty when it is not there. */
export function readInstance(next: string, otherwise: string): State {
  return call(
    'aws-sdk:rds:describeDBInstances',
    { Filters: [{ Name: 'db-instance-id', 'Values.$': 'States.Array($.identifier)' }] },
    {
      ResultSelector: {
        'status.$': '$.DbInstances[*].DbInstanceStatus',
        'host.$': '$.DbInstances[*].Endpoint.Address',
      },
      ResultPath: '$.instance',
      Next: next,
      ...onError(otherwise),
    },
  );
}

/** What a slot's iteration reports. */
export function end(value: object): State {
  return { Type: 'Pass', Parameters: value, End: true };
}
