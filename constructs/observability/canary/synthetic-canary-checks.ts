import { Token } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import type { SyntheticCanaryProps } from './synthetic-canary-props';
import { type CanarySettings, LONGEST_NAME, secondsOfSteps } from './synthetic-canary-settings';

/** Bytes of all environment variables of a canary. */
const ENVIRONMENT_BYTES = 4096;

export function syntheticCanaryChecks(props: SyntheticCanaryProps, settings: CanarySettings): Check[] {
  return [
    ...placeChecks(props, settings),
    ...scheduleChecks(props, settings),
    ...alarmChecks(props, settings),
    ...runtimeChecks(props, settings),
  ];
}

function placeChecks({ target, network }: SyntheticCanaryProps, { name }: CanarySettings): Check[] {
  return [
    {
      code: 'NetworkMissing',
      property: 'network',
      when: target._isPrivate && network === undefined,
      value: undefined,
      allowed: 'the network of the local entry',
      action: 'Pass the network, or probe a public name with CanaryTarget.regionalEntry or CanaryTarget.globalEntry',
    },
    {
      code: 'CanaryNameInvalid',
      property: 'canaryName',
      when: !Token.isUnresolved(name) && !new RegExp(`^[a-z0-9_-]{1,${LONGEST_NAME}}$`).test(name),
      value: name,
      allowed: `1 to ${LONGEST_NAME} of a-z, 0-9, - and _: longer ones are cut in the name of their log group`,
      action: 'Shorten the name, or leave it out',
    },
  ];
}

function scheduleChecks({ target }: SyntheticCanaryProps, { every, timeout, retention }: CanarySettings): Check[] {
  const [minutes, seconds] = [every.toMinutes({ integral: false }), timeout.toSeconds({ integral: false })];
  const days = retention.toDays({ integral: false });
  const longest = Math.min(840, minutes * 60);
  return [
    {
      code: 'ScheduleOutOfRange',
      property: 'every',
      when: !Number.isInteger(minutes) || minutes < 1 || minutes > 60,
      value: every.toString(),
      allowed: 'whole minutes from 1 to 60',
      action: 'Choose how soon a failure has to be noticed',
    },
    {
      code: 'TimeoutOutOfRange',
      property: 'timeout',
      when: !Number.isInteger(seconds) || seconds < 3 || seconds > longest,
      value: timeout.toString(),
      allowed: `whole seconds from 3 to ${longest}: at most 14 minutes, and not longer than the time between two runs`,
      action: 'Shorten the timeout, or run less often',
    },
    {
      code: 'StepsLongerThanTimeout',
      property: 'target',
      when: secondsOfSteps(target) >= seconds,
      value: `${secondsOfSteps(target)} seconds`,
      allowed: `time limits of all steps together below the timeout of ${seconds} seconds`,
      action: 'Shorten the time limits, run less often, or spread the steps over several canaries',
    },
    {
      code: 'RetentionOutOfRange',
      property: 'retention',
      when: !Number.isInteger(days) || days < 1 || days > 455,
      value: retention.toString(),
      allowed: 'whole days from 1 to 455',
      action: 'State how long a failure may have to be looked into',
    },
  ];
}

function alarmChecks({ target, latencyGoal }: SyntheticCanaryProps, settings: CanarySettings): Check[] {
  const { failedRuns, ofRuns, every } = settings;
  const goal = latencyGoal?.toMilliseconds({ integral: false });
  const longest = Math.max(...target.steps.map((step) => step.timeLimit.toMilliseconds()));
  const most = Math.floor(86_400 / Math.max(60, every.toSeconds({ integral: false })));
  return [
    {
      code: 'FailedRunsOutOfRange',
      property: 'failedRuns',
      when: !Number.isInteger(failedRuns) || failedRuns < 1 || failedRuns > ofRuns,
      value: failedRuns,
      allowed: `a whole number from 1 to ofRuns, ${ofRuns}`,
      action: 'State how many runs have to fail',
    },
    {
      code: 'RunsOutOfRange',
      property: 'ofRuns',
      when: !Number.isInteger(ofRuns) || ofRuns < 1 || ofRuns > most,
      value: ofRuns,
      allowed: `a whole number from 1 to ${most}: alarms look back for a day`,
      action: 'Judge fewer runs',
    },
    {
      code: 'LatencyGoalOutOfRange',
      property: 'latencyGoal',
      when: goal !== undefined && !(goal > 0 && goal < longest),
      value: latencyGoal?.toString(),
      allowed: `above 0 and below ${longest} ms, the longest time limit of a step`,
      action: 'A step that reaches its time limit fails: state a goal before that, or a longer limit',
    },
  ];
}

function runtimeChecks({ target }: SyntheticCanaryProps, { memory, runtime }: CanarySettings): Check[] {
  const mebibytes = memory.toKibibytes() / 1024;
  const bytes = Buffer.byteLength(JSON.stringify(target.steps.map((step) => step._spec))) + 'STEPS'.length;
  return [
    {
      code: 'StepsTooLarge',
      property: 'target',
      when: bytes > ENVIRONMENT_BYTES,
      value: `${bytes} bytes`,
      allowed: `${ENVIRONMENT_BYTES} bytes of JSON for all steps together`,
      action: 'Spread the steps over several canaries',
    },
    {
      code: 'MemoryOutOfRange',
      property: 'memorySize',
      when: mebibytes % 64 !== 0 || mebibytes < 960 || mebibytes > 3008,
      value: mebibytes,
      allowed: 'a multiple of 64 MiB from 960 to 3,008 MiB',
      action: 'Choose a size in this range',
    },
    {
      code: 'RuntimeUnsuited',
      property: 'runtime',
      when: !isSuited(runtime.name),
      value: runtime.name,
      allowed: 'syn-nodejs-playwright-5.1 or newer',
      action: 'Leave it out: the script needs the library of this family under its present name',
    },
  ];
}

function isSuited(runtime: string): boolean {
  const [, major, minor] = /^syn-nodejs-playwright-(\d+)\.(\d+)$/.exec(runtime) ?? [];
  return Token.isUnresolved(runtime) || Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1);
}
