import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '../core/errors';
import type { DeploymentWave } from './deployment-wave';
import { nameOf, placeOf } from './wave-alarms';

/**
 * A condition takes this many rules, and a stage one condition of a kind.
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Condition.html
 */
const ALARMS = 5;

/** What must hold for the alarms of a wave. */
export function alarmChecks(scope: Construct, wave: DeploymentWave): Check[] {
  return [...countChecks(wave), ...placeChecks(scope, wave)];
}

function countChecks({ name, alarms }: DeploymentWave): Check[] {
  const names = alarms.map((alarm) => JSON.stringify(Stack.of(alarm).resolve(nameOf(alarm))));
  return [
    {
      code: 'WaveWithoutAlarms',
      property: `${name}.alarms`,
      when: alarms.length === 0,
      value: alarms.length,
      allowed: `1 to ${ALARMS} alarms`,
      action: 'Name the alarms that show that users suffer: a bake that watches nothing only takes time',
    },
    {
      code: 'TooManyAlarms',
      property: `${name}.alarms`,
      when: alarms.length > ALARMS,
      value: alarms.length,
      allowed: `1 to ${ALARMS} alarms`,
      action: 'Combine alarms in a composite alarm',
    },
    {
      code: 'DuplicateAlarm',
      property: `${name}.alarms`,
      when: alarms.some((alarm, index) => alarms.indexOf(alarm) !== index || names.indexOf(names[index]) !== index),
      value: alarms.map(({ node }) => node.path),
      allowed: 'each alarm once',
      action: 'Remove the repetition',
    },
  ];
}

/** A rule reads alarms of the account of the pipeline, and a wave is judged by the region that it changes. */
function placeChecks(scope: Construct, { name, region, alarms }: DeploymentWave): Check[] {
  const own = Stack.of(scope).account;
  const places = alarms.map((alarm) => ({ path: alarm.node.path, region, account: own, ...placeOf(alarm) }));
  const inOtherRegion = places.filter((place) => place.region !== region);
  const inOtherAccount = Token.isUnresolved(own) ? [] : places.filter((place) => place.account !== own);
  return [
    {
      code: 'AlarmInOtherRegion',
      property: `${name}.alarms`,
      when: inOtherRegion.length > 0,
      value: inOtherRegion.map((place) => `${place.path} in ${place.region}`),
      allowed: `alarms of ${region}`,
      action: 'Judge a wave by the alarms of the region that it changes',
    },
    {
      code: 'AlarmInOtherAccount',
      property: `${name}.alarms`,
      when: inOtherAccount.length > 0,
      value: inOtherAccount.map((place) => `${place.path} in ${place.account}`),
      allowed: `alarms of ${own}, the account of the pipeline`,
      action:
        'Put the pipeline into the account of the alarms, or make alarms in its account on the metrics of the other',
    },
  ];
}
