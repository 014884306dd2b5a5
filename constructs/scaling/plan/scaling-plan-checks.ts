import type { ScalingPolicy } from '../../compute';
import type { Check } from '../../core/errors';
import type { PlannedEvent } from '../calendar/calendar-event';
import { overlapCheck } from '../calendar/calendar-checks';
import { type Forecast, forecastPolicy } from './tier-forecast';
import type { ScalingTier } from './tier-scaling';

/** The policies of a plan by the signal that they follow. */
export interface Signals {
  readonly load: ScalingPolicy[];
  readonly forecast: Forecast;
  readonly recurring: ScalingPolicy[];
  readonly business: ScalingPolicy[];
}

/** Where each kind of policy belongs. */
const KINDS = {
  load: ['cpu', 'memory', 'requests', 'backlog', 'step'],
  recurring: ['schedule'],
  business: ['metric', 'step'],
};

/** Everything that can be wrong with the signals of a plan. */
export function signalChecks(tier: ScalingTier, signals: Signals): Check[] {
  return [
    scaledCheck(tier),
    loadCheck(signals),
    ...(['load', 'recurring', 'business'] as const).map((signal) => placeCheck(signal, signals[signal])),
    forecastCheck(signals),
  ];
}

function scaledCheck(tier: ScalingTier): Check {
  return {
    code: 'TierScaledAlready',
    property: 'tier',
    when: tier._policies > 0,
    value: `${tier._path}: ${tier._policies} policies`,
    allowed: 'a tier without policies of its own, and with one plan: the plan says how it scales',
    action: 'Make the tier with `scaling: []`, and move its policies into the plan',
  };
}

/** Forecasts and schedules add capacity; only these take it away again. */
function loadCheck({ load, business }: Signals): Check {
  return {
    code: 'NoLoadSignal',
    property: 'load',
    when: load.length + business.length === 0,
    value: [],
    allowed: 'at least one policy of `load` or `business`: nothing else takes capacity away after a peak',
    action: 'State what the tier follows, for example ScalingPolicy.cpu(50)',
  };
}

function placeCheck(signal: keyof typeof KINDS, policies: ScalingPolicy[]): Check {
  const strangers = policies.map(({ _spec }) => _spec.kind).filter((kind) => !KINDS[signal].includes(kind));
  return {
    code: 'SignalMisplaced',
    property: signal,
    when: strangers.length > 0,
    value: strangers,
    allowed: `policies of the kinds ${KINDS[signal].join(', ')}`,
    action: 'Forecasts go to `forecast`, schedules to `recurring`, metrics of your own to `business`, others to `load`',
  };
}

function forecastCheck({ forecast, load }: Signals): Check {
  const { _options: options } = forecast;
  const isHalf = (options?.load === undefined) !== (options?.target === undefined);
  return {
    code: 'ForecastOfNothing',
    property: 'forecast',
    when: options !== undefined && (isHalf || forecastPolicy(forecast, load) === undefined),
    value: options,
    allowed: '`load` and `target`, or neither if the plan keeps requests or CPU',
    action: 'State both, or Forecast.none()',
  };
}

/** What a plan promises about a resource, for the plans that come later. */
export interface Claim {
  readonly plan: string;
  readonly events: PlannedEvent[];
}

/** Two plans may not raise one resource at the same time. */
export function claimChecks(events: PlannedEvent[], claims: Claim[]): Check[] {
  return claims.flatMap((claim) =>
    events.flatMap((event) =>
      claim.events
        .filter((other) => shared(event, other))
        .map((other) => overlapCheck(event, other, `${claim.plan} and this plan, which share a resource,`)),
    ),
  );
}

/** Tables keep what they get, so nobody sets it back. */
function shared(one: PlannedEvent, other: PlannedEvent): boolean {
  const resources = one.items.filter(({ kind }) => kind.restores.length > 0).map(({ resource }) => resource);
  return other.items.some(({ resource }) => resources.includes(resource));
}
