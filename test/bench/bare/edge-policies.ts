import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

const YEAR = Duration.days(365);
const COMPRESSED = { enableAcceptEncodingBrotli: true, enableAcceptEncodingGzip: true };

/** How long CloudFront keeps what. */
export function cachePolicies(scope: Construct) {
  return {
    files: new cloudfront.CachePolicy(scope, 'FilesCache', {
      ...COMPRESSED,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.days(1),
      maxTtl: YEAR,
    }),
    immutable: new cloudfront.CachePolicy(scope, 'ImmutableCache', {
      ...COMPRESSED,
      minTtl: Duration.days(1),
      defaultTtl: YEAR,
      maxTtl: YEAR,
    }),
    dynamic: new cloudfront.CachePolicy(scope, 'DynamicCache', {
      ...COMPRESSED,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(1),
      headerBehavior: cloudfront.CacheHeaderBehavior.allowList('Authorization', 'Host'),
      cookieBehavior: cloudfront.CacheCookieBehavior.all(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
    }),
  };
}

export function securityHeaders(scope: Construct): cloudfront.ResponseHeadersPolicy {
  return new cloudfront.ResponseHeadersPolicy(scope, 'Headers', {
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: YEAR, includeSubdomains: false, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: false },
      referrerPolicy: {
        referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: false,
      },
    },
  });
}
