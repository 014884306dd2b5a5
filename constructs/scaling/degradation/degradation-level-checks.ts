import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import { DEGRADED } from './degradation-flags';
import type { DegradationLevel } from './degradation-ladder-props';

/**
 * More might not fit into the event pattern of a rule: 2,048 characters, and a name may have 255.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const MOST_ALARMS = 5;

/** Everything that can be wrong with the flags and alarms of levels. */
export function levelsChecks(scope: Construct, levels: DegradationLevel[]): Check[] {
  return [
    ...levels.flatMap((level) => levelChecks(level)),
    repeatedFlagCheck(levels),
    repeatedAlarmCheck(levels),
    ...levels.flatMap(({ alarms }) => placeChecks(scope, alarms)),
  ];
}

function levelChecks({ level, switchesOff, alarms }: DegradationLevel): Check[] {
  const property = `levels ${level}`;
  return [
    {
      code: 'LevelWithoutFlags',
      property,
      when: switchesOff.length === 0,
      value: switchesOff,
      allowed: 'at least one flag',
      action: 'Name what the level switches off, or leave the level out',
    },
    {
      code: 'LevelWithoutAlarm',
      property,
      when: alarms.length === 0,
      value: [],
      allowed: 'at least one alarm',
      action: 'Name the alarm that leads there',
    },
    {
      code: 'TooManyAlarms',
      property,
      when: alarms.length > MOST_ALARMS,
      value: alarms.length,
      allowed: `at most ${MOST_ALARMS} alarms`,
      action: 'Combine alarms in a composite alarm',
    },
    ...switchesOff.flatMap((flag) => flagChecks(property, flag)),
  ];
}

function flagChecks(property: string, flag: string): Check[] {
  const entry = { property, value: flag, action: 'Rename the flag' };
  return [
    {
      ...entry,
      code: 'InvalidFlagName',
      when: !/^[a-z][a-zA-Z\d_-]{0,63}$/.test(flag),
      allowed: '1 to 64 letters, digits, - and _, beginning with a small letter',
    },
    {
      ...entry,
      code: 'ReservedFlagName',
      when: flag === DEGRADED,
      allowed: `any name but ${DEGRADED}, which is on at all levels above 0`,
    },
  ];
}

function repeatedFlagCheck(levels: DegradationLevel[]): Check {
  const repeated = repeatedIn(levels.flatMap(({ switchesOff }) => switchesOff));
  return {
    code: 'FlagRepeated',
    property: 'levels',
    when: repeated.length > 0,
    value: repeated,
    allowed: 'each flag once: what is off stays off at the higher levels',
    action: 'Name the flag at the lowest level that switches it off',
  };
}

function repeatedAlarmCheck(levels: DegradationLevel[]): Check {
  const alarms = levels.flatMap((each) => each.alarms);
  const repeated = alarms.filter((alarm, index) => alarms.findIndex((a) => a.alarmArn === alarm.alarmArn) < index);
  return {
    code: 'AlarmRepeated',
    property: 'levels',
    when: repeated.length > 0,
    value: repeated.map((alarm) => alarm.node.path),
    allowed: 'each alarm once: it leads to one level',
    action: 'Name the alarm at the highest level that it leads to',
  };
}

/** Alarms are read by their name, and their events are seen, only in their own region and account. */
function placeChecks(scope: Construct, alarms: cloudwatch.IAlarm[]): Check[] {
  const here = Stack.of(scope);
  return alarms.flatMap((alarm) => {
    const { region, account } = placeOf(alarm);
    return [
      {
        code: 'AlarmInOtherRegion',
        property: 'levels',
        when: differ(region, here.region),
        value: `${alarm.node.path} in ${region}`,
        allowed: `alarms of ${here.region}`,
        action: 'Make a ladder in each region, from the alarms of that region',
      },
      {
        code: 'AlarmInOtherAccount',
        property: 'levels',
        when: differ(account, here.account),
        value: `${alarm.node.path} in ${account}`,
        allowed: `alarms of ${here.account}`,
        action: 'Make an alarm on the metric of the other account in this one',
      },
    ];
  });
}

/** Imported alarms pretend to be where they were imported. */
function placeOf({ alarmArn, env }: cloudwatch.IAlarm): { region: string; account: string } {
  if (Token.isUnresolved(alarmArn)) return env;
  const { region = '', account = '' } = Arn.split(alarmArn, ArnFormat.COLON_RESOURCE_NAME);
  return { region, account };
}

function differ(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

function repeatedIn(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) < index);
}
