import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { AppStack } from './app-stack';
import { LEVEL_NAMES } from './degradation-flags';
import { call, choose, compare, count, done, is, isAny, isPresent, put, type States, wait } from './states';

const IN_PROGRESS = ['BAKING', 'VALIDATING', 'DEPLOYING', 'ROLLING_BACK'];
const NUMBER = "States.StringToJson(States.ArrayGetItem(States.StringSplit($.deployed.Description, '-'), 1))";

/** Reads who decides, and which level is on. */
export function lookStates({ flags }: AppStack, mode: ssm.StringParameter): States {
  const place = {
    ApplicationId: flags.application.applicationId,
    EnvironmentId: flags.environment.environmentId,
  };
  const busy = isAny('$.deployments.newest.State', IN_PROGRESS);
  const ours = isAny(
    '$.deployed.Description',
    LEVEL_NAMES.map((name) => `level-${name}`),
  );
  const now = { 'version.$': '$.deployed.ConfigurationVersion', 'number.$': '$.deployed.DeploymentNumber' };
  return {
    'Read mode': call(
      'aws-sdk:ssm:getParameter',
      { Name: mode.parameterName },
      { ResultSelector: { 'value.$': '$.Parameter.Value' }, ResultPath: '$.mode', Next: 'Frozen?' },
    ),
    'Frozen?': choose('Read deployments', { ...is('$.mode.value', 'frozen'), Next: 'Frozen' }),
    Frozen: done('People said that nothing is to be changed'),
    'Read deployments': call(
      'aws-sdk:appconfig:listDeployments',
      { ...place, MaxResults: 50 },
      {
        ResultSelector: { 'newest.$': '$.Items[0]', 'complete.$': "$.Items[?(@.State == 'COMPLETE')]" },
        ResultPath: '$.deployments',
        Next: 'In progress?',
      },
    ),
    'In progress?': choose(
      'Nothing deployed',
      { And: [busy, compare('$.moments.number', 'NumericGreaterThanEquals', 60)], Next: 'Others deploy' },
      { ...busy, Next: 'A moment' },
      { ...isPresent('$.deployments.complete[0]'), Next: 'Read deployment' },
    ),
    'A moment': wait(10, 'A moment later'),
    'A moment later': count('$.moments', 'Read mode'),
    'Others deploy': done('Somebody deploys slowly: the next regular check looks again'),
    'Nothing deployed': { Type: 'Fail', Error: 'NothingDeployed', Cause: 'The newest 50 deployments were rolled back' },
    'Read deployment': call(
      'aws-sdk:appconfig:getDeployment',
      { ...place, 'DeploymentNumber.$': '$.deployments.complete[0].DeploymentNumber' },
      { ResultPath: '$.deployed', Next: 'Ours?' },
    ),
    'Ours?': choose('No level', { And: [isPresent('$.deployed.Description'), ours], Next: 'A level' }),
    'A level': put(
      '$.now',
      {
        'level.$': `States.ArrayGetItem($.ladder.levels, ${NUMBER})`,
        'name.$': `States.Format('level {}', ${NUMBER})`,
        'newestVersion.$': `States.ArrayGetItem($.ladder.versions, ${NUMBER})`,
        ...now,
      },
      'Who decides?',
    ),
    'No level': put('$.now', { level: -1, name: 'flags of others', newestVersion: 'none', ...now }, 'Who decides?'),
  };
}
