import type { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { BucketReplica, LogVault } from '../security';
import type { CacheProfile } from './cache-profile';
import type { EdgeLoadBalancer } from './edge-load-balancer';
import type { ErrorPage } from './error-page';
import type { IWebFirewall } from './firewall-reference';
import type { GeoAccess } from './geo-access';
import type { OriginFailover } from './origin-failover';

/** A distribution, its origins and its names. */
export interface EdgeDistributionProps {
  /** Names under which it is reached, in `zone`. Records for IPv4 and IPv6 are made for each. */
  readonly domainNames: string[];
  /** The public hosted zone of the names. */
  readonly zone: route53.IHostedZone;
  /** From which countries it can be used. */
  readonly geo: GeoAccess;
  /** Makes the buckets and log groups; in us-east-1. */
  readonly logVault: LogVault;
  /**
   * A certificate in us-east-1 that covers all names.
   * @default - a new one, validated by records in `zone`
   */
  readonly certificate?: acm.ICertificate;
  /**
   * The web ACL, of CLOUDFRONT scope.
   * @default - a new one with managed rules and 2,000 requests in 300 seconds per client
   */
  readonly firewall?: IWebFirewall;
  /**
   * The bucket of the static files. Its policy, and that of its key, must be changeable here or let in CloudFront already.
   * @default - a new one, encrypted with the key of `logVault`, versioned and retained
   */
  readonly staticBucket?: s3.IBucket;
  /**
   * A bucket in another region that answers when the static bucket does not. A new static bucket copies its objects
   * there; for your own, set up the copying yourself.
   * @default - none: static files are gone while us-east-1 is
   */
  readonly staticReplica?: BucketReplica;
  /**
   * How static files are cached.
   * @default - `CacheProfile.files()`
   */
  readonly staticCache?: CacheProfile;
  /**
   * Paths of static files whose name changes with their content, for example `/assets/*`: cached for a year.
   * @default - none
   */
  readonly immutablePaths?: string[];
  /**
   * What `/` answers with.
   * @default - index.html
   */
  readonly rootObject?: string;
  /**
   * Internal load balancers of the application: the primary region first, then the one that takes over. Further ones are
   * reached through their own `paths` only, because an origin group has two members.
   * @default - none: static files and the API only
   */
  readonly loadBalancers?: EdgeLoadBalancer[];
  /**
   * Path of the application.
   * @default - `/app/*`
   */
  readonly appPath?: string;
  /**
   * How answers of the application are cached.
   * @default - `CacheProfile.dynamic()`: only what the application allows, for at most a minute
   */
  readonly appCache?: CacheProfile;
  /**
   * When the next region takes over.
   * @default - `OriginFailover.onServerErrors()`; a single load balancer needs `OriginFailover.none()`
   */
  readonly failover?: OriginFailover;
  /**
   * The name on the certificates of the load balancers, sent as `Host`. TLS to a VPC origin is checked like that of any
   * origin: the certificate must cover the origin's name or the Host header that is passed on.
   * @default - the client's Host header is passed on: the certificates cover `domainNames`
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
   */
  readonly originHostName?: string;
  /**
   * Public name of the API, for example a Route 53 record over the APIs of all regions: writes fail over there.
   * @default - no API
   */
  readonly apiDomainName?: string;
  /**
   * Path of the API; it is passed on unchanged.
   * @default - `/api/*`
   */
  readonly apiPath?: string;
  /**
   * How long to wait for a connection to an origin: 1 to 10 whole seconds.
   * @default - 3 seconds: with two attempts failover begins after 6 seconds, not after CloudFront's usual 30
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
   */
  readonly connectionTimeout?: Duration;
  /**
   * Attempts to connect to an origin: 1 to 3.
   * @default 2
   */
  readonly connectionAttempts?: number;
  /**
   * How long `appPath` may take to answer a read before the next region is asked: 1 to 120 whole seconds. Writes and the
   * API have 30 seconds.
   * @default - 10 seconds with failover, 30 seconds without
   */
  readonly responseTimeout?: Duration;
  /**
   * Region of an additional cache layer in front of bucket and application; charged per request.
   * @default - none
   */
  readonly originShieldRegion?: string;
  /**
   * Pages in place of errors.
   * @default - none: errors of the origin as they are
   */
  readonly errorPages?: ErrorPage[];
  /**
   * Content-Security-Policy of answers that have none of their own.
   * @default - none
   */
  readonly contentSecurityPolicy?: string;
  /**
   * Headers added to all answers.
   * @default - HSTS for a year, nosniff, no framing, referrer by origin, and `contentSecurityPolicy`
   */
  readonly responseHeadersPolicy?: cloudfront.IResponseHeadersPolicy;
  /**
   * Oldest TLS protocol of clients, and their ciphers.
   * @default - TLS 1.2 with the ciphers of 2025
   */
  readonly minimumTls?: cloudfront.SecurityPolicyProtocol;
  /**
   * From which edge locations it is served.
   * @default - all
   */
  readonly priceClass?: cloudfront.PriceClass;
  /**
   * Bucket of the access logs, with access control lists on.
   * @default - a new one, kept for a year
   */
  readonly accessLogs?: s3.IBucket;
}
