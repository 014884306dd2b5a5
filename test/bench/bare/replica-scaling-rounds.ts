import type { DataStack } from './data-stack';
import type { ScalingParts } from './replica-scaling';
import { joinStates } from './replica-scaling-join';
import { leaveStates } from './replica-scaling-leave';
import { observeStates } from './replica-scaling-observe';
import { choose, count, firstIs, is, isAbsent, isPresent, put, type State, type States } from './states';

/** Somebody started the run to have every replica removed. */
export const IS_DRAIN = { And: [isPresent('$.drain'), { Variable: '$.drain', BooleanEquals: true }] };

/** Looks, does one thing, pauses, and looks again. */
export function roundStates(stack: DataStack, parts: ScalingParts): States {
  const plan = (path: string, pause: number, error: string, Next: string) =>
    put('$.plan', { 'slots.$': path, pause, error }, Next);
  const add = (path: string) => plan(path, 300, 'ReplicaNotAdded', 'AddReplicas');
  const remove = (path: string, pause: number) => plan(path, pause, 'ReplicaNotRemoved', 'RemoveReplicas');
  return {
    Begin: put('$.round', { number: 0 }, 'ReadSwitch'),
    ...observeStates(stack, parts),
    Decide: choose('Rest', ...DECISIONS),
    PlanDrain: remove('$.pool.slots', 0),
    PlanTidying: remove('$.seen.stale', 0),
    PlanFinishing: add('$.seen.waiting'),
    PlanAdding: add('$.seen.free[0:1]'),
    PlanRemoving: remove('$.seen.serving[-1:]', 1800),
    AddReplicas: eachSlot('AddBegin', joinStates(stack)),
    RemoveReplicas: eachSlot('RemoveFindRecord', leaveStates(stack, 'Remove', 'removed')),
    IsDone: choose('Pause', { ...isPresent('$.outcome.failed[0]'), Next: 'Explain' }),
    Explain: put('$.reason', { 'cause.$': 'States.JsonToString($.outcome.failed)' }, 'NotDone'),
    NotDone: { Type: 'Fail', ErrorPath: '$.plan.error', CausePath: '$.reason.cause' },
    Pause: { Type: 'Wait', SecondsPath: '$.plan.pause', Next: 'NextRound' },
    NextRound: count('$.round', 'ReadSwitch'),
    Rest: { Type: 'Succeed' },
  };
}

const DECISIONS = [
  { And: [IS_DRAIN, { Variable: '$.round.number', NumericEquals: 0 }], Next: 'PlanDrain' },
  { ...IS_DRAIN, Next: 'Rest' },
  { Not: is('$.switch.state', 'ENABLED'), Next: 'Rest' },
  { Variable: '$.round.number', NumericGreaterThanEquals: 20, Next: 'Rest' },
  { ...isAbsent('$.instances.source[0]'), Next: 'Rest' },
  { Not: is('$.instances.source[0]', 'available'), Next: 'Rest' },
  { ...isPresent('$.seen.stale[0]'), Next: 'PlanTidying' },
  { ...isPresent('$.seen.waiting[0]'), Next: 'PlanFinishing' },
  { And: [firstIs('$.load.high', 'ALARM'), isPresent('$.seen.free[0]')], Next: 'PlanAdding' },
  {
    And: [firstIs('$.load.high', 'OK'), firstIs('$.load.low', 'ALARM'), isPresent('$.seen.serving[0]')],
    Next: 'PlanRemoving',
  },
];

function eachSlot(StartAt: string, states: States): State {
  return {
    Type: 'Map',
    ItemsPath: '$.plan.slots',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt, States: states },
    ResultSelector: { 'failed.$': "$[?(@.result=='failed')]" },
    ResultPath: '$.outcome',
    Next: 'IsDone',
  };
}
