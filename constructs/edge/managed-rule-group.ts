import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** How closely bot control looks. */
export enum BotInspection {
  /** Bots that identify themselves. */
  COMMON = 'COMMON',
  /** Also bots that hide, by fingerprints and challenges. */
  TARGETED = 'TARGETED',
}

type Configuration = wafv2.CfnWebACL.ManagedRuleGroupConfigProperty;

/**
 * A rule group that AWS maintains.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export class ManagedRuleGroup {
  /**
   * The OWASP classics. Its rule `SizeRestrictions_BODY` blocks bodies above 8 KB: for uploads use
   * `common().countRules('SizeRestrictions_BODY')`.
   */
  public static common(): ManagedRuleGroup {
    return new ManagedRuleGroup('AWSManagedRulesCommonRuleSet', 700);
  }

  /** Patterns of known exploits, such as Log4j look-ups. */
  public static knownBadInputs(): ManagedRuleGroup {
    return new ManagedRuleGroup('AWSManagedRulesKnownBadInputsRuleSet', 200);
  }

  /** SQL injection. */
  public static sqlInjection(): ManagedRuleGroup {
    return new ManagedRuleGroup('AWSManagedRulesSQLiRuleSet', 200);
  }

  /** Inclusion of local files of a Linux host. */
  public static linux(): ManagedRuleGroup {
    return new ManagedRuleGroup('AWSManagedRulesLinuxRuleSet', 200);
  }

  /** Addresses that Amazon saw attack. Sees the connection's address: of no use behind CloudFront. */
  public static ipReputation(): ManagedRuleGroup {
    return new ManagedRuleGroup('AWSManagedRulesAmazonIpReputationList', 25);
  }

  /** Anonymizers and hosting providers: also blocks honest users of VPNs. Of no use behind CloudFront. */
  public static anonymousIp(): ManagedRuleGroup {
    return new ManagedRuleGroup('AWSManagedRulesAnonymousIpList', 50);
  }

  /**
   * Detects floods by comparing with the usual traffic; charged extra. During an attack browsers are challenged, which
   * other clients cannot answer.
   *
   * @param exemptPaths regular expressions of paths that are never challenged; `^/api/` unless stated
   */
  public static antiDdos(exemptPaths: string[] = ['^/api/']): ManagedRuleGroup {
    const exemptUriRegularExpressions = exemptPaths.map((regexString) => ({ regexString }));
    const clientSideActionConfig = { challenge: { usageOfAction: 'ENABLED', exemptUriRegularExpressions } };
    const configuration = { awsManagedRulesAntiDDoSRuleSet: { clientSideActionConfig, sensitivityToBlock: 'LOW' } };
    return new ManagedRuleGroup('AWSManagedRulesAntiDDoSRuleSet', 50, configuration);
  }

  /** Recognises bots; charged extra. */
  public static botControl(inspection: BotInspection = BotInspection.COMMON): ManagedRuleGroup {
    const configuration = { awsManagedRulesBotControlRuleSet: { inspectionLevel: inspection } };
    return new ManagedRuleGroup('AWSManagedRulesBotControlRuleSet', 50, configuration);
  }

  /** Any other rule group of AWS by its name, with the capacity units that its documentation states. */
  public static named(name: string, capacityUnits: number): ManagedRuleGroup {
    return new ManagedRuleGroup(name, capacityUnits);
  }

  private constructor(
    /** Name of the group. */
    public readonly name: string,
    /** Web ACL capacity units that the group takes. */
    public readonly capacityUnits: number,
    private readonly configuration?: Configuration,
    private readonly counted: string[] = [],
    private readonly isCounting = false,
  ) {}

  /** The same group, in which these rules count and no longer block. */
  public countRules(...ruleNames: string[]): ManagedRuleGroup {
    const counted = [...this.counted, ...ruleNames];
    return new ManagedRuleGroup(this.name, this.capacityUnits, this.configuration, counted, this.isCounting);
  }

  /** The same group, counting and blocking nothing: for trying it out. */
  public countOnly(): ManagedRuleGroup {
    return new ManagedRuleGroup(this.name, this.capacityUnits, this.configuration, this.counted, true);
  }

  /**
   * Whether the group has to see all traffic, also what a rate limit would have stopped, because it learns from it.
   * @internal
   */
  public get _seesAllTraffic(): boolean {
    return this.name === 'AWSManagedRulesAntiDDoSRuleSet';
  }

  /** @internal */
  public _rule(): Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'> {
    const { name, configuration, counted } = this;
    const managedRuleGroupStatement = {
      vendorName: 'AWS',
      name,
      managedRuleGroupConfigs: configuration && [configuration],
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    };
    const overrideAction = this.isCounting ? { count: {} } : { none: {} };
    return { name, statement: { managedRuleGroupStatement }, overrideAction };
  }
}
