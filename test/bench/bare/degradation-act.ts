import type { AppStack } from './app-stack';
import { call, choose, compare, done, put, type States } from './states';

const CONFLICT = 'AppConfig.ConflictException';

/** Deploys a level, and tells why. */
export function actStates({ flags, foundation }: AppStack): States {
  const change = (to: object, why: object, next = 'Deploy') => put('$.change', { ...to, ...why }, next);
  const tell = (message: object, Next: string) =>
    call(
      'sns:publish',
      { TopicArn: foundation.operations.topicArn, ...message },
      {
        ResultPath: null,
        Next,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next }],
      },
    );
  const ringing = "States.Format('in alarm are {}', States.JsonToString($.wanted.ringing.names))";
  const quiet = "States.Format('no alarm of level {} rang for {} minutes', $.now.level, $.ladder.hold)";
  const said = 'States.ArrayGetItem($.ladder.levels, States.StringToJson($.mode.value))';
  return {
    'Which ring?': put('$.wanted.ringing', { 'names.$': '$.wanted.found..AlarmName' }, 'Up'),
    Up: change({ 'to.$': '$.wanted.level' }, { 'why.$': ringing }),
    Down: change({ 'to.$': 'States.MathAdd($.now.level, -1)' }, { 'why.$': quiet }),
    Renew: change({ 'to.$': '$.now.level' }, { why: 'its flags were changed' }),
    'People decide': change(
      { 'to.$': said },
      { 'why.$': "States.Format('the mode is {}', $.mode.value)" },
      'As people said?',
    ),
    'As people said?': choose('Deploy', {
      And: [
        compare('$.change.to', 'NumericEqualsPath', '$.now.level'),
        compare('$.now.version', 'StringEqualsPath', '$.now.newestVersion'),
      ],
      Next: 'Settled',
    }),
    Deploy: call(
      'aws-sdk:appconfig:startDeployment',
      {
        ApplicationId: flags.application.applicationId,
        EnvironmentId: flags.environment.environmentId,
        ConfigurationProfileId: flags.profile.ref,
        DeploymentStrategyId: flags.strategy.deploymentStrategyId,
        KmsKeyIdentifier: foundation.key.keyArn,
        'ConfigurationVersion.$': 'States.ArrayGetItem($.ladder.versions, $.change.to)',
        'Description.$': "States.Format('level-{}', $.change.to)",
      },
      {
        ResultPath: null,
        Catch: [{ ErrorEquals: [CONFLICT], ResultPath: null, Next: 'A moment' }],
        Next: 'Another level?',
      },
      CONFLICT,
    ),
    'Another level?': choose('Tell', {
      ...compare('$.change.to', 'NumericEqualsPath', '$.now.level'),
      Next: 'A moment',
    }),
    Tell: tell(
      {
        'Subject.$': "States.Format('Degradation level {}', $.change.to)",
        'Message.$':
          "States.Format('Level {} instead of {}, because {}. Off now: {}.', $.change.to, $.now.name, $.change.why, " +
          'States.ArrayGetItem($.ladder.off, $.change.to))',
      },
      'A moment',
    ),
    'Tell that it is left alone': tell(
      {
        Subject: 'Degradation left alone',
        Message:
          'An alarm rings, but somebody deployed flags that are no level, so nothing was done. To go on, set the mode ' +
          'to a level and then to auto.',
      },
      'Left alone',
    ),
    'Left alone': done('What people deploy is not fought'),
  };
}
