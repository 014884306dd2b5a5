import { RegionSet } from '../../constructs/core';
import { type Check, ConfigurationError, gather, problemsIn } from '../../constructs/core/errors';
import { eventsCheck, eventsFrom } from './context-events';
import { numberFrom, regionsFrom, textFrom } from './context-values';
import { regionChecks, valueChecks } from './platform-checks';
import { objectiveOf, recoveryOf } from './platform-defaults';
import { PlatformLoad } from './platform-load';
import type { PlatformProps } from './platform-props';

/** Context as it stands in cdk.json or comes from `-c key=value`. */
export type Context = Readonly<Record<string, unknown>>;

/** Keys that the platform reads; see the README for their meaning. */
const NUMBERS = [
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

type Numbers = { [name in (typeof NUMBERS)[number]]?: number };

/** Props of the platform from context and environment. Reports every problem of all values at once. */
export function platformPropsFrom(context: Context, account?: string): PlatformProps {
  const problems = problemsIn('context', [
    ...requiredChecks(context),
    ...NUMBERS.map((name) => numberCheck(name, context)),
    eventsCheck(context.events),
  ]);
  const numbers = numbersFrom(context);
  const parts = gather<Partial<PlatformProps>>([
    () => ({ regions: new RegionSet({ ...regionsFrom(context.regions), home: textFrom(context.homeRegion) }) }),
    () => ({ objective: objectiveOf(numbers.availability, numbers.sla) }),
    () => ({ recovery: recoveryOf(numbers.rtoMinutes, numbers.rpoMinutes) }),
    () => ({ load: new PlatformLoad(numbers) }),
  ]);
  problems.push(...parts.problems);
  const props = Object.assign(
    {
      account,
      domain: domainFrom(context),
      readReplicas: numbers.readReplicas,
      maximumReadReplicas: numbers.maximumReadReplicas,
      events: eventsFrom(context.events),
    },
    ...parts.results,
  ) as PlatformProps;
  problems.push(...problemsIn('platform', [...valueChecks(props), ...(props.regions ? regionChecks(props) : [])]));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return props;
}

/** The numbers that are usable; the others have been reported. */
function numbersFrom(context: Context): Numbers {
  const usable = NUMBERS.filter((name) => context[name] !== undefined && isNumber(context[name]));
  return Object.fromEntries(usable.map((name) => [name, numberFrom(context[name])]));
}

function isNumber(value: unknown): boolean {
  return (numberFrom(value) ?? NaN) >= 0;
}

function domainFrom(context: Context): PlatformProps['domain'] {
  const { domain, hostedZoneId, hostedZoneName } = context;
  return {
    name: textFrom(domain) ?? '',
    hostedZoneId: textFrom(hostedZoneId) ?? '',
    hostedZoneName: textFrom(hostedZoneName),
  };
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
