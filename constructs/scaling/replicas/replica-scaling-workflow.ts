import { joinStates } from './replica-scaling-join';
import { leaveStates } from './replica-scaling-leave';
import { lockStates } from './replica-scaling-lock';
import { observeStates } from './replica-scaling-observe';
import type { WorkflowParts } from './replica-scaling-parts';
import { firstIs, IS_DRAIN, isNone, isSome } from './replica-scaling-states';
import { choose, count, done, type Json, put, type State, type States } from '../workflow/workflow-states';

/** The workflow as Step Functions reads it. */
export function workflowDefinition(parts: WorkflowParts): Json {
  return {
    Comment: `Adds read replicas to ${parts.source} and removes them`,
    TimeoutSeconds: parts.longestSeconds,
    StartAt: 'TakeLock',
    States: lockStates(parts.tableName, {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Begin', States: roundStates(parts) }],
    }),
  };
}

/** Look, do one thing, pause, look again: until there is nothing to do or no time left. */
function roundStates(parts: WorkflowParts): States {
  return {
    Begin: put('$.round', { number: 0 }, 'ReadSwitch'),
    ...observeStates(parts, 'Decide'),
    Decide: choose(decisions(parts.rounds), 'Rest'),
    ...planStates(parts),
    AddReplicas: eachSlot(joinStates(parts), 'AddBegin', 'IsDone'),
    RemoveReplicas: eachSlot(leaveStates('Remove', parts), 'RemoveFindRecord', 'IsDone'),
    IsDone: choose([{ ...isSome('$.outcome.failed'), Next: 'Explain' }], 'Pause'),
    Explain: put('$.reason', { 'cause.$': 'States.JsonToString($.outcome.failed)' }, 'NotDone'),
    NotDone: { Type: 'Fail', ErrorPath: '$.plan.error', CausePath: '$.reason.cause' },
    Pause: { Type: 'Wait', SecondsPath: '$.plan.pause', Next: 'NextRound' },
    NextRound: count('$.round', 'ReadSwitch'),
    Rest: done('There is nothing more to do, or no time left'),
  };
}

/**
 * Draining is for people who are about to remove all this, and does not ask whether it is switched on. Everything else
 * waits while RDS is busy with the source: during a failover, a backup or maintenance. What was left undone comes first.
 */
function decisions(rounds: number): Json[] {
  return [
    { And: [IS_DRAIN, { Variable: '$.round.number', NumericEquals: 0 }], Next: 'PlanDrain' },
    { ...IS_DRAIN, Next: 'Rest' },
    { Not: { Variable: '$.switch.state', StringEquals: 'ENABLED' }, Next: 'Rest' },
    { Variable: '$.round.number', NumericGreaterThanEquals: rounds, Next: 'Rest' },
    { ...isNone('$.instances.source'), Next: 'Rest' },
    { Not: { Variable: '$.instances.source[0]', StringEquals: 'available' }, Next: 'Rest' },
    { ...isSome('$.seen.stale'), Next: 'PlanTidying' },
    { ...isSome('$.seen.waiting'), Next: 'PlanFinishing' },
    { And: [firstIs('$.load.high', 'ALARM'), isSome('$.seen.free')], Next: 'PlanAdding' },
    {
      And: [firstIs('$.load.high', 'OK'), firstIs('$.load.low', 'ALARM'), isSome('$.seen.serving')],
      Next: 'PlanRemoving',
    },
  ];
}

function planStates({ step, pauseAfterAdding, pauseAfterRemoving }: WorkflowParts): States {
  const add = (path: string) =>
    put('$.plan', { 'slots.$': path, pause: pauseAfterAdding, error: 'ReplicaNotAdded' }, 'AddReplicas');
  const remove = (path: string, pause: number) =>
    put('$.plan', { 'slots.$': path, pause, error: 'ReplicaNotRemoved' }, 'RemoveReplicas');
  return {
    // Where nothing is, nothing is removed.
    PlanDrain: remove('$.pool.slots', 0),
    PlanTidying: remove('$.seen.stale', 0),
    PlanFinishing: add('$.seen.waiting'),
    PlanAdding: add(`$.seen.free[0:${step}]`),
    // The last one in is the first one out.
    PlanRemoving: remove('$.seen.serving[-1:]', pauseAfterRemoving),
  };
}

/** Slots do not wait for each other, and one that fails does not stop the others. */
function eachSlot(states: States, start: string, next: string): State {
  return {
    Type: 'Map',
    ItemsPath: '$.plan.slots',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: start, States: states },
    ResultSelector: { 'failed.$': `$[?(@.result=='failed')]` },
    ResultPath: '$.outcome',
    Next: next,
  };
}
