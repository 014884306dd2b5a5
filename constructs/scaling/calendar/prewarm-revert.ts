import { isOf, type PrewarmKind } from './prewarm-kind';
import { chooseRaised, FAILED } from './prewarm-raise';
import { all, choose, end, equal, forEach, type Json, note, present, reachedTime } from './prewarm-states';
import { type States, task, tell, together } from './prewarm-states';

/** Between attempts to set back what AWS does not take back at once. */
const AN_HOUR = 3600;

/**
 * Sets back what was raised and still has the value that it was raised to. What has another value was changed by
 * somebody else meanwhile: it is left alone, and told.
 */
export function revert(kinds: PrewarmKind[], topicArn: string): Json {
  const revertible = kinds.filter(({ restores }) => restores.length > 0);
  const states = {
    'Revert what?': chooseRaised(revertible, ({ name }) => `Look at ${name}`, 'Stays'),
    ...together(revertible.map(revertKind)),
    'Note that nothing is left': note('$.now', { value: 0 }, 'Whose is it?'),
    'Whose is it?': choose(
      [...revertible.flatMap(restoring), { ...equal('$.now.value', '$.before.value'), Next: 'Reverted' }],
      'Tell what was changed',
    ),
    ...troubles(topicArn),
    Stays: end('stays'),
    Reverted: end('reverted'),
    Changed: end('changed'),
    'Not reverted': end(FAILED),
  };
  return { ...forEach('$.recorded', 'Revert what?', states), ResultPath: '$.reverted' };
}

function revertKind(kind: PrewarmKind): States {
  const { name, read, missing, found, value, restores } = kind;
  const failed = 'Tell what is not reverted';
  const nothing = 'Note that nothing is left';
  return {
    [`Look at ${name}`]: task(read, {
      into: '$.read',
      next: `Are ${name} left?`,
      failed,
      missing: missing ? { error: missing, next: nothing } : undefined,
    }),
    [`Are ${name} left?`]: choose([{ ...all(...found.map(present)), Next: `Compare ${name}` }], nothing),
    [`Compare ${name}`]: note('$.now', value, 'Whose is it?'),
    ...Object.fromEntries(restores.map(({ name: id, call }) => [id, task(call, { next: 'Reverted', failed })])),
  };
}

/** It is ours as long as it has our value. */
function restoring(kind: PrewarmKind): Json[] {
  const isOurs = equal('$.now.value', '$.change.want');
  return kind.restores.map(({ name, when }) => ({ ...all(isOf(kind), isOurs, ...when), Next: name }));
}

function troubles(topicArn: string): States {
  return {
    'Tell what was changed': tell(
      topicArn,
      '{}: somebody else changed what was raised to {}; it was {} before, is {} now, and is left alone.',
      ['$.event', '$.change.label', '$.before.value', '$.now.value'],
      'Changed',
    ),
    'Tell what is not reverted': tell(
      topicArn,
      '{}: {} can not be set back to {} yet: {}',
      ['$.event', '$.change.label', '$.before.value', '$.error.Cause'],
      'Is there time?',
    ),
    'Is there time?': choose([{ ...reachedTime('$.giveUp'), Next: 'Not reverted' }], 'Try again later'),
    'Try again later': { Type: 'Wait', Seconds: AN_HOUR, Next: 'Revert what?' },
  };
}
