import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { RegionalStack } from '../../../constructs/core';
import {
  BotInspection,
  FirewallScope,
  ManagedRuleGroup,
  RateAction,
  RateKey,
  type RateLimit,
  WebFirewall,
  type WebFirewallProps,
} from '../../../constructs/edge';
import { LogVault, PlatformKey } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { internalLoadBalancer } from './load-balancer-stub';

function firewallIn(stack: RegionalStack, props: Partial<WebFirewallProps> = {}): WebFirewall {
  const logVault = new LogVault(stack, 'Vault', { key: new PlatformKey(stack, 'Key').key });
  return new WebFirewall(stack, 'Firewall', { scope: FirewallScope.CLOUDFRONT, logVault, ...props });
}

function firewall(props: Partial<WebFirewallProps> = {}, region = 'us-east-1'): WebFirewall {
  return firewallIn(regionalStack(testApp(), 'Test', region), props);
}

function rulesOf(built: WebFirewall): wafv2.CfnWebACL.RuleProperty[] {
  return built.webAcl.stack.resolve(built.webAcl.rules) as wafv2.CfnWebACL.RuleProperty[];
}

function warningsOf(built: WebFirewall): unknown[] {
  return built.node.metadata.filter((entry) => entry.type === 'aws:cdk:warning').map((entry) => entry.data);
}

function rateStatement(limit: Partial<RateLimit>, scope: FirewallScope): unknown {
  const [rule] = rulesOf(firewall({ scope, rateLimits: [{ name: 'Limit', limit: 100, ...limit }] }));
  return (rule.statement as wafv2.CfnWebACL.StatementProperty).rateBasedStatement;
}

const LOG_BUCKET_RULES = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].flatMap((pack) => [
  `${pack}-S3BucketReplicationEnabled`,
  `${pack}-S3DefaultEncryptionKMS`,
]);

describe('an edge firewall with everything and a regional one with a load balancer', () => {
  let edge: RegionalStack;
  let region: RegionalStack;
  let synthesis: Synthesis;

  beforeAll(() => {
    synthesis = new Synthesis((app) => {
      edge = regionalStack(app, 'Edge');
      firewallIn(edge, {
        managedRules: [
          ManagedRuleGroup.ipReputation().countOnly(),
          ManagedRuleGroup.common().countRules('SizeRestrictions_BODY'),
          ManagedRuleGroup.anonymousIp(),
          ManagedRuleGroup.antiDdos(),
          ManagedRuleGroup.botControl(BotInspection.TARGETED),
          ManagedRuleGroup.named('AWSManagedRulesPHPRuleSet', 100),
        ],
        rateLimits: [
          { name: 'PerClient', limit: 500, window: Duration.minutes(1) },
          { name: 'PerTenant', limit: 10_000, key: RateKey.header('x-tenant-id'), action: RateAction.COUNT },
        ],
        logGroupName: 'aws-waf-logs-shop',
      });
      region = regionalStack(app, 'Region', 'eu-west-1');
      const loadBalancer = internalLoadBalancer(region);
      firewallIn(region, { scope: FirewallScope.REGIONAL }).protect(region, 'Protection', loadBalancer.loadBalancerArn);
    });
  });

  test('pass all gates', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(LOG_BUCKET_RULES);
  });

  test('requests are logged without credentials', () => {
    const template = synthesis.template(edge);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: 'aws-waf-logs-shop',
      KmsKeyId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
    });
  });

  test('who sends too much is told to come back later', () => {
    const retryAfter = [{ Name: 'Retry-After', Value: '60' }];
    synthesis.template(edge).hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: 'PerClient',
          Action: { Block: { CustomResponse: Match.objectLike({ ResponseCode: 429, ResponseHeaders: retryAfter }) } },
          VisibilityConfig: { MetricName: 'PerClient', CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true },
        }),
        Match.objectLike({ Name: 'PerTenant', Action: { Count: {} } }),
      ]),
    });
  });

  test('the load balancer is protected in its own stack', () => {
    synthesis.template(region).hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: { Ref: Match.stringLikeRegexp('LoadBalancer') },
      WebACLArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Firewall'), 'Arn'] },
    });
  });
});

test('the defaults stay below the capacity that the price includes', () => {
  const built = firewall();
  expect(rulesOf(built).map((rule) => rule.name)).toEqual([
    'PerClient',
    'AWSManagedRulesAmazonIpReputationList',
    'AWSManagedRulesCommonRuleSet',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesSQLiRuleSet',
    'AWSManagedRulesLinuxRuleSet',
  ]);
  expect(warningsOf(built)).toEqual([]);
});

test('a group that learns from all traffic comes before the rate limits', () => {
  const names = rulesOf(firewall({ managedRules: [ManagedRuleGroup.common(), ManagedRuleGroup.antiDdos(['^/ws/'])] }));
  expect(names.map((rule) => rule.name)).toEqual([
    'AWSManagedRulesAntiDDoSRuleSet',
    'PerClient',
    'AWSManagedRulesCommonRuleSet',
  ]);
  expect(names.map((rule) => rule.priority)).toEqual([0, 1, 2]);
});

test.each([
  ['the client at the edge', FirewallScope.CLOUDFRONT, {}, { aggregateKeyType: 'IP' }],
  [
    'the forwarded client behind it',
    FirewallScope.REGIONAL,
    {},
    {
      aggregateKeyType: 'FORWARDED_IP',
      forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' },
    },
  ],
  [
    'a header if asked',
    FirewallScope.CLOUDFRONT,
    { key: RateKey.header('x-api-key') },
    {
      aggregateKeyType: 'CUSTOM_KEYS',
      customKeys: [{ header: { name: 'x-api-key', textTransformations: [{ priority: 0, type: 'NONE' }] } }],
    },
  ],
])('rate limits count by %s', (_, scope, limit, expected) => {
  expect(rateStatement(limit, scope)).toEqual({ limit: 100, evaluationWindowSec: 300, ...expected });
});

test.each([
  ['the shared address behind CloudFront', FirewallScope.REGIONAL, RateKey.ip()],
  ['an address that clients can invent', FirewallScope.CLOUDFRONT, RateKey.forwardedIp()],
])('counting by %s is warned of', (_, scope, key) => {
  const built = firewall({ scope, rateLimits: [{ name: 'Limit', limit: 100, key }] });
  expect(warningsOf(built)).toEqual([expect.stringMatching(/^The limits Limit count by .*RateKeyMisplaced/)]);
});

test('capacity that is charged extra is warned of', () => {
  const managedRules = [ManagedRuleGroup.common(), ManagedRuleGroup.named('AWSManagedRulesExtra', 900)];
  const built = firewall({ managedRules });
  expect(warningsOf(built)).toEqual([expect.stringContaining('take 1602 capacity units')]);
});

test('your own web ACL is a firewall', () => {
  const arn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/mine/1';
  expect(WebFirewall.fromWebAclArn(arn).webAclArn).toBe(arn);
});

test('fails outside us-east-1 when it is for distributions', () => {
  expect(errorOf(() => firewall({}, 'eu-west-1')).message).toBe(
    "Test/Firewall: [FirewallOutsideUsEast1] scope is 'eu-west-1'; allowed: a stack whose region is the literal " +
      'us-east-1. Move it to a stack of us-east-1.',
  );
});

test('fails on limits, windows and names that AWS WAF refuses, all at once', () => {
  const rateLimits = [
    { name: 'TooLow', limit: 9 },
    { name: 'TooHigh', limit: 2_000_000_001 },
    { name: 'Odd', limit: 10, window: Duration.seconds(90) },
    { name: 'not a name', limit: 10 },
    { name: 'TooLow', limit: 10 },
  ];
  expect(codesOf(() => firewall({ rateLimits, logGroupName: 'my-logs' }))).toEqual([
    'RateLimitOutOfRange',
    'RateLimitOutOfRange',
    'RateWindowUnsupported',
    'RuleNameInvalid',
    'DuplicateRuleName',
    'FirewallLogGroupName',
  ]);
});

test('fails on more rules than a web ACL can hold', () => {
  const managedRules = [ManagedRuleGroup.named('Huge', 4999)];
  expect(codesOf(() => firewall({ managedRules }))).toEqual(['FirewallCapacityExceeded']);
});

test('fails to log in another region', () => {
  const app = testApp();
  const elsewhere = regionalStack(app, 'Elsewhere', 'eu-west-1');
  const logVault = new LogVault(elsewhere, 'Vault', { key: new PlatformKey(elsewhere, 'Key').key });
  expect(codesOf(() => firewallIn(regionalStack(app), { logVault }))).toEqual(['LogsInOtherRegion']);
});

test('fails to protect a load balancer by an edge firewall, or one of another region', () => {
  const app = testApp();
  const edge = firewallIn(regionalStack(app, 'Edge'));
  const elsewhere = regionalStack(app, 'Elsewhere', 'eu-west-1');
  const protect = () => edge.protect(elsewhere, 'Protection', internalLoadBalancer(elsewhere).loadBalancerArn);
  expect(codesOf(protect)).toEqual(['FirewallNotRegional', 'FirewallInOtherRegion']);
});
