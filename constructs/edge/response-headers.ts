import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** Headers that make browsers careful. What the application says itself about framing and content stands. */
export function securityHeaders(
  scope: Construct,
  id: string,
  contentSecurityPolicy?: string,
): cloudfront.ResponseHeadersPolicy {
  const ours = { override: true };
  return new cloudfront.ResponseHeadersPolicy(scope, id, {
    comment: scope.node.path.slice(0, 128),
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: false, ...ours },
      contentTypeOptions: ours,
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: false },
      referrerPolicy: {
        referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: false,
      },
      contentSecurityPolicy: contentSecurityPolicy ? { contentSecurityPolicy, override: false } : undefined,
    },
  });
}
