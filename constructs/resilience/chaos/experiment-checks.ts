import { Token } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import { durationOf, type ExperimentContext, type ExperimentSpec } from './experiment-spec';

/** FIS describes a template in so many characters. */
const LONGEST_HYPOTHESIS = 512;

/** @see https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const LONGEST_SECONDS = 12 * 3600;

/** What must hold for every experiment. */
export function experimentChecks(spec: ExperimentSpec, context: ExperimentContext): Check[] {
  return [
    nameCheck(spec),
    hypothesisCheck(spec),
    durationCheck(spec),
    shareCheck(spec),
    ...(spec.checks?.(context) ?? []),
  ];
}

function nameCheck({ name }: ExperimentSpec): Check {
  return {
    code: 'ExperimentNameInvalid',
    property: 'name',
    when: !/^[A-Za-z0-9-]{1,64}$/.test(name),
    value: name,
    allowed: '1 to 64 letters, digits and hyphens',
    action: 'Choose a name without other characters',
  };
}

function hypothesisCheck({ name, props }: ExperimentSpec): Check {
  const { hypothesis } = props;
  return {
    code: 'ExperimentWithoutHypothesis',
    property: `${name}.hypothesis`,
    when: hypothesis.trim() === '' || hypothesis.length > LONGEST_HYPOTHESIS,
    value: hypothesis.slice(0, 60),
    allowed: `1 to ${LONGEST_HYPOTHESIS} characters`,
    action: 'Say in words what you expect, so that the experiment can prove you wrong',
  };
}

function durationCheck({ name, props }: ExperimentSpec): Check {
  const seconds = durationOf(props).toSeconds();
  return {
    code: 'ExperimentDurationOutOfRange',
    property: `${name}.duration`,
    when: seconds < 60 || seconds > LONGEST_SECONDS,
    value: durationOf(props).toString(),
    allowed: '1 minute to 12 hours',
    action: 'Choose a duration in this range, long enough to see the recovery',
  };
}

function shareCheck({ name, share }: ExperimentSpec): Check {
  return {
    code: 'TargetShareOutOfRange',
    property: `${name}.share`,
    when: share !== undefined && !share._isValid,
    value: share?.selectionMode,
    allowed: 'a percentage from 1 to 100, or a count of 1 or more, without a fraction',
    action: 'State the most that the experiment may hit',
  };
}

/** Filters compare names: the id of a zone would find nothing. */
export function zoneChecks(zone: string, context: ExperimentContext): Check[] {
  const { region } = context.stack;
  return [
    {
      code: 'ZoneOutsideRegion',
      property: 'zone',
      when: context.isOutside(zone),
      value: zone,
      allowed: Token.isUnresolved(region) ? 'the name of a zone' : `the name of a zone of ${region}`,
      action: 'Name a zone of the region in which the suite is, for example eu-west-1a',
    },
  ];
}

export function percentCheck(property: string, percent: number): Check {
  return {
    code: 'PercentOutOfRange',
    property,
    when: !(Number.isInteger(percent) && percent >= 1 && percent <= 100),
    value: percent,
    allowed: '1 to 100, without a fraction',
    action: 'State a percentage in this range',
  };
}

export function portCheck(port: number): Check {
  return {
    code: 'PortOutOfRange',
    property: 'dependency',
    when: !(Number.isInteger(port) && port >= 1 && port <= 65535),
    value: port,
    allowed: '1 to 65535',
    action: 'State the port on which the dependency listens',
  };
}
