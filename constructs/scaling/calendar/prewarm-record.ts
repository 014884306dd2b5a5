import { isOf, type PrewarmKind } from './prewarm-kind';
import { all, choose, forEach, type Json, note, present, type States, task, tell, together } from './prewarm-states';

const PASSED_ON = ['change', 'event', 'start', 'giveUp', 'poll'];

/** Reads and keeps what is set, so that it can be set again. What cannot be read is not raised. */
export function record(kinds: PrewarmKind[], topicArn: string): Json {
  const which = choose(
    kinds.map((kind) => ({ ...isOf(kind), Next: `Read ${kind.name}` })),
    'Tell what is unknown',
  );
  const states = {
    'Record what?': which,
    ...together(kinds.map(recordKind)),
    ...(kinds.some(({ isOptional }) => isOptional) && {
      'Note that nothing is set': note('$.before', { value: 0 }, 'Recorded'),
    }),
    Recorded: { Type: 'Pass', Parameters: passedOn([...PASSED_ON, 'before']), End: true },
    'Tell what is unknown': tell(
      topicArn,
      '{}: it is unknown what is set, therefore it is not raised: {}.',
      ['$.event', '$.change.label'],
      'Unknown',
    ),
    Unknown: { Type: 'Pass', Parameters: passedOn(PASSED_ON), End: true },
  };
  return { ...forEach('$.changes', 'Record what?', states), ItemSelector: itemOf(), ResultPath: '$.recorded' };
}

function recordKind(kind: PrewarmKind): States {
  const { name, read, missing, found, value, isOptional } = kind;
  const nothing = isOptional ? 'Note that nothing is set' : 'Tell what is unknown';
  return {
    [`Read ${name}`]: task(read, {
      into: '$.read',
      next: `Are ${name} set?`,
      failed: 'Tell what is unknown',
      missing: missing ? { error: missing, next: nothing } : undefined,
    }),
    [`Are ${name} set?`]: choose([{ ...all(...found.map(present)), Next: `Note ${name}` }], nothing),
    [`Note ${name}`]: note('$.before', value, 'Recorded'),
  };
}

function itemOf(): Json {
  const fromEvent = Object.fromEntries(PASSED_ON.map((name) => [`${name}.$`, `$.${name}`]));
  return { ...fromEvent, 'change.$': '$$.Map.Item.Value' };
}

function passedOn(names: string[]): Json {
  return Object.fromEntries(names.map((name) => [`${name}.$`, `$.${name}`]));
}
