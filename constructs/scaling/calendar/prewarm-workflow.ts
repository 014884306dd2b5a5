import type { PrewarmKind } from './prewarm-kind';
import { FAILED, raise } from './prewarm-raise';
import { record } from './prewarm-record';
import { revert } from './prewarm-revert';
import { all, choose, type Json, not, note, present, reachedTime, task, tell } from './prewarm-states';
import { verify } from './prewarm-verify';

const END = { Type: 'Succeed' };

/**
 * The workflow of all events of a plan. It knows no event: times and changes are its input, so that a deployment that
 * takes an event out of the plan does not touch one that runs.
 */
export function prewarmWorkflow(kinds: PrewarmKind[], topicArn: string): Json {
  return {
    Comment: 'Records capacities, raises them before an event, holds them until its end, and sets them back.',
    StartAt: 'Is it time?',
    States: {
      ...gate(topicArn),
      'Record what is set': { ...record(kinds, topicArn), Next: 'Raise' },
      Raise: { ...raise(kinds, topicArn), Next: 'Verify' },
      Verify: { ...verify(kinds, topicArn), Next: 'Hold until the end' },
      'Hold until the end': { Type: 'Wait', TimestampPath: '$.end', Next: 'Revert' },
      Revert: { ...revert(kinds, topicArn), Next: 'Collect' },
      Collect: note('$.failed', collected(), 'Did all go well?'),
      'Did all go well?': choose([{ ...wentWrong(), Next: 'Look into it' }], 'Done'),
      'Look into it': {
        Type: 'Fail',
        Error: 'PrewarmIncomplete',
        Cause: 'Some capacity was not read, raised, there in time or set back; the notifications say which.',
      },
      Done: END,
    },
  };
}

/**
 * The schedule comes every year, and may come twice: nothing happens in other years or after the end. Two runs at the same
 * time would take each other's raised values for what was there before, so the second one gives up.
 */
function gate(topicArn: string): Json {
  return {
    'Is it time?': choose(
      [{ ...all(reachedTime('$.notBefore'), not(reachedTime('$.end'))), Next: 'List runs' }],
      'Not now',
    ),
    'Not now': END,
    'List runs': task(
      {
        api: 'sfn:listExecutions',
        parameters: { 'StateMachineArn.$': '$$.StateMachine.Id', StatusFilter: 'RUNNING' },
        select: { 'runs.$': '$.Executions' },
      },
      { into: '$.running', next: 'Is another one running?', failed: 'Tell that it did not begin' },
    ),
    'Is another one running?': choose([{ ...another(), Next: 'Tell that it did not begin' }], 'Record what is set'),
    'Tell that it did not begin': tell(
      topicArn,
      '{}: the pre-warm did not begin, because another one is running or could not be excluded. Nothing was changed.',
      ['$.event'],
      'Did not begin',
    ),
    'Did not begin': { Type: 'Fail', Error: 'PrewarmNotBegun', Cause: 'Another pre-warm of the plan is running.' },
  };
}

/** The list is some seconds behind: this run may not be in it yet. */
function another(): Json {
  const [first, second] = ['$.running.runs[0]', '$.running.runs[1]'];
  const isThis = { Variable: `${first}.ExecutionArn`, StringEqualsPath: '$$.Execution.Id' };
  return { Or: [present(second), all(present(first), not(isThis))] };
}

const LISTS = ['raised', 'verified', 'reverted'];

function collected(): Json {
  return Object.fromEntries(LISTS.map((list) => [`${list}.$`, `States.ArrayContains($.${list}, '${FAILED}')`]));
}

function wentWrong(): Json {
  return { Or: LISTS.map((list) => ({ Variable: `$.failed.${list}`, BooleanEquals: true })) };
}
