import { deploymentDescription } from './degradation-configuration';
import { HIGHEST_LEVEL } from './degradation-flags';
import type { DegradationLevel } from './degradation-ladder-props';
import type { WorkflowParts } from './degradation-workflow';
import {
  call,
  choose,
  done,
  fail,
  isOneOf,
  isThere,
  type Json,
  put,
  type States,
  wait,
} from '../workflow/workflow-states';

/** The mode in which alarms decide. */
export const AUTOMATIC = 'auto';
/** The mode in which nothing changes. */
const FROZEN = 'frozen';
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
const DESCRIBED = "States.StringToJson(States.ArrayGetItem(States.StringSplit($.now.Description, '-'), 1))";

/** The mode comes first, and again after every minute, so that people are obeyed at once. */
export function modeStates({ modeName }: WorkflowParts): States {
  return {
    'Read mode': call(
      'aws-sdk:ssm:getParameter',
      { Name: modeName },
      { into: '$.mode', select: { 'value.$': '$.Parameter.Value' }, next: 'Frozen?' },
    ),
    'Frozen?': choose([{ ...isOneOf('$.mode.value', [FROZEN]), Next: 'Frozen' }], 'Read deployments'),
    Frozen: done('People said that nothing is to be changed'),
  };
}

/** Which level is on: that of the newest deployment that was not rolled back. */
export function deploymentStates({ applicationId, environmentId }: WorkflowParts): States {
  const place = { ApplicationId: applicationId, EnvironmentId: environmentId };
  const number = { 'DeploymentNumber.$': '$.deployments.complete[0]' };
  const newest = '$.deployments.newest[0]';
  const inProgress = { And: [isThere(newest), isOneOf(newest, IN_PROGRESS)] };
  // Whole lists would be in every event of the history, and in the log.
  const select = {
    'newest.$': '$.Items[0:1].State',
    'complete.$': "$.Items[?(@.State == 'COMPLETE')].DeploymentNumber",
  };
  return {
    'Read deployments': call(
      'aws-sdk:appconfig:listDeployments',
      { ...place, MaxResults: 50 },
      { into: '$.deployments', select, next: 'In progress?' },
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
    'A moment later': put('$.moments', { 'count.$': 'States.MathAdd($.moments.count, 1)' }, 'Read mode'),
    'Others deploy': done('Somebody deploys slowly: the next regular check looks again'),
    'Nothing deployed': fail('NothingDeployed', 'The newest 50 deployments were rolled back. Deploy a level by hand'),
    'Read deployment': call(
      'aws-sdk:appconfig:getDeployment',
      { ...place, ...number },
      { into: '$.now', next: 'Ours?' },
    ),
    ...ownershipStates(),
  };
}

/** A deployment says which level it is; one that does not is somebody else's. */
function ownershipStates(): States {
  const names = BY_HAND.map(deploymentDescription);
  const description = '$.now.Description';
  const deployed = { 'version.$': '$.now.ConfigurationVersion', 'number.$': '$.now.DeploymentNumber' };
  const level = {
    'level.$': `States.ArrayGetItem($.ladder.levels, ${DESCRIBED})`,
    'name.$': `States.Format('level {}', ${DESCRIBED})`,
    'newestVersion.$': `States.ArrayGetItem($.ladder.versions, ${DESCRIBED})`,
  };
  const other = { level: -1, name: 'the flags of somebody else', newestVersion: 'none' };
  return {
    'Ours?': choose([{ And: [isThere(description), isOneOf(description, names)], Next: 'A level' }], 'No level'),
    'A level': put('$.now', { ...level, ...deployed }, 'Who decides?'),
    'No level': put('$.now', { ...other, ...deployed }, 'Who decides?'),
  };
}

/** Who says which level is wanted. */
export function alarmStates(levels: DegradationLevel[]): States {
  return {
    'Who decides?': choose(
      [
        { ...isOneOf('$.mode.value', BY_HAND), Next: 'People decide' },
        { Variable: '$.now.level', NumericEquals: -1, Next: 'Does an alarm ask?' },
      ],
      'Read alarms',
    ),
    'Does an alarm ask?': choose(
      [{ And: [isThere(STARTED_BY_ALARM), isOneOf(STARTED_BY_ALARM, ['ALARM'])], Next: 'Tell that it is left alone' }],
      'Left alone',
    ),
    'Read alarms': call('aws-sdk:cloudwatch:describeAlarms', RINGING, {
      into: '$.ringing',
      select: { 'names.$': '$..AlarmName' },
      next: 'Whose are they?',
    }),
    ...highestStates(levels),
  };
}

/** All levels at once, so that the answer is of one moment. */
const RINGING = {
  'AlarmNames.$': '$.ladder.alarms[*][*]',
  AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  StateValue: 'ALARM',
};

/** Which level is wanted: the highest with an alarm that rings. What has no data does not ring. */
function highestStates(levels: DegradationLevel[]): States {
  const downwards = [...levels].sort((one, other) => other.level - one.level);
  const rings = ({ level, alarms }: DegradationLevel): Json => ({
    Or: alarms.map((_, index) => ({ Variable: `$.rings.level${level}[${index}]`, BooleanEquals: true })),
  });
  return {
    'Whose are they?': put('$.rings', Object.fromEntries(downwards.map(ringing)), 'Highest?'),
    'Highest?': choose(
      downwards.map((each) => ({ ...rings(each), Next: wanted(each.level) })),
      wanted(0),
    ),
    ...Object.fromEntries(
      [0, ...downwards.map(({ level }) => level)].map((level) => [
        wanted(level),
        put('$.wanted', { level }, 'Compare'),
      ]),
    ),
  };
}

/** Whether each alarm of a level rings. */
function ringing({ level, alarms }: DegradationLevel): [string, string] {
  const each = alarms.map((_, index) => `States.ArrayContains($.ringing.names, $.ladder.alarms[${level}][${index}])`);
  return [`level${level}.$`, `States.Array(${each.join(', ')})`];
}

function wanted(level: number): string {
  return `Level ${level} is wanted`;
}
