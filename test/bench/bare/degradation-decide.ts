import { LEVEL_NAMES } from './degradation-flags';
import { call, choose, compare, done, is, isAny, isPresent, put, type States, wait } from './states';

/** Compares the level that is on with the one that is wanted. */
export function decideStates(): States {
  const ringing = ['MetricAlarms', 'CompositeAlarms'].map((kind) => isPresent(`$.wanted.found.${kind}[0]`));
  const state = '$$.Execution.Input.detail.state.value';
  return {
    'Who decides?': choose(
      'Alarms decide',
      { ...isAny('$.mode.value', LEVEL_NAMES), Next: 'People decide' },
      { ...compare('$.now.level', 'NumericEquals', -1), Next: 'Does an alarm ask?' },
    ),
    'Does an alarm ask?': choose('Left alone', {
      And: [isPresent(state), is(state, 'ALARM')],
      Next: 'Tell that it is left alone',
    }),
    'Alarms decide': put('$.wanted', { 'level.$': '$.ladder.top' }, 'Read alarms'),
    'Read alarms': call(
      'aws-sdk:cloudwatch:describeAlarms',
      {
        'AlarmNames.$': 'States.ArrayGetItem($.ladder.alarms, $.wanted.level)',
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        StateValue: 'ALARM',
      },
      { ResultPath: '$.wanted.found', Next: 'Does one ring?' },
    ),
    'Does one ring?': choose(
      'Next lower level',
      { Or: ringing, Next: 'Compare' },
      { ...compare('$.wanted.level', 'NumericEquals', 1), Next: 'None rings' },
    ),
    'Next lower level': put('$.wanted', { 'level.$': 'States.MathAdd($.wanted.level, -1)' }, 'Read alarms'),
    'None rings': put('$.wanted', { level: 0 }, 'Compare'),
    Compare: choose(
      'A quiet minute',
      { ...compare('$.wanted.level', 'NumericGreaterThanPath', '$.now.level'), Next: 'Which ring?' },
      { Not: compare('$.now.version', 'StringEqualsPath', '$.now.newestVersion'), Next: 'Renew' },
      { ...compare('$.wanted.level', 'NumericEqualsPath', '$.now.level'), Next: 'Settled' },
      { Not: compare('$.quiet.of', 'NumericEqualsPath', '$.now.number'), Next: 'Quiet begins' },
      { ...compare('$.quiet.number', 'NumericGreaterThanEqualsPath', '$.ladder.hold'), Next: 'Down' },
    ),
    Settled: done('The level is the right one'),
    'Quiet begins': put('$.quiet', { number: 0, 'of.$': '$.now.number' }, 'A quiet minute'),
    'A quiet minute': wait(60, 'A minute later'),
    'A minute later': put(
      '$.quiet',
      { 'number.$': 'States.MathAdd($.quiet.number, 1)', 'of.$': '$.quiet.of' },
      'Read mode',
    ),
  };
}
