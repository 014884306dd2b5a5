import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import type { RelationalDatabase } from '../../data';
import { loadChecks } from './replica-scaling-load-checks';
import { longestRound, looksOf, MOST_LOOKS, type ScalingSettings, SETTLING } from './replica-scaling-settings';

const DAY = 24 * 60;

/** Whether the database can be scaled; nothing else can be checked before. */
export function databaseChecks(scope: Construct, database: RelationalDatabase): Check[] {
  const [here, there] = [scope, database].map((each) => Stack.of(each).region);
  return [
    {
      code: 'DatabaseScalesItself',
      property: 'database',
      when: database.cluster !== undefined,
      value: database.node.path,
      allowed: 'a writer on RDS with read replicas',
      action: 'Set maximumReaders of DatabaseTopology.aurora(): Aurora adds and removes its readers by itself',
    },
    {
      code: 'NoReaderEndpoint',
      property: 'database',
      when: database.cluster === undefined && database._pool === undefined,
      value: database.node.path,
      allowed: 'a writer with at least one read replica, the reader of which others can join',
      action: 'Ask for readReplicas: they are the minimum, and their load is what is measured',
    },
    {
      code: 'DatabaseElsewhere',
      property: 'database',
      when: here !== there,
      value: there,
      allowed: `the region of this stack: ${here}`,
      action: 'Scale the replicas in the stack of the database',
    },
    {
      code: 'DatabaseAlreadyScaled',
      property: 'database',
      when: database._pool?.isScaled === true,
      value: database.node.path,
      allowed: 'one ReplicaScaling per database',
      action: 'Remove one of the two',
    },
  ];
}

/** Everything that can be wrong with the bounds. */
export function scalingChecks(settings: ScalingSettings, fixed: number, most: number): Check[] {
  return [...sizeChecks(settings, fixed, most), ...loadChecks(settings, fixed), ...timeChecks(settings)];
}

function sizeChecks({ maximum, step }: ScalingSettings, fixed: number, most: number): Check[] {
  return [
    {
      code: 'MaximumReplicasOutOfRange',
      property: 'maximumReplicas',
      when: !isWhole(maximum, fixed + 1, most),
      value: maximum,
      allowed: `a whole number above the ${fixed} fixed replicas, at most ${most}`,
      action: 'Ask for fewer replicas, or put a cache in front of them',
    },
    {
      code: 'StepOutOfRange',
      property: 'step',
      when: !isWhole(step, 1, 5),
      value: step,
      allowed: '1 to 5',
      action: 'Add fewer at a time: each one copies the whole database',
    },
  ];
}

function timeChecks(settings: ScalingSettings): Check[] {
  const { highFor, coolDown, longest } = settings;
  return [
    historyCheck(settings),
    range('highFor', highFor, 1, DAY),
    range('lowFor', settings.lowFor, 1, DAY),
    range('longestAdd', settings.longestAdd, 10, 4 * 60),
    range('drainFor', settings.drainFor, 1, 60),
    range('checkEvery', settings.checkEvery, 1, DAY),
    {
      code: 'CoolDownTooShort',
      property: 'coolDown',
      when: !isWhole(coolDown, highFor + SETTLING, DAY),
      value: inMinutes(coolDown),
      allowed: `${highFor + SETTLING} minutes to a day: an added replica takes that long to change what the alarms see`,
      action: 'Wait longer, or shorten highFor',
    },
    {
      code: 'MaximumDurationTooShort',
      property: 'maximumDuration',
      when: longest < longestRound(settings),
      value: inMinutes(longest),
      allowed: `at least ${longestRound(settings)} minutes, the longest that one round can take`,
      action: 'Give a run more time, or shorten longestAdd, drainFor or coolDown',
    },
  ];
}

/** Steps look at all their replicas at the same time, and the history of a run has an end. */
function historyCheck(settings: ScalingSettings): Check {
  const looks = looksOf(settings);
  return {
    code: 'HistoryTooLong',
    property: 'step, longestAdd',
    when: looks > MOST_LOOKS,
    value: [settings.step, inMinutes(settings.longestAdd)],
    allowed: `at most ${MOST_LOOKS} looks in a round, of which these are ${looks}`,
    action: 'Add fewer at a time, or give up on them earlier',
  };
}

function range(property: string, value: number, least: number, most: number): Check {
  return {
    code: 'ScalingTimeOutOfRange',
    property,
    when: !isWhole(value, least, most),
    value: inMinutes(value),
    allowed: `${least} to ${most} whole minutes`,
    action: 'Choose a time in this range',
  };
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function inMinutes(value: number): string {
  return `${value} minutes`;
}
