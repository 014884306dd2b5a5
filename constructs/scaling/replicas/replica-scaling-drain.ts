import type { WorkflowParts } from './replica-scaling-parts';
import { LOOK_EVERY, type Named, untilNextLook } from './replica-scaling-states';
import { call, choose, put, type State, type States } from '../workflow/workflow-states';

/** Connections that nobody uses end when the pool of the client wants it: there is a limit to waiting for that. */
export function drainStates(named: Named, { mostDrainLooks }: WorkflowParts): States {
  return {
    BeginDraining: put('$.drain', { number: 0, 'since.$': '$$.State.EnteredTime' }, named('Drain')),
    Drain: untilNextLook(named('CountDraining')),
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
      select: { 'newest.$': '$.MetricDataResults[0].Values' },
      into: '$.connections',
      next: named('IsDrained'),
      failed: named('DrainOn'),
    },
  );
}
