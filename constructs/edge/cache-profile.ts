import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { validate } from '../core/errors';

/** CloudFront's default quota of headers in a cache key. */
const MOST_HEADERS = 10;

/** How long edge locations keep an answer. The `Cache-Control` of the origin decides between the shortest and longest. */
export interface CacheLifetimes {
  /**
   * Shortest time, whatever the origin says.
   * @default - that of the profile
   */
  readonly minTtl?: Duration;
  /**
   * Time when the origin says nothing.
   * @default - that of the profile
   */
  readonly defaultTtl?: Duration;
  /**
   * Longest time, whatever the origin says.
   * @default - that of the profile
   */
  readonly maxTtl?: Duration;
}

/** What tells one answer of an application from another. Query strings and the authorization header always do. */
export interface DynamicCacheOptions extends CacheLifetimes {
  /**
   * Further headers on which answers depend.
   * @default - none
   */
  readonly headers?: string[];
  /**
   * Names of the cookies on which answers depend; an empty list when none does. A cookie that is left out reaches the
   * origin all the same, so never leave out one that tells users apart.
   * @default - all cookies
   */
  readonly cookies?: string[];
}

interface Lifetimes {
  readonly minTtl: Duration;
  readonly defaultTtl: Duration;
  readonly maxTtl: Duration;
}

/**
 * What is cached at the edge and for how long. All profiles but `none` compress with brotli and gzip, files of 1 KB to
 * 10 MB; without caching CloudFront does not compress, so the origin has to.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
export class CacheProfile {
  /** Files whose name changes with their content: a year, at least a day. */
  public static immutable(lifetimes: CacheLifetimes = {}): CacheProfile {
    const year = Duration.days(365);
    return new CacheProfile({ minTtl: Duration.days(1), defaultTtl: year, maxTtl: year, ...defined(lifetimes) });
  }

  /** Files: a day, or what the metadata of the object says, up to a year. */
  public static files(lifetimes: CacheLifetimes = {}): CacheProfile {
    const usual = { minTtl: Duration.seconds(0), defaultTtl: Duration.days(1), maxTtl: Duration.days(365) };
    return new CacheProfile({ ...usual, ...defined(lifetimes) });
  }

  /** Answers of an application: only when it says so by `Cache-Control`, and at most a minute. */
  public static dynamic(options: DynamicCacheOptions = {}): CacheProfile {
    const usual = { minTtl: Duration.seconds(0), defaultTtl: Duration.seconds(0), maxTtl: Duration.minutes(1) };
    return new CacheProfile({ ...usual, ...defined(options) }, options);
  }

  /** Nothing is cached, and nothing is compressed at the edge. */
  public static none(): CacheProfile {
    return new CacheProfile();
  }

  private constructor(
    private readonly lifetimes?: Lifetimes,
    private readonly dynamic?: DynamicCacheOptions,
  ) {
    if (lifetimes) checkOrder(lifetimes);
    checkHeaders(dynamic?.headers ?? []);
  }

  /**
   * The cache policy. Answers depend on the host name where it reaches the origin.
   * @internal
   */
  public _policy(scope: Construct, id: string, passesHost = false): cloudfront.ICachePolicyRef {
    if (!this.lifetimes) return cloudfront.CachePolicy.CACHING_DISABLED;
    const { dynamic } = this;
    const headers = [
      ...(dynamic ? ['Authorization', ...(dynamic.headers ?? [])] : []),
      ...(passesHost ? ['Host'] : []),
    ];
    return new cloudfront.CachePolicy(scope, id, {
      ...this.lifetimes,
      comment: scope.node.path.slice(0, 128),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      headerBehavior: list(headers, cloudfront.CacheHeaderBehavior),
      cookieBehavior: dynamic ? cookies(dynamic.cookies) : cloudfront.CacheCookieBehavior.none(),
      queryStringBehavior: dynamic
        ? cloudfront.CacheQueryStringBehavior.all()
        : cloudfront.CacheQueryStringBehavior.none(),
    });
  }
}

function cookies(names?: string[]): cloudfront.CacheCookieBehavior {
  return names ? list(names, cloudfront.CacheCookieBehavior) : cloudfront.CacheCookieBehavior.all();
}

function list<T>(names: string[], behavior: { none(): T; allowList(...names: string[]): T }): T {
  return names.length === 0 ? behavior.none() : behavior.allowList(...names);
}

// A property that is present but undefined must not hide the profile's own value.
function defined({ minTtl, defaultTtl, maxTtl }: CacheLifetimes): Partial<Lifetimes> {
  return { ...(minTtl && { minTtl }), ...(defaultTtl && { defaultTtl }), ...(maxTtl && { maxTtl }) };
}

function checkOrder(lifetimes: Lifetimes): void {
  const { minTtl, defaultTtl, maxTtl } = lifetimes;
  const [shortest, usual, longest] = [minTtl, defaultTtl, maxTtl].map((ttl) => ttl.toSeconds({ integral: false }));
  validate('CacheProfile', [
    {
      code: 'CacheTtlOrder',
      property: 'minTtl, defaultTtl, maxTtl',
      when: shortest > usual || usual > longest || longest < 1,
      value: [shortest, usual, longest].map((seconds) => `${seconds} s`),
      allowed: 'minTtl <= defaultTtl <= maxTtl, and maxTtl at least 1 second',
      action: 'Put them in order, or use CacheProfile.none()',
    },
  ]);
}

function checkHeaders(headers: string[]): void {
  // Two are kept for Authorization and Host.
  const most = MOST_HEADERS - 2;
  validate('CacheProfile', [
    {
      code: 'TooManyCacheHeaders',
      property: 'headers',
      when: headers.length > most,
      value: headers,
      allowed: `at most ${most} headers`,
      action: 'Keep those on which answers really depend: each value is cached apart',
    },
  ]);
}
