import { deploymentDescription } from './degradation-configuration';
import { HIGHEST_LEVEL } from './degradation-flags';
import { call, choose, done, fail, isOneOf, isThere, type Json, keep, wait } from './degradation-states';
import type { WorkflowParts } from './degradation-workflow';

/** The mode in which alarms decide. */
export const AUTOMATIC = 'auto';
/** The mode in which nothing changes. */
export const FROZEN = 'frozen';
/** The modes in which people decide. */
const BY_HAND = Array.from({ length: HIGHEST_LEVEL + 1 }, (_, level) => String(level));

/** What the mode may be. */
export const MODE_PATTERN = `^(${AUTOMATIC}|${FROZEN}|[0-${HIGHEST_LEVEL}])$`;

const IN_PROGRESS = ['BAKING', 'VALIDATING', 'DEPLOYING', 'ROLLING_BACK'];

/** Ten minutes: regular checks must not queue up behind a deployment that takes a day. */
const ENOUGH = { Variable: '$.moments.count', NumericGreaterThanEquals: 60 };

/** What started the workflow is an alarm that began to ring. */
const STARTED_BY_ALARM = '$$.Execution.Input.detail.state.value';

/** The level in the description of a deployment. */
const DESCRIBED = "States.StringToJson(States.ArrayGetItem(States.StringSplit($.deployed.Description, '-'), 1))";

/** The mode comes first, and again after every minute, so that people are obeyed at once. */
export function modeStates({ partition, modeName }: WorkflowParts): Json {
  return {
    'Read mode': call(
      `arn:${partition}:states:::aws-sdk:ssm:getParameter`,
      { Name: modeName },
      { into: '$.mode', select: { 'value.$': '$.Parameter.Value' }, next: 'Frozen?' },
    ),
    'Frozen?': choose([{ ...isOneOf('$.mode.value', [FROZEN]), Next: 'Frozen' }], 'Read deployments'),
    Frozen: done('People said that nothing is to be changed'),
  };
}

/** Which level is on: that of the newest deployment that was not rolled back. */
export function deploymentStates({ partition, applicationId, environmentId }: WorkflowParts): Json {
  const sdk = `arn:${partition}:states:::aws-sdk:appconfig`;
  const place = { ApplicationId: applicationId, EnvironmentId: environmentId };
  const number = { 'DeploymentNumber.$': '$.deployments.complete[0].DeploymentNumber' };
  const inProgress = isOneOf('$.deployments.newest.State', IN_PROGRESS);
  const newest = { 'newest.$': '$.Items[0]', 'complete.$': "$.Items[?(@.State == 'COMPLETE')]" };
  return {
    'Read deployments': call(
      `${sdk}:listDeployments`,
      { ...place, MaxResults: 50 },
      { into: '$.deployments', select: newest, next: 'In progress?' },
    ),
    'In progress?': choose(
      [
        { And: [inProgress, ENOUGH], Next: 'Others deploy' },
        { ...inProgress, Next: 'A moment' },
        { ...isThere('$.deployments.complete[0]'), Next: 'Read deployment' },
      ],
      'Nothing deployed',
    ),
    'A moment': wait(10, 'A moment later'),
    'A moment later': keep('$.moments', { 'count.$': 'States.MathAdd($.moments.count, 1)' }, 'Read mode'),
    'Others deploy': done('Somebody deploys slowly: the next regular check looks again'),
    'Nothing deployed': fail('NothingDeployed', 'The newest 50 deployments were rolled back. Deploy a level by hand'),
    'Read deployment': call(`${sdk}:getDeployment`, { ...place, ...number }, { into: '$.deployed', next: 'Ours?' }),
    ...ownershipStates(),
  };
}

/** A deployment says which level it is; one that does not is somebody else's. */
function ownershipStates(): Json {
  const names = BY_HAND.map(deploymentDescription);
  const description = '$.deployed.Description';
  const deployed = { 'version.$': '$.deployed.ConfigurationVersion', 'number.$': '$.deployed.DeploymentNumber' };
  const level = {
    'level.$': `States.ArrayGetItem($.ladder.levels, ${DESCRIBED})`,
    'name.$': `States.Format('level {}', ${DESCRIBED})`,
    'newestVersion.$': `States.ArrayGetItem($.ladder.versions, ${DESCRIBED})`,
  };
  const other = { level: -1, name: 'the flags of somebody else', newestVersion: 'none' };
  return {
    'Ours?': choose([{ And: [isThere(description), isOneOf(description, names)], Next: 'A level' }], 'No level'),
    'A level': keep('$.now', { ...level, ...deployed }, 'Who decides?'),
    'No level': keep('$.now', { ...other, ...deployed }, 'Who decides?'),
  };
}

/** Which level is wanted: the highest with an alarm that rings. What has no data does not ring. */
export function alarmStates({ partition }: WorkflowParts): Json {
  const asked = {
    'AlarmNames.$': 'States.ArrayGetItem($.ladder.alarms, $.wanted.level)',
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    StateValue: 'ALARM',
  };
  const rings = { Or: [isThere('$.wanted.found.MetricAlarms[0]'), isThere('$.wanted.found.CompositeAlarms[0]')] };
  return {
    'Who decides?': choose(
      [
        { ...isOneOf('$.mode.value', BY_HAND), Next: 'People decide' },
        { Variable: '$.now.level', NumericEquals: -1, Next: 'Does an alarm ask?' },
      ],
      'Alarms decide',
    ),
    'Does an alarm ask?': choose(
      [{ And: [isThere(STARTED_BY_ALARM), isOneOf(STARTED_BY_ALARM, ['ALARM'])], Next: 'Tell that it is left alone' }],
      'Left alone',
    ),
    'Alarms decide': keep('$.wanted', { 'level.$': '$.ladder.top' }, 'Read alarms'),
    'Read alarms': call(`arn:${partition}:states:::aws-sdk:cloudwatch:describeAlarms`, asked, {
      into: '$.wanted.found',
      next: 'Does one ring?',
    }),
    'Does one ring?': choose(
      [
        { ...rings, Next: 'Compare' },
        { Variable: '$.wanted.level', NumericEquals: 1, Next: 'None rings' },
      ],
      'Next lower level',
    ),
    'Next lower level': keep('$.wanted', { 'level.$': 'States.MathAdd($.wanted.level, -1)' }, 'Read alarms'),
    'None rings': keep('$.wanted', { level: 0 }, 'Compare'),
  };
}
