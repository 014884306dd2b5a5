import { choose, done, put, type States, wait } from '../workflow/workflow-states';

const SAME_VERSION = { Variable: '$.now.version', StringEqualsPath: '$.now.newestVersion' };
const SAME_DEPLOYMENT = { Variable: '$.quiet.number', NumericEqualsPath: '$.now.number' };

/** Up at once; down by one after a hold in which nothing rang and nobody deployed anything. */
export function decisionStates(): States {
  return {
    Compare: choose(
      [
        { Variable: '$.wanted.level', NumericGreaterThanPath: '$.now.level', Next: 'Up' },
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

function quietStates(): States {
  const oneMore = { 'minutes.$': 'States.MathAdd($.quiet.minutes, 1)', 'number.$': '$.quiet.number' };
  return {
    'Quiet begins': put('$.quiet', { minutes: 0, 'number.$': '$.now.number' }, 'A quiet minute'),
    'A quiet minute': wait(60, 'A minute later'),
    'A minute later': put('$.quiet', oneMore, 'Read mode'),
  };
}

function changeStates(): States {
  const ring = "States.Format('in alarm are {}', States.JsonToString($.ringing.names))";
  const quiet = "States.Format('no alarm of level {} rang for {} minutes', $.now.level, $.ladder.hold)";
  return {
    Up: put('$.change', { 'to.$': '$.wanted.level', 'why.$': ring }, 'Deploy'),
    Down: put('$.change', { 'to.$': 'States.MathAdd($.now.level, -1)', 'why.$': quiet }, 'Deploy'),
    Renew: put('$.change', { 'to.$': '$.now.level', why: 'its flags were changed' }, 'Deploy'),
  };
}

/** People are obeyed at once, in both directions, and also when something else is deployed. */
function handStates(): States {
  const level = 'States.ArrayGetItem($.ladder.levels, States.StringToJson($.mode.value))';
  const why = "States.Format('the mode is {}', $.mode.value)";
  const sameLevel = { Variable: '$.change.to', NumericEqualsPath: '$.now.level' };
  return {
    'People decide': put('$.change', { 'to.$': level, 'why.$': why }, 'As people said?'),
    'As people said?': choose([{ And: [sameLevel, SAME_VERSION], Next: 'Settled' }], 'Deploy'),
  };
}
