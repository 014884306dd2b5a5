import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { ManagedRuleGroup } from './managed-rule-group';
import { RateAction, type RateKey, type RateLimit, windowSeconds } from './rate-limit';

const TOO_MANY_REQUESTS = 'TooManyRequests';

/** What clients above a rate limit read. */
export const RESPONSE_BODIES = {
  [TOO_MANY_REQUESTS]: { contentType: 'APPLICATION_JSON', content: '{"error":"Too many requests"}' },
};

/** A rate limit whose key is decided. */
export interface KeyedRateLimit extends RateLimit {
  readonly key: RateKey;
}

/** Groups that learn from all traffic first, then the limits (they are cheap and thin out a flood), then the rest. */
export function firewallRules(groups: ManagedRuleGroup[], limits: KeyedRateLimit[]): wafv2.CfnWebACL.RuleProperty[] {
  const [learning, others] = [groups.filter((g) => g._seesAllTraffic), groups.filter((g) => !g._seesAllTraffic)];
  const rules = [...learning.map((g) => g._rule()), ...limits.map(rateRule), ...others.map((g) => g._rule())];
  return rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

/** Web ACL capacity units of all rules together. */
export function capacityUnits(groups: ManagedRuleGroup[], limits: KeyedRateLimit[]): number {
  const units = [...groups.map((group) => group.capacityUnits), ...limits.map((limit) => limit.key._capacity)];
  return units.reduce((total, unit) => total + unit, 0);
}

/** Metrics and samples of a rule or of the whole web ACL. */
export function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

function rateRule(rate: KeyedRateLimit) {
  const seconds = windowSeconds(rate);
  const action = rate.action === RateAction.COUNT ? { count: {} } : { block: { customResponse: tooMany(seconds) } };
  return { name: rate.name, action, statement: { rateBasedStatement: rate.key._statement(rate.limit, seconds) } };
}

function tooMany(seconds: number): wafv2.CfnWebACL.CustomResponseProperty {
  const responseHeaders = [{ name: 'Retry-After', value: `${seconds}` }];
  return { responseCode: 429, customResponseBodyKey: TOO_MANY_REQUESTS, responseHeaders };
}
