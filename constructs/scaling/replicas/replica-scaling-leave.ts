import { drainStates } from './replica-scaling-drain';
import { end, readInstance } from './replica-scaling-instance';
import type { WorkflowParts } from './replica-scaling-parts';
import { firstIs, isNone, type Named, untilNextLook } from './replica-scaling-states';
import { call, choose, count, put, type State, type States, wait } from '../workflow/workflow-states';

/** Until Route 53 answers without the record everywhere. */
const PROPAGATION_SECONDS = 60;

/**
 * Takes the replica of one slot away: first the record, then a pause until clients have asked for the name again and left,
 * then the instance. Whatever is not there is skipped. `result` is what to report when all is gone.
 */
export function leaveStates(prefix: string, parts: WorkflowParts, result = 'removed'): States {
  const named = (name: string) => `${prefix}${name}`;
  return Object.fromEntries(
    Object.entries({ ...recordStates(named, parts), ...drainStates(named, parts), ...deleteStates(named, parts) })
      .concat(endStates(result))
      .map(([name, state]) => [named(name), state]),
  );
}

/** The list begins with the record of the slot, or with another one if there is none. */
function recordStates(named: Named, { hostedZoneId, recordName, ttlSeconds }: WorkflowParts): States {
  const found = '$.record.found[0]';
  return {
    FindRecord: call(
      'aws-sdk:route53:listResourceRecordSets',
      {
        HostedZoneId: hostedZoneId,
        StartRecordName: recordName,
        StartRecordType: 'CNAME',
        'StartRecordIdentifier.$': '$.identifier',
      },
      {
        select: { 'found.$': '$.ResourceRecordSets[0:1]' },
        into: '$.record',
        next: named('HasRecord'),
        failed: named('Stuck'),
      },
    ),
    HasRecord: choose(
      [
        {
          And: [
            { Variable: `${found}.SetIdentifier`, IsPresent: true },
            { Variable: `${found}.SetIdentifier`, StringEqualsPath: '$.identifier' },
            { Variable: `${found}.Name`, StringEquals: recordName },
          ],
          Next: named('DeleteRecord'),
        },
      ],
      named('BeginDeletion'),
    ),
    DeleteRecord: call(
      'aws-sdk:route53:changeResourceRecordSets',
      {
        HostedZoneId: hostedZoneId,
        ChangeBatch: { Changes: [{ Action: 'DELETE', 'ResourceRecordSet.$': found }] },
      },
      { next: named('WaitForResolvers'), failed: named('Stuck') },
    ),
    WaitForResolvers: wait(ttlSeconds + PROPAGATION_SECONDS, named('BeginDraining')),
  };
}

/** An instance that is still being made cannot be deleted yet: it is asked for again every minute. */
function deleteStates(named: Named, { mostDeleteLooks }: WorkflowParts): States {
  return {
    BeginDeletion: put('$.looks', { number: 0 }, named('ReadInstance')),
    ReadInstance: readInstance(named('IsGone'), named('DeleteOn')),
    IsGone: choose(
      [
        { ...isNone('$.instance.status'), Next: named('Done') },
        { ...firstIs('$.instance.status', 'deleting'), Next: named('DeleteOn') },
      ],
      named('DeleteInstance'),
    ),
    DeleteInstance: call(
      'aws-sdk:rds:deleteDBInstance',
      { 'DbInstanceIdentifier.$': '$.identifier', SkipFinalSnapshot: true, DeleteAutomatedBackups: true },
      { next: named('DeleteOn'), failed: named('DeleteOn') },
    ),
    DeleteOn: choose(
      [{ Variable: '$.looks.number', NumericGreaterThanEquals: mostDeleteLooks, Next: named('Stuck') }],
      named('WaitForDeletion'),
    ),
    WaitForDeletion: untilNextLook(named('CountDeletion')),
    CountDeletion: count('$.looks', named('ReadInstance')),
  };
}

function endStates(result: string): [string, State][] {
  const identifier = { 'identifier.$': '$.identifier' };
  return [
    ['Done', end({ result, ...identifier })],
    ['Stuck', end({ result: 'failed', ...identifier })],
  ];
}
