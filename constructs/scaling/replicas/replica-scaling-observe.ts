import type { SlotItem, WorkflowParts } from './replica-scaling-parts';
import { call, type Json, put, type State, type States } from '../workflow/workflow-states';

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
      { select: { 'state.$': '$.State' }, into: '$.switch', next: 'ReadLoad' },
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

function readLoad({ highAlarm, lowAlarm }: WorkflowParts): State {
  const state = (name: string) => `$.MetricAlarms[?(@.AlarmName=='${name}')].StateValue`;
  return call(
    'aws-sdk:cloudwatch:describeAlarms',
    { AlarmNames: [highAlarm, lowAlarm] },
    {
      select: { 'high.$': state(highAlarm), 'low.$': state(lowAlarm) },
      into: '$.load',
      next: 'ReadInstances',
    },
  );
}

/** A filter, since asking for an instance by name is an error when it is not there. */
function readInstances({ source, slots }: WorkflowParts): State {
  const Values = [source, ...slots.map((slot) => slot.identifier)];
  return call(
    'aws-sdk:rds:describeDBInstances',
    { Filters: [{ Name: 'db-instance-id', Values }] },
    {
      select: {
        'source.$': `$.DbInstances[?(@.DbInstanceIdentifier=='${source}')].DbInstanceStatus`,
        'found.$': '$.DbInstances[*].DbInstanceIdentifier',
      },
      into: '$.instances',
      next: 'ReadRecords',
    },
  );
}

/** All records of the reader fit on the first page. */
function readRecords({ hostedZoneId, recordName }: WorkflowParts): State {
  return call(
    'aws-sdk:route53:listResourceRecordSets',
    { HostedZoneId: hostedZoneId, StartRecordName: recordName, StartRecordType: 'CNAME' },
    {
      select: { 'found.$': '$.ResourceRecordSets[*].SetIdentifier' },
      into: '$.records',
      next: 'MatchSlots',
    },
  );
}

function matched(slot: SlotItem): Json {
  const isIn = (list: string) => `States.ArrayContains($.${list}.found, '${slot.identifier}')`;
  return { ...slot, 'shape.$': `States.Format('{}/{}', ${isIn('instances')}, ${isIn('records')})` };
}

function withShape(shape: string): string {
  return `$.pool.slots[?(@.shape=='${shape}')]`;
}
