import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import { HIGHEST_LEVEL } from './degradation-flags';
import type { DegradationLadderProps, DegradationLevel } from './degradation-ladder-props';
import { levelsChecks } from './degradation-level-checks';

/** Everything that can be wrong with a ladder. */
export function degradationChecks(scope: Construct, props: DegradationLadderProps): Check[] {
  const { levels, holdTime, checkInterval, modeName } = props;
  return [
    ...countChecks(levels),
    ...levelsChecks(scope, levels),
    minutesCheck('HoldTimeOutOfRange', 'holdTime', holdTime),
    minutesCheck('CheckIntervalOutOfRange', 'checkInterval', checkInterval),
    modeNameCheck(modeName),
  ];
}

function countChecks(levels: DegradationLevel[]): Check[] {
  const numbers = levels.map(({ level }) => level);
  const expected = levels.map((_, index) => index + 1);
  return [
    {
      code: 'NoDegradationLevels',
      property: 'levels',
      when: levels.length === 0,
      value: [],
      allowed: `1 to ${HIGHEST_LEVEL} levels`,
      action: 'State at least one level: which flags are off, and which alarm leads there',
    },
    {
      code: 'TooManyDegradationLevels',
      property: 'levels',
      when: levels.length > HIGHEST_LEVEL,
      value: levels.length,
      allowed: `at most ${HIGHEST_LEVEL} beside level 0`,
      action: 'Join levels: nobody can tell the difference under load',
    },
    {
      code: 'DegradationLevelGap',
      property: 'levels',
      when: [...numbers].sort((a, b) => a - b).some((level, index) => level !== expected[index]),
      value: numbers,
      allowed: 'the numbers from 1 on, each once',
      action: 'Number the levels without gaps; level 0, with everything on, is always there',
    },
  ];
}

function minutesCheck(code: string, property: string, duration?: Duration): Check {
  const minutes = duration?.toMinutes({ integral: false }) ?? 1;
  return {
    code,
    property,
    when: !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 60),
    value: duration?.toString(),
    allowed: '1 to 60 whole minutes',
    action: 'Choose a time in this range',
  };
}

function modeNameCheck(name?: string): Check {
  return {
    code: 'InvalidModeName',
    property: 'modeName',
    when:
      name !== undefined &&
      !Token.isUnresolved(name) &&
      !(/^([\w.-]+|(\/[\w.-]+){1,15})$/.test(name) && name.length <= 1011 && !/^\/?(aws|ssm)/i.test(name)),
    value: name,
    allowed: 'letters, digits and . - _, or several such parts that each follow a /, not beginning with aws or ssm',
    action: 'Rename the parameter, or leave the name out',
  };
}
