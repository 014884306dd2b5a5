import { isOf, type PrewarmKind } from './prewarm-kind';
import { chooseRaised, FAILED } from './prewarm-raise';
import {
  all,
  choose,
  end,
  forEach,
  type Json,
  note,
  reachedTime,
  type States,
  task,
  tell,
  together,
} from './prewarm-states';

/** Looks until all capacity is there. What is not there when the event starts is told. */
export function verify(kinds: PrewarmKind[], topicArn: string): Json {
  const states = {
    'Verify what?': chooseRaised(kinds, () => 'Pause', 'Nothing to verify'),
    Pause: { Type: 'Wait', SecondsPath: '$.poll', Next: 'Look for what?' },
    'Look for what?': choose(
      kinds.map((kind) => ({ ...isOf(kind), Next: `Look for ${kind.name}` })),
      'Nothing to verify',
    ),
    ...together(kinds.map(verifyKind)),
    'Has it started?': choose([{ ...reachedTime('$.start'), Next: 'Tell what is late' }], 'Pause'),
    'Tell what is late': tell(
      topicArn,
      '{}: {} are not there at the start. They are still on their way, and lowered at the end.',
      ['$.event', '$.change.label'],
      'Late',
    ),
    Late: end(FAILED),
    'All there': end('there'),
    'Nothing to verify': end('enough'),
  };
  return { ...forEach('$.recorded', 'Verify what?', states), ResultPath: '$.verified' };
}

function verifyKind({ name, check, count, reached }: PrewarmKind): States {
  const look = `Look for ${name}`;
  const enough = `Are ${name} there?`;
  const counting = `Count ${name}`;
  return {
    [look]: task(check, { into: '$.read', next: count ? counting : enough, failed: 'Has it started?' }),
    ...(count && { [counting]: note('$.count', count, enough) }),
    [enough]: choose([{ ...all(...reached), Next: 'All there' }], 'Has it started?'),
  };
}
