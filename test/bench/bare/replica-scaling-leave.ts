import type { DataStack } from './data-stack';
import {
  call,
  choose,
  count,
  end,
  firstIs,
  is,
  isAbsent,
  isPresent,
  onError,
  put,
  type State,
  type States,
  wait,
} from './states';

/** Longer than resolvers keep the record. */
const RESOLVERS_SECONDS = 65;
const DRAIN_MINUTES = 10;
const DELETION_MINUTES = 60;

/** Takes the reads off a replica, lets its connections end, and deletes it. */
export function leaveStates({ reader }: DataStack, prefix: string, result: string): States {
  const { recordName } = reader;
  const HostedZoneId = reader.zone.hostedZoneId;
  const at = (name: string) => `${prefix}${name}`;
  const overdue = (path: string, limit: number) => ({ Variable: path, NumericGreaterThanEquals: limit });
  const found = '$.record.found[0]';
  const last = (outcome: string) => end({ result: outcome, 'identifier.$': '$.identifier' });
  return {
    [at('FindRecord')]: call(
      'aws-sdk:route53:listResourceRecordSets',
      {
        HostedZoneId,
        StartRecordName: recordName,
        StartRecordType: 'CNAME',
        'StartRecordIdentifier.$': '$.identifier',
      },
      {
        ResultSelector: { 'found.$': '$.ResourceRecordSets[0:1]' },
        ResultPath: '$.record',
        Next: at('HasRecord'),
        ...onError(at('Stuck')),
      },
    ),
    [at('HasRecord')]: choose(at('BeginDeletion'), {
      And: [
        isPresent(`${found}.SetIdentifier`),
        { Variable: `${found}.SetIdentifier`, StringEqualsPath: '$.identifier' },
        is(`${found}.Name`, recordName),
      ],
      Next: at('DeleteRecord'),
    }),
    [at('DeleteRecord')]: call(
      'aws-sdk:route53:changeResourceRecordSets',
      { HostedZoneId, ChangeBatch: { Changes: [{ Action: 'DELETE', 'ResourceRecordSet.$': found }] } },
      { ResultPath: null, Next: at('WaitForResolvers'), ...onError(at('Stuck')) },
    ),
    [at('WaitForResolvers')]: wait(RESOLVERS_SECONDS, at('BeginDraining')),
    [at('BeginDraining')]: put('$.drained', { number: 0, 'since.$': '$$.State.EnteredTime' }, at('Drain')),
    [at('Drain')]: wait(60, at('CountDraining')),
    [at('CountDraining')]: put(
      '$.drained',
      { 'number.$': 'States.MathAdd($.drained.number, 1)', 'since.$': '$.drained.since' },
      at('ReadConnections'),
    ),
    [at('ReadConnections')]: readConnections(at('IsDrained'), at('DrainOn')),
    [at('IsDrained')]: choose(at('DrainOn'), {
      And: [isPresent('$.connections.newest[0]'), { Variable: '$.connections.newest[0]', NumericEquals: 0 }],
      Next: at('BeginDeletion'),
    }),
    [at('DrainOn')]: choose(at('Drain'), { ...overdue('$.drained.number', DRAIN_MINUTES), Next: at('BeginDeletion') }),
    [at('BeginDeletion')]: put('$.looks', { number: 0 }, at('ReadInstance')),
    [at('ReadInstance')]: readInstance(at('IsGone'), at('DeleteOn')),
    [at('IsGone')]: choose(
      at('DeleteInstance'),
      { ...isAbsent('$.instance.status[0]'), Next: at('Done') },
      { ...firstIs('$.instance.status', 'deleting'), Next: at('DeleteOn') },
    ),
    [at('DeleteInstance')]: call(
      'aws-sdk:rds:deleteDBInstance',
      { 'DbInstanceIdentifier.$': '$.identifier', SkipFinalSnapshot: true, DeleteAutomatedBackups: true },
      { ResultPath: null, Next: at('DeleteOn'), ...onError(at('DeleteOn')) },
    ),
    [at('DeleteOn')]: choose(at('WaitForDeletion'), {
      ...overdue('$.looks.number', DELETION_MINUTES),
      Next: at('Stuck'),
    }),
    [at('WaitForDeletion')]: wait(60, at('CountDeletion')),
    [at('CountDeletion')]: count('$.looks', at('ReadInstance')),
    [at('Done')]: last(result),
    [at('Stuck')]: last('failed'),
  };
}

/** A filter, since asking for an instance by name is an error when it is not there. */
export function readInstance(Next: string, failed: string): State {
  return call(
    'aws-sdk:rds:describeDBInstances',
    { Filters: [{ Name: 'db-instance-id', 'Values.$': 'States.Array($.identifier)' }] },
    {
      ResultSelector: {
        'status.$': '$.DbInstances[*].DbInstanceStatus',
        'host.$': '$.DbInstances[*].Endpoint.Address',
      },
      ResultPath: '$.instance',
      Next,
      ...onError(failed),
    },
  );
}

function readConnections(Next: string, failed: string): State {
  const Metric = {
    Namespace: 'AWS/RDS',
    MetricName: 'DatabaseConnections',
    Dimensions: [{ Name: 'DBInstanceIdentifier', 'Value.$': '$.identifier' }],
  };
  return call(
    'aws-sdk:cloudwatch:getMetricData',
    {
      'StartTime.$': '$.drained.since',
      'EndTime.$': '$$.State.EnteredTime',
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [{ Id: 'connections', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
    },
    {
      ResultSelector: { 'newest.$': '$.MetricDataResults[0].Values' },
      ResultPath: '$.connections',
      Next,
      ...onError(failed),
    },
  );
}
