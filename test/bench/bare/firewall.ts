import { Stack } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { logGroup } from './pieces';

const COMMON = ['CommonRuleSet', 'KnownBadInputsRuleSet', 'SQLiRuleSet', 'LinuxRuleSet'];

export interface FirewallProps {
  readonly scope: 'CLOUDFRONT' | 'REGIONAL';
  readonly key: kms.IKey;
  /** Whether the address of the client is in a header. */
  readonly isBehindProxy?: boolean;
}

/** A web firewall that logs, with a limit per client and managed rules. */
export function firewall(scope: Construct, id: string, props: FirewallProps): wafv2.CfnWebACL {
  const groups = props.scope === 'CLOUDFRONT' ? ['AmazonIpReputationList', ...COMMON] : COMMON;
  const rules = [rateLimit(props.isBehindProxy ?? false), ...groups.map((name) => managed(`AWSManagedRules${name}`))];
  const webAcl = new wafv2.CfnWebACL(scope, id, {
    scope: props.scope,
    defaultAction: { allow: {} },
    rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) })),
    customResponseBodies: {
      TooManyRequests: { contentType: 'APPLICATION_JSON', content: '{"error":"Too many requests"}' },
    },
    visibilityConfig: visibility(id),
  });
  logRequests(scope, id, webAcl, props.key);
  return webAcl;
}

/** Lets a firewall stand before a load balancer or a stage. */
export function protect(scope: Construct, id: string, resourceArn: string, webAcl: wafv2.CfnWebACL): void {
  new wafv2.CfnWebACLAssociation(scope, id, { resourceArn, webAclArn: webAcl.attrArn });
}

function rateLimit(isBehindProxy: boolean) {
  const customResponse = {
    responseCode: 429,
    customResponseBodyKey: 'TooManyRequests',
    responseHeaders: [{ name: 'Retry-After', value: '300' }],
  };
  const key = isBehindProxy
    ? {
        aggregateKeyType: 'FORWARDED_IP',
        forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' },
      }
    : { aggregateKeyType: 'IP' };
  return {
    name: 'PerClient',
    action: { block: { customResponse } },
    statement: { rateBasedStatement: { limit: 2000, evaluationWindowSec: 300, ...key } },
  };
}

function managed(name: string) {
  const managedRuleGroupStatement = { vendorName: 'AWS', name, ruleActionOverrides: [] };
  return { name, overrideAction: { none: {} }, statement: { managedRuleGroupStatement } };
}

function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

function logRequests(scope: Construct, id: string, webAcl: wafv2.CfnWebACL, key: kms.IKey): void {
  const { region, account } = Stack.of(scope);
  const { logGroupName } = logGroup(scope, `${id}Logs`, key, `aws-waf-logs-bare-${id}`);
  new wafv2.CfnLoggingConfiguration(scope, `${id}Logging`, {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [`arn:aws:logs:${region}:${account}:log-group:${logGroupName}`],
    redactedFields: ['authorization', 'cookie'].map((Name) => ({ singleHeader: { Name } })),
  });
}
