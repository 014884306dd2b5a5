import type { Check } from '../core/errors';

/** Units that one web ACL may use, and those that its price includes. */
const MOST_UNITS = 5000;
export const INCLUDED_UNITS = 1500;

/** CloudFront and its firewall are managed from this region alone. */
export const EDGE_REGION = 'us-east-1';

export function edgeRegionCheck(code: string, property: string, region: string, applies = true): Check {
  return {
    code,
    property,
    when: applies && region !== EDGE_REGION,
    value: region,
    allowed: `a stack whose region is the literal ${EDGE_REGION}`,
    action: `Move it to a stack of ${EDGE_REGION}`,
  };
}

export function capacityCheck(units: number): Check {
  return {
    code: 'FirewallCapacityExceeded',
    property: 'managedRules',
    when: units > MOST_UNITS,
    value: units,
    allowed: `at most ${MOST_UNITS} web ACL capacity units`,
    action: 'Leave out a rule group',
  };
}

export function uniqueNamesCheck(names: string[]): Check {
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  return {
    code: 'DuplicateRuleName',
    property: 'rateLimits, managedRules',
    when: repeated.length > 0,
    value: repeated,
    allowed: 'each name once',
    action: 'Rename or remove the repetition',
  };
}

export function sameRegionCheck(code: string, property: string, region: string, expected: string): Check {
  return {
    code,
    property,
    when: region !== expected,
    value: region,
    allowed: `the region of the firewall, ${expected}`,
    action: 'Use a firewall and logs of the same region',
  };
}

export function regionalCheck(isRegional: boolean): Check {
  return {
    code: 'FirewallNotRegional',
    property: 'scope',
    when: !isRegional,
    value: 'FirewallScope.CLOUDFRONT',
    allowed: 'FirewallScope.REGIONAL',
    action: 'Protect distributions through EdgeDistribution and everything else with a regional firewall',
  };
}
