import { RegionSet } from '../../constructs/core';
import { ConfigurationError, gather, problemsIn } from '../../constructs/core/errors';
import { type Context, contextChecks, isNumber, NUMBERS, type Numbers } from './context-checks';
import { eventsCheck, eventsFrom } from './context-events';
import { numberFrom, regionsFrom, textFrom } from './context-values';
import { regionChecks, valueChecks } from './platform-checks';
import { objectiveOf, recoveryOf } from './platform-defaults';
import { PlatformLoad } from './platform-load';
import type { PlatformProps } from './platform-props';

/** Props of the platform from context and environment. Reports every problem of all values at once. */
export function platformPropsFrom(context: Context, account?: string): PlatformProps {
  const problems = problemsIn('context', [...contextChecks(context), eventsCheck(context.events)]);
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

function domainFrom(context: Context): PlatformProps['domain'] {
  const { domain, hostedZoneId, hostedZoneName } = context;
  return {
    name: textFrom(domain) ?? '',
    hostedZoneId: textFrom(hostedZoneId) ?? '',
    hostedZoneName: textFrom(hostedZoneName),
  };
}
