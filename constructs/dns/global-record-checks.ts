import { type Duration, type Stack, Token } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Check } from '../core/errors';
import { isCloudFront } from './alias-target';
import { ttlCheck } from './ttl-check';
import { canonicalName, isInZone, isRecordName } from './domain-name';
import type { HealthSource } from './health-source';
import type { PlannedRecord } from './record-plan';
import type { Leaf, Step } from './routing-step';

/** What a member of a record set is made of. */
export interface MemberInput {
  readonly zone: route53.IHostedZone;
  readonly recordName: string;
  readonly steps: Step[];
  readonly leaf: Leaf;
  readonly plan: PlannedRecord[];
  readonly stack: Stack;
  readonly ttl?: Duration;
  readonly ipv6: boolean;
}

/** Everything that can be wrong with one member of a record set by itself. */
export function memberChecks(input: MemberInput): Check[] {
  return [...nameChecks(input), ...policyChecks(input), ...targetChecks(input), ...healthChecks(input)];
}

function nameChecks({ zone, recordName, plan }: MemberInput): Check[] {
  const names = [canonicalName(recordName), ...plan.map((record) => record.set)];
  const invalid = names.find((name) => !isRecordName(name));
  return [
    {
      code: 'RecordOutsideZone',
      property: 'recordName',
      when: !isInZone(recordName, zone.zoneName),
      value: recordName,
      allowed: `${zone.zoneName}, or a name that ends with .${zone.zoneName}`,
      action: 'Write the full name, or bring the zone that it belongs to',
    },
    {
      code: 'InvalidRecordName',
      property: 'recordName',
      when: invalid !== undefined,
      value: invalid,
      allowed:
        'at most 253 characters in labels of 1 to 63; a wildcard only as the first label and never in a composition',
      action: 'Shorten the name or correct its characters',
    },
  ];
}

function policyChecks({ steps, stack, plan }: MemberInput): Check[] {
  const unknown = Token.isUnresolved(stack.region);
  const foreign = steps.find((step) => step.region && !unknown && step.region !== stack.region);
  const last = steps[steps.length - 1];
  return [
    {
      code: 'RegionUnknown',
      property: 'routing',
      when: unknown && steps.some((step) => step.needsRegion),
      value: 'the region of the stack at deployment',
      allowed: 'a literal region',
      action: 'Give the stack a region (RegionalStack), or state the region or set identifier in the policy',
    },
    {
      code: 'RecordOutsideItsRegion',
      property: 'routing',
      when: foreign !== undefined,
      value: foreign?.region,
      allowed: `${stack.region}, the region of the stack`,
      action: "Put each region's record into that region's stack, so that regions come and go alone",
    },
    {
      code: 'NothingToServeBehind',
      property: 'routing',
      when: last.joins === true,
      value: 'alsoServes in the last policy',
      allowed: 'alsoServes where another policy follows in a composition',
      action: 'Compose with latency or failover, or leave alsoServes out',
    },
    {
      code: 'NoRecord',
      property: 'routing',
      when: !plan.some((record) => record.held),
      value: 'no location',
      allowed: 'a policy that leads to this target',
      action: 'Name the locations that the region serves, or compose with latency so that it serves behind the default',
    },
    {
      code: 'FailoverToTwice',
      property: 'routing',
      when: steps.filter((step) => step.branchesIn('').some((branch) => branch.leaf)).length > 1,
      value: 'failoverTo more than once',
      allowed: 'one failoverTo in a composition',
      action: 'Give the upper one a GlobalRecord of its own, with an alias to the tree as its target',
    },
  ];
}

function targetChecks({ leaf, ttl, ipv6 }: MemberInput): Check[] {
  const { evaluateTargetHealth } = leaf;
  const alias = leaf.target.aliasTarget;
  return [
    {
      code: 'TtlOnAlias',
      property: 'ttl',
      when: ttl !== undefined && alias !== undefined,
      value: 'set',
      allowed: 'a TTL only with IP addresses; an alias has that of its target (60 s for a load balancer)',
      action: 'Leave the TTL out',
    },
    ttlCheck(ttl),
    {
      code: 'Ipv6NeedsAlias',
      property: 'ipv6',
      when: ipv6 && alias === undefined,
      value: ipv6,
      allowed: 'true only for an alias to a dual-stack target',
      action: 'Leave ipv6 out, or use an alias',
    },
    {
      code: 'HealthNotEvaluable',
      property: 'evaluateTargetHealth',
      when: evaluateTargetHealth === true && (alias === undefined || isCloudFront(alias)),
      value: evaluateTargetHealth,
      allowed: 'true only for an alias to something other than CloudFront',
      action: 'Give the record a health check instead',
    },
  ];
}

function healthChecks({ plan, leaf, zone }: MemberInput): Check[] {
  const blind = plan.some(
    ({ selector, leaf: end }) => selector.failover === route53.Failover.PRIMARY && end && isBlind(end),
  );
  const sources = [leaf, ...plan.map((record) => record.leaf)].map((end) => end?.health);
  const endpoints = sources.flatMap((source?: HealthSource) => source?._endpoints ?? []).map(canonicalName);
  const own = endpoints.find((endpoint) => plan.some((record) => record.set === endpoint));
  const hidden = endpoints.find(
    (endpoint) => zone instanceof route53.PrivateHostedZone && isInZone(endpoint, zone.zoneName),
  );
  return [
    {
      code: 'FailoverPrimaryWithoutHealth',
      property: 'health',
      when: blind,
      value: 'no health check',
      allowed: 'a health check on a primary that is not an alias',
      action: 'State its health, for example HealthSource.https({...})',
    },
    {
      code: 'HealthCheckOfOwnName',
      property: 'health',
      when: own !== undefined,
      value: own,
      allowed: 'the name of one endpoint; this name answers with whichever target is healthy',
      action: 'Give each endpoint a public name of its own and check that',
    },
    {
      code: 'PrivateHealthEndpoint',
      property: 'health',
      when: hidden !== undefined,
      value: hidden,
      allowed: 'a public name, because health checkers are outside the VPC',
      action: 'Let an alarm decide (HealthSource.alarm)',
    },
  ];
}

function isBlind(leaf: Leaf): boolean {
  return leaf.target.aliasTarget === undefined && leaf.health === undefined;
}
