import type { WorkflowParts } from './replica-scaling-parts';
import {
  call,
  choose,
  LOOK_EVERY,
  type Named,
  onError,
  put,
  type State,
  type States,
  wait,
} from './replica-scaling-states';

/** Connections that nobody uses end when the pool of the client wants it: there is a limit to waiting for that. */
export function drainStates(named: Named, { mostDrainLooks }: WorkflowParts): States {
  return {
    BeginDraining: put('$.drain', { number: 0, 'since.$': '$$.State.EnteredTime' }, named('Drain')),
    Drain: wait(named('CountDraining')),
    CountDraining: put(
      '$.drain',
      { 'number.$': 'States.MathAdd($.drain.number, 1)', 'since.$': '$.drain.since' },
      named('ReadConnections'),
    ),
    ReadConnections: readConnections(named),
    IsDrained: choose(
      [
        {
          And: [
            { Variable: '$.connections.newest[0]', IsPresent: true },
            { Variable: '$.connections.newest[0]', NumericEquals: 0 },
          ],
          Next: named('BeginDeletion'),
        },
      ],
      named('DrainOn'),
    ),
    DrainOn: choose(
      [{ Variable: '$.drain.number', NumericGreaterThanEquals: mostDrainLooks, Next: named('BeginDeletion') }],
      named('Drain'),
    ),
  };
}

function readConnections(named: Named): State {
  const Metric = {
    Namespace: 'AWS/RDS',
    MetricName: 'DatabaseConnections',
    Dimensions: [{ Name: 'DBInstanceIdentifier', 'Value.$': '$.identifier' }],
  };
  return call(
    'aws-sdk:cloudwatch:getMetricData',
    {
      'StartTime.$': '$.drain.since',
      'EndTime.$': '$$.State.EnteredTime',
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [{ Id: 'connections', MetricStat: { Metric, Period: LOOK_EVERY, Stat: 'Maximum' } }],
    },
    {
      ResultSelector: { 'newest.$': '$.MetricDataResults[0].Values' },
      ResultPath: '$.connections',
      Next: named('IsDrained'),
      ...onError(named('DrainOn')),
    },
  );
}
