import { type Change, isOf, type PrewarmKind } from './prewarm-kind';
import { all, choose, end, forEach, type Json, not, present, type States, task, tell } from './prewarm-states';

/** Outcome of an item that somebody should look at. */
export const FAILED = 'failed';

const NOT_RECORDED = not(present('$.before'));

function needsRaise(kind: PrewarmKind, next: (change: Change) => string): Json[] {
  return kind.raises.map((change) => ({ ...all(isOf(kind), ...change.when), Next: next(change) }));
}

/** Leads the items that were recorded and have to be raised somewhere; all others elsewhere. */
export function chooseRaised(
  kinds: PrewarmKind[],
  next: (kind: PrewarmKind, change: Change) => string,
  other: string,
  unknown = other,
): Json {
  const raised = kinds.flatMap((kind) => needsRaise(kind, (change) => next(kind, change)));
  return choose([{ ...NOT_RECORDED, Next: unknown }, ...raised], other);
}

/** Raises what is less than what is wanted. What fails is told at once, and leaves the others alone. */
export function raise(kinds: PrewarmKind[], topicArn: string): Json {
  const tasks: States = Object.fromEntries(
    kinds.flatMap(({ raises }) =>
      raises.map(({ name, call }) => [name, task(call, { next: 'Raised', failed: 'Tell what is not raised' })]),
    ),
  );
  const states = {
    'Raise what?': chooseRaised(kinds, (_, { name }) => name, 'Nothing to raise', 'Not recorded'),
    ...tasks,
    Raised: end('raised'),
    'Nothing to raise': end('enough'),
    'Not recorded': end(FAILED),
    'Tell what is not raised': tell(
      topicArn,
      '{}: {} can not be had: {}',
      ['$.event', '$.change.label', '$.error.Cause'],
      'Not raised',
    ),
    'Not raised': end(FAILED),
  };
  return { ...forEach('$.recorded', 'Raise what?', states), ResultPath: '$.raised' };
}
