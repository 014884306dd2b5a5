import { call, put, type States } from './replica-scaling-states';
import type { SlotItem, WorkflowParts } from './replica-scaling-parts';

/** Whether a slot has an instance, and whether it has a record: how far it got. */
export const EMPTY = 'false/false';
const WAITING = 'true/false';
const SERVING = 'true/true';
const STALE = 'false/true';

/**
 * Looks at everything anew in each round, so that it does not matter what an earlier run left undone. RDS and Route 53 say
 * what there is; nothing else remembers it.
 */
export function observeStates(parts: WorkflowParts, next: string): States {
  return {
    ReadSwitch: call(
      'aws-sdk:eventbridge:describeRule',
      { Name: parts.ruleName },
      { ResultSelector: { 'state.$': '$.State' }, ResultPath: '$.switch', Next: 'ReadLoad' },
    ),
    ReadLoad: readLoad(parts),
    ReadInstances: readInstances(parts),
    ReadRecords: readRecords(parts),
    MatchSlots: put('$.pool', { slots: parts.slots.map(matched) }, 'GroupSlots'),
    GroupSlots: put(
      '$.seen',
      {
        'free.$': withShape(EMPTY),
        'waiting.$': withShape(WAITING),
        'serving.$': withShape(SERVING),
        'stale.$': withShape(STALE),
      },
      next,
    ),
  };
}

function readLoad({ highAlarm, lowAlarm }: WorkflowParts) {
  const state = (name: string) => `$.MetricAlarms[?(@.AlarmName=='${name}')].StateValue`;
  return call(
    'aws-sdk:cloudwatch:describeAlarms',
    { AlarmNames: [highAlarm, lowAlarm] },
    {
      ResultSelector: { 'high.$': state(highAlarm), 'low.$': state(lowAlarm) },
      ResultPath: '$.load',
      Next: 'ReadInstances',
    },
  );
}

/** A filter, since asking for an instance by name is an error when it is not there. */
function readInstances({ source, slots }: WorkflowParts) {
  const Values = [source, ...slots.map((slot) => slot.identifier)];
  return call(
    'aws-sdk:rds:describeDBInstances',
    { Filters: [{ Name: 'db-instance-id', Values }] },
    {
      ResultSelector: {
        'source.$': `$.DbInstances[?(@.DbInstanceIdentifier=='${source}')].DbInstanceStatus`,
        'found.$': '$.DbInstances[*].DbInstanceIdentifier',
      },
      ResultPath: '$.instances',
      Next: 'ReadRecords',
    },
  );
}

/** All records of the reader fit on the first page. */
function readRecords({ hostedZoneId, recordName }: WorkflowParts) {
  return call(
    'aws-sdk:route53:listResourceRecordSets',
    { HostedZoneId: hostedZoneId, StartRecordName: recordName, StartRecordType: 'CNAME' },
    {
      ResultSelector: { 'found.$': '$.ResourceRecordSets[*].SetIdentifier' },
      ResultPath: '$.records',
      Next: 'MatchSlots',
    },
  );
}

function matched(slot: SlotItem): object {
  const isIn = (list: string) => `States.ArrayContains($.${list}.found, '${slot.identifier}')`;
  return { ...slot, 'shape.$': `States.Format('{}/{}', ${isIn('instances')}, ${isIn('records')})` };
}

function withShape(shape: string): string {
  return `$.pool.slots[?(@.shape=='${shape}')]`;
}
