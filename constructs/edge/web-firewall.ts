import { ArnFormat, Names, Stack, Validations } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { LogVault } from '../security';
import type { IWebFirewall } from './firewall-reference';
import { capacityUnits, firewallRules, type KeyedRateLimit, RESPONSE_BODIES, visibility } from './firewall-rules';
import { ManagedRuleGroup } from './managed-rule-group';
import { RateKey, type RateLimit, rateLimitChecks } from './rate-limit';
import {
  capacityCheck,
  edgeRegionCheck,
  INCLUDED_UNITS,
  regionalCheck,
  sameRegionCheck,
  uniqueNamesCheck,
} from './web-firewall-checks';

/** What a firewall can protect. */
export enum FirewallScope {
  /** Distributions. The firewall lives in a stack of us-east-1. */
  CLOUDFRONT = 'CLOUDFRONT',
  /** Load balancers, API stages and user pools of the firewall's region. */
  REGIONAL = 'REGIONAL',
}

/** A web ACL with its rules and logs. */
export interface WebFirewallProps {
  /** What the firewall protects. */
  readonly scope: FirewallScope;
  /** Makes the log group of the firewall, in the firewall's region. */
  readonly logVault: LogVault;
  /**
   * Rule groups that AWS maintains, in the order in which they are evaluated.
   * @default - common, known bad inputs, SQL injection and Linux; at the edge also the reputation of addresses
   */
  readonly managedRules?: ManagedRuleGroup[];
  /**
   * How much one client may send.
   * @default - 2,000 requests in 300 seconds per client address
   */
  readonly rateLimits?: RateLimit[];
  /**
   * Name of the log group; it must begin with `aws-waf-logs-`. The group outlives the stack: give a new name to make the
   * firewall again beside an old group.
   * @default - derived from the construct path
   */
  readonly logGroupName?: string;
}

/**
 * A web ACL that lets everything through but what its rules recognise, with metrics for each rule and full logs in which
 * the authorization header and cookies are redacted.
 *
 * Survives the loss of a zone; a regional firewall shares the fate of its region. Does not stop bursts shorter than about
 * ten seconds: throttle those in the API. The price includes 1,500 capacity units; the defaults stay below.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
 */
export class WebFirewall extends Construct implements IWebFirewall {
  /** A web ACL that exists already. */
  public static fromWebAclArn(webAclArn: string): IWebFirewall {
    return { webAclArn };
  }

  /** ARN of the web ACL. */
  public readonly webAclArn: string;
  /** The web ACL. */
  public readonly webAcl: wafv2.CfnWebACL;
  /** Where requests are logged. */
  public readonly logGroup: logs.ILogGroup;
  /** What the firewall protects. */
  public readonly scope: FirewallScope;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    this.scope = props.scope;
    const groups = props.managedRules ?? this.defaultRules();
    const limits = (props.rateLimits ?? defaultLimits()).map((limit) => this.withKey(limit));
    this.check(props, groups, limits);
    this.warn(groups, limits);
    this.webAcl = this.makeWebAcl(groups, limits);
    this.webAclArn = this.webAcl.attrArn;
    this.logGroup = props.logVault.group(this, 'Logs', this.logGroupName(props));
    this.logRequests();
  }

  /**
   * Puts a load balancer, API stage or user pool behind this firewall. Pass a scope in the stack of the protected
   * resource: policy checks see the association only there.
   */
  public protect(scope: Construct, id: string, resourceArn: string): wafv2.CfnWebACLAssociation {
    const region = Stack.of(scope).region;
    validate(scope, [
      regionalCheck(this.scope === FirewallScope.REGIONAL),
      sameRegionCheck('FirewallInOtherRegion', 'scope', region, Stack.of(this).region),
    ]);
    return new wafv2.CfnWebACLAssociation(scope, id, { resourceArn, webAclArn: this.webAclArn });
  }

  private defaultRules(): ManagedRuleGroup[] {
    const anywhere = [
      ManagedRuleGroup.common(),
      ManagedRuleGroup.knownBadInputs(),
      ManagedRuleGroup.sqlInjection(),
      ManagedRuleGroup.linux(),
    ];
    return this.scope === FirewallScope.CLOUDFRONT ? [ManagedRuleGroup.ipReputation(), ...anywhere] : anywhere;
  }

  private withKey(limit: RateLimit): KeyedRateLimit {
    const usual = this.scope === FirewallScope.CLOUDFRONT ? RateKey.ip() : RateKey.forwardedIp();
    return { ...limit, key: limit.key ?? usual };
  }

  private check(props: WebFirewallProps, groups: ManagedRuleGroup[], limits: KeyedRateLimit[]): void {
    const region = Stack.of(this).region;
    validate(this, [
      edgeRegionCheck('FirewallOutsideUsEast1', 'scope', region, this.scope === FirewallScope.CLOUDFRONT),
      sameRegionCheck('LogsInOtherRegion', 'logVault', Stack.of(props.logVault).region, region),
      ...limits.flatMap(rateLimitChecks),
      uniqueNamesCheck([...limits, ...groups].map((rule) => rule.name)),
      capacityCheck(capacityUnits(groups, limits)),
      {
        code: 'FirewallLogGroupName',
        property: 'logGroupName',
        when: !this.logGroupName(props).startsWith('aws-waf-logs-'),
        value: props.logGroupName,
        allowed: 'a name that begins with aws-waf-logs-',
        action: 'Put the prefix before the name: AWS WAF delivers nowhere else',
      },
    ]);
  }

  private warn(groups: ManagedRuleGroup[], limits: KeyedRateLimit[]): void {
    const units = capacityUnits(groups, limits);
    if (units > INCLUDED_UNITS) {
      const text = `The rules take ${units} capacity units; above ${INCLUDED_UNITS} every request costs extra.`;
      Validations.of(this).addWarning('cdk-nines::FirewallCapacityCharged', text);
    }
    const atEdge = this.scope === FirewallScope.CLOUDFRONT;
    const risky = limits.filter(({ key }) => key.aggregateKeyType === (atEdge ? 'FORWARDED_IP' : 'IP'));
    if (risky.length === 0) return;
    const why = atEdge
      ? 'count by X-Forwarded-For, which clients can invent; at the edge RateKey.ip() is the address of the client.'
      : 'count by the connection address, which behind CloudFront is shared by all clients; use RateKey.forwardedIp().';
    const text = `The limits ${risky.map((limit) => limit.name).join(', ')} ${why}`;
    Validations.of(this).addWarning('cdk-nines::RateKeyMisplaced', text);
  }

  private makeWebAcl(groups: ManagedRuleGroup[], limits: KeyedRateLimit[]): wafv2.CfnWebACL {
    return new wafv2.CfnWebACL(this, 'WebAcl', {
      scope: this.scope,
      defaultAction: { allow: {} },
      rules: firewallRules(groups, limits),
      customResponseBodies: RESPONSE_BODIES,
      visibilityConfig: visibility(Names.uniqueResourceName(this, { maxLength: 128 })),
    });
  }

  private logGroupName(props: WebFirewallProps): string {
    return props.logGroupName ?? `aws-waf-logs-${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`;
  }

  private logRequests(): void {
    // AWS WAF does not take the `:*` with which CloudFormation ends the ARN of a log group.
    const destination = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: this.logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAclArn,
      logDestinationConfigs: [destination],
      // Untyped in the CDK, therefore spelled as CloudFormation does.
      redactedFields: ['authorization', 'cookie'].map((header) => ({ singleHeader: { Name: header } })),
    });
  }
}

function defaultLimits(): RateLimit[] {
  return [{ name: 'PerClient', limit: 2000 }];
}
