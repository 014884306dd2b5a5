import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';
import type { ScalingParts } from './replica-scaling';
import { call, put, type States } from './states';

/** Looks at load, instances and records anew in each round. */
export function observeStates({ reader }: DataStack, { ruleName, high, low, slots }: ScalingParts): States {
  const read = (action: string, parameters: object, path: string, selected: object, Next: string) =>
    call(action, parameters, { ResultSelector: selected, ResultPath: path, Next });
  const stateOf = (name: string) => `$.MetricAlarms[?(@.AlarmName=='${name}')].StateValue`;
  const contains = (list: string, name: string) => `States.ArrayContains(${list}, '${name}')`;
  const pool = slots.map(({ identifier, alarmName, healthCheckId }) => ({
    ...{ identifier, alarms: [alarmName], healthCheckId },
    'shape.$':
      `States.Format('{}/{}', ${contains('$.instances.found', identifier)}, ` +
      `${contains('$.records.found', identifier)})`,
  }));
  const shaped = (shape: string) => `$.pool.slots[?(@.shape=='${shape}')]`;
  const names = [IDENTIFIER, ...slots.map(({ identifier }) => identifier)];
  return {
    ReadSwitch: read(
      'aws-sdk:eventbridge:describeRule',
      { Name: ruleName },
      '$.switch',
      { 'state.$': '$.State' },
      'ReadLoad',
    ),
    ReadLoad: read(
      'aws-sdk:cloudwatch:describeAlarms',
      { AlarmNames: [high.alarmName, low.alarmName] },
      '$.load',
      { 'high.$': stateOf(high.alarmName), 'low.$': stateOf(low.alarmName) },
      'ReadInstances',
    ),
    ReadInstances: read(
      'aws-sdk:rds:describeDBInstances',
      { Filters: [{ Name: 'db-instance-id', Values: names }] },
      '$.instances',
      {
        'source.$': `$.DbInstances[?(@.DbInstanceIdentifier=='${IDENTIFIER}')].DbInstanceStatus`,
        'found.$': '$.DbInstances[*].DbInstanceIdentifier',
      },
      'ReadRecords',
    ),
    ReadRecords: read(
      'aws-sdk:route53:listResourceRecordSets',
      { HostedZoneId: reader.zone.hostedZoneId, StartRecordName: reader.recordName, StartRecordType: 'CNAME' },
      '$.records',
      { 'found.$': '$.ResourceRecordSets[*].SetIdentifier' },
      'MatchSlots',
    ),
    MatchSlots: put('$.pool', { slots: pool }, 'GroupSlots'),
    GroupSlots: put(
      '$.seen',
      {
        'free.$': shaped('false/false'),
        'waiting.$': shaped('true/false'),
        'serving.$': shaped('true/true'),
        'stale.$': shaped('false/true'),
      },
      'Decide',
    ),
  };
}
