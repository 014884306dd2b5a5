import { choose, done, type Json, keep, wait } from './degradation-states';

const SAME_VERSION = { Variable: '$.now.version', StringEqualsPath: '$.now.newestVersion' };
const SAME_DEPLOYMENT = { Variable: '$.quiet.number', NumericEqualsPath: '$.now.number' };

/** Up at once; down by one after a hold in which nothing rang and nobody deployed anything. */
export function decisionStates(): Json {
  return {
    Compare: choose(
      [
        { Variable: '$.wanted.level', NumericGreaterThanPath: '$.now.level', Next: 'Which ring?' },
        { Not: SAME_VERSION, Next: 'Renew' },
        { Variable: '$.wanted.level', NumericEqualsPath: '$.now.level', Next: 'Settled' },
        { Not: SAME_DEPLOYMENT, Next: 'Quiet begins' },
        { Variable: '$.quiet.minutes', NumericGreaterThanEqualsPath: '$.ladder.hold', Next: 'Down' },
      ],
      'A quiet minute',
    ),
    Settled: done('The level is the right one'),
    ...quietStates(),
    ...changeStates(),
    ...handStates(),
  };
}

function quietStates(): Json {
  const oneMore = { 'minutes.$': 'States.MathAdd($.quiet.minutes, 1)', 'number.$': '$.quiet.number' };
  return {
    'Quiet begins': keep('$.quiet', { minutes: 0, 'number.$': '$.now.number' }, 'A quiet minute'),
    'A quiet minute': wait(60, 'A minute later'),
    'A minute later': keep('$.quiet', oneMore, 'Read mode'),
  };
}

function changeStates(): Json {
  const ring = "States.Format('in alarm are {}', States.JsonToString($.wanted.ringing.names))";
  const quiet = "States.Format('no alarm of level {} rang for {} minutes', $.now.level, $.ladder.hold)";
  return {
    'Which ring?': keep('$.wanted.ringing', { 'names.$': '$.wanted.found..AlarmName' }, 'Up'),
    Up: keep('$.change', { 'to.$': '$.wanted.level', 'why.$': ring }, 'Deploy'),
    Down: keep('$.change', { 'to.$': 'States.MathAdd($.now.level, -1)', 'why.$': quiet }, 'Deploy'),
    Renew: keep('$.change', { 'to.$': '$.now.level', why: 'its flags were changed' }, 'Deploy'),
  };
}

/** People are obeyed at once, in both directions, and also when something else is deployed. */
function handStates(): Json {
  const level = 'States.ArrayGetItem($.ladder.levels, States.StringToJson($.mode.value))';
  const why = "States.Format('the mode is {}', $.mode.value)";
  const sameLevel = { Variable: '$.change.to', NumericEqualsPath: '$.now.level' };
  return {
    'People decide': keep('$.change', { 'to.$': level, 'why.$': why }, 'As people said?'),
    'As people said?': choose([{ And: [sameLevel, SAME_VERSION], Next: 'Settled' }], 'Deploy'),
  };
}
