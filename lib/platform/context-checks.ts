import type { Check } from '../../constructs/core/errors';
import { numberFrom, textFrom } from './context-values';

/** Context as it stands in cdk.json or comes from `-c key=value`. */
export type Context = Readonly<Record<string, unknown>>;

/** Keys that the platform reads; see the README for their meaning. */
export const NUMBERS = [
  'availability',
  'busiestRegionShare',
  'cacheHitRate',
  'interactionsPerMonth',
  'maximumReadReplicas',
  'peakFactor',
  'readReplicas',
  'requestsPerInteraction',
  'requestsPerSecondPerMember',
  'rpoMinutes',
  'rtoMinutes',
  'sla',
] as const;

/** Left out or a text: a mistake in them would look as if they were left out. */
const TEXTS = ['homeRegion', 'hostedZoneName'];

export type Numbers = { [name in (typeof NUMBERS)[number]]?: number };

/** Everything that can be wrong with single values. */
export function contextChecks(context: Context): Check[] {
  return [
    ...requiredChecks(context),
    ...NUMBERS.map((name) => numberCheck(name, context)),
    ...TEXTS.map((name) => textCheck(name, context)),
  ];
}

export function isNumber(value: unknown): boolean {
  return (numberFrom(value) ?? NaN) >= 0;
}

function requiredChecks(context: Context): Check[] {
  const missing = (property: string, allowed: string) => ({
    code: 'ContextMissing',
    property,
    when: textFrom(context[property]) === undefined,
    value: context[property],
    allowed,
    action: `Set it in cdk.json or with -c ${property}=...`,
  });
  return [
    missing('domain', 'a domain name, for example example.com'),
    missing('hostedZoneId', 'the id of its hosted zone'),
  ];
}

function numberCheck(property: string, context: Context): Check {
  const value = context[property];
  return {
    code: 'ContextNotANumber',
    property,
    when: value !== undefined && !isNumber(value),
    value,
    allowed: 'a number, 0 or more',
    action: `Correct it in cdk.json or with -c ${property}=...`,
  };
}

function textCheck(property: string, context: Context): Check {
  const value = context[property];
  return {
    code: 'ContextNotAText',
    property,
    when: value !== undefined && textFrom(value) === undefined,
    value,
    allowed: 'a text that is not empty',
    action: `Correct it in cdk.json or with -c ${property}=...`,
  };
}
