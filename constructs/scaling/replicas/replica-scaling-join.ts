import { end, readInstance } from './replica-scaling-instance';
import { leaveStates } from './replica-scaling-leave';
import { EMPTY } from './replica-scaling-observe';
import type { WorkflowParts } from './replica-scaling-parts';
import { firstIs, firstMatches, isNone, untilNextLook } from './replica-scaling-states';
import { call, choose, count, put, type State, type States } from '../workflow/workflow-states';

/**
 * Makes the replica of one slot, or goes on with one that an earlier run began; waits until it is available and its alarms
 * are quiet, which they are when its lag is, and only then sends reads to it. What does not get there in time is undone.
 */
export function joinStates(parts: WorkflowParts): States {
  return {
    AddBegin: put('$.looks', { number: 0 }, 'IsMade'),
    IsMade: choose([{ Variable: '$.shape', StringEquals: EMPTY, Next: 'AddCreate' }], 'AddReadInstance'),
    AddCreate: call('aws-sdk:rds:createDBInstanceReadReplica', parts.request, {
      next: 'AddWait',
      failed: 'UndoFindRecord',
    }),
    AddWait: untilNextLook('AddCount'),
    AddCount: count('$.looks', 'AddReadInstance'),
    AddReadInstance: readInstance('AddIsReady', 'AddWaitOrUndo'),
    AddIsReady: choose(
      [
        // Somebody deletes it, or has done so.
        { ...isNone('$.instance.status'), Next: 'AddGone' },
        { ...firstIs('$.instance.status', 'deleting'), Next: 'AddGone' },
        { ...firstIs('$.instance.status', 'failed'), Next: 'UndoFindRecord' },
        { ...firstMatches('$.instance.status', 'incompatible-*'), Next: 'UndoFindRecord' },
        { ...firstIs('$.instance.status', 'available'), Next: 'AddReadLag' },
      ],
      'AddWaitOrUndo',
    ),
    AddReadLag: readLag(),
    AddIsQuiet: choose(
      [{ Variable: '$.lag.quiet', NumericEquals: parts.slots[0].alarms.length, Next: 'AddRecord' }],
      'AddWaitOrUndo',
    ),
    AddWaitOrUndo: choose(
      [{ Variable: '$.looks.number', NumericGreaterThanEquals: parts.mostAddLooks, Next: 'UndoFindRecord' }],
      'AddWait',
    ),
    AddRecord: addRecord(parts),
    AddDone: end({ result: 'added', 'identifier.$': '$.identifier' }),
    AddGone: end({ result: 'gone', 'identifier.$': '$.identifier' }),
    ...leaveStates('Undo', parts, 'failed'),
  };
}

function readLag(): State {
  return call(
    'aws-sdk:cloudwatch:describeAlarms',
    { 'AlarmNames.$': '$.alarms' },
    {
      select: { 'quiet.$': "States.ArrayLength($.MetricAlarms[?(@.StateValue=='OK')])" },
      into: '$.lag',
      next: 'AddIsQuiet',
      failed: 'AddWaitOrUndo',
    },
  );
}

/** Like the records of the fixed replicas, so that reads are spread evenly. */
function addRecord({ hostedZoneId, recordName, ttlSeconds }: WorkflowParts): State {
  const ResourceRecordSet = {
    Name: recordName,
    Type: 'CNAME',
    'SetIdentifier.$': '$.identifier',
    Weight: 1,
    Ttl: ttlSeconds,
    'HealthCheckId.$': '$.healthCheckId',
    ResourceRecords: [{ 'Value.$': '$.instance.host[0]' }],
  };
  return call(
    'aws-sdk:route53:changeResourceRecordSets',
    { HostedZoneId: hostedZoneId, ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet }] } },
    { next: 'AddDone', failed: 'UndoFindRecord' },
  );
}
