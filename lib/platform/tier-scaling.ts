import { Validations } from 'aws-cdk-lib';
import type { LoadBalancer, ScalingPolicy } from '../../constructs/compute';
import { ScalingPlan, type ScalingTier } from '../../constructs/scaling';
import type { AppStack, AppStackProps } from './app-stack';
import { calendarEvent } from './platform-event';

/** A tier and what it follows. */
export interface TierScaling {
  readonly tier: ScalingTier;
  readonly load: ScalingPolicy[];
  readonly entry: LoadBalancer;
}

/** A tier follows its load, is watched by a forecast, and is ready for what stands in the calendar. */
export function scaleTier(
  stack: AppStack,
  id: string,
  { foundation, load, events }: AppStackProps,
  { tier, load: policies, entry }: TierScaling,
): void {
  const zones = foundation.network.zones.length;
  const plan = new ScalingPlan(stack, id, {
    tier,
    load: policies,
    events: events.map((event) => calendarEvent(event, { load, zones, entry: entry.alb })),
    logVault: foundation.logVault,
    notifications: foundation.operations,
  });
  if (events.length === 0) return;
  Validations.of(plan).acknowledge({
    id: 'cdk-nines::AboveDefaultQuota',
    reason: 'Whoever states events raises the quota of load balancer capacity units first, as the README says.',
  });
}
