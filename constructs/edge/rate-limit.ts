import type { Duration } from 'aws-cdk-lib';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Check } from '../core/errors';

/** Seconds over which AWS WAF can count. */
const WINDOWS = [60, 120, 300, 600];
const DEFAULT_WINDOW = 300;

/** What tells one client from another. Requests that lack the key are not limited. */
export class RateKey {
  /** The address that opened the connection: right at the edge and where clients connect directly. */
  public static ip(): RateKey {
    return new RateKey('IP', 2, {});
  }

  /**
   * The first address in `X-Forwarded-For`: right behind CloudFront, where every connection comes from CloudFront. A
   * client can invent this header, so it is the second line behind a limit by `ip` at the edge.
   */
  public static forwardedIp(): RateKey {
    const forwardedIpConfig = { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' };
    return new RateKey('FORWARDED_IP', 2, { forwardedIpConfig });
  }

  /** The value of a header, for example of a tenant or an API key. */
  public static header(name: string): RateKey {
    const header = { name, textTransformations: [{ priority: 0, type: 'NONE' }] };
    return new RateKey('CUSTOM_KEYS', 32, { customKeys: [{ header }] });
  }

  private constructor(
    /** How AWS WAF calls the kind of key. */
    public readonly aggregateKeyType: string,
    /**
     * Web ACL capacity units of a rule with this key.
     * @internal
     */
    public readonly _capacity: number,
    private readonly details: Pick<wafv2.CfnWebACL.RateBasedStatementProperty, 'forwardedIpConfig' | 'customKeys'>,
  ) {}

  /** @internal */
  public _statement(limit: number, windowSeconds: number): wafv2.CfnWebACL.RateBasedStatementProperty {
    const { aggregateKeyType, details } = this;
    return { limit, evaluationWindowSec: windowSeconds, aggregateKeyType, ...details };
  }
}

/** What happens to requests above a rate limit. */
export enum RateAction {
  /** They are answered with status 429 and `Retry-After`. */
  BLOCK = 'block',
  /** They are counted and let through: for trying out a limit. */
  COUNT = 'count',
}

/**
 * How many requests of one client are let through. AWS WAF looks about every ten seconds, so a burst that is shorter than
 * that passes.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
export interface RateLimit {
  /** Name of the rule and its metric: letters, digits, `-` and `_`. */
  readonly name: string;
  /** Requests per window and client: 10 to 2,000,000,000. */
  readonly limit: number;
  /**
   * Over which time requests are counted: 60, 120, 300 or 600 seconds.
   * @default - 300 seconds
   */
  readonly window?: Duration;
  /**
   * What tells one client from another.
   * @default - `RateKey.ip()` at the edge, `RateKey.forwardedIp()` in a regional firewall
   */
  readonly key?: RateKey;
  /**
   * What happens above the limit.
   * @default RateAction.BLOCK
   */
  readonly action?: RateAction;
}

/** The window of a limit in seconds. */
export function windowSeconds(limit: RateLimit): number {
  return limit.window?.toSeconds({ integral: false }) ?? DEFAULT_WINDOW;
}

/** Everything that can be wrong with one rate limit. */
export function rateLimitChecks(rate: RateLimit): Check[] {
  return [
    {
      code: 'RuleNameInvalid',
      property: 'rateLimits.name',
      when: !/^[\w-]{1,128}$/.test(rate.name),
      value: rate.name,
      allowed: '1 to 128 letters, digits, - and _',
      action: 'Name the rule after what it limits',
    },
    {
      code: 'RateLimitOutOfRange',
      property: `rateLimits.${rate.name}.limit`,
      when: !Number.isInteger(rate.limit) || rate.limit < 10 || rate.limit > 2_000_000_000,
      value: rate.limit,
      allowed: 'a whole number from 10 to 2,000,000,000',
      action: 'State how many requests one client may send in the window',
    },
    {
      code: 'RateWindowUnsupported',
      property: `rateLimits.${rate.name}.window`,
      when: !WINDOWS.includes(windowSeconds(rate)),
      value: rate.window?.toString(),
      allowed: `${WINDOWS.join(', ')} seconds`,
      action: 'Choose one of these windows and scale the limit with it',
    },
  ];
}
