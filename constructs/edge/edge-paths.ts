import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';

/** A path pattern and what happens to requests that match it. */
export interface EdgePath {
  readonly pattern: string;
  readonly behavior: cloudfront.BehaviorOptions;
}

/** What all paths share. */
export interface PathDefaults {
  readonly responseHeadersPolicy: cloudfront.IResponseHeadersPolicyRef;
}

/** Files of a bucket: read only. */
export function filesBehavior(
  origin: cloudfront.IOrigin,
  cachePolicy: cloudfront.ICachePolicyRef,
  defaults: PathDefaults,
): cloudfront.BehaviorOptions {
  return {
    ...defaults,
    origin,
    cachePolicy,
    compress: true,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
  };
}

/** Pages of an application. CloudFront refuses writing methods on a path that fails over. */
export function pagesBehavior(
  origin: cloudfront.IOrigin,
  cachePolicy: cloudfront.ICachePolicyRef,
  failsOver: boolean,
  passesHost: boolean,
  defaults: PathDefaults,
): cloudfront.BehaviorOptions {
  const { ALLOW_ALL, ALLOW_GET_HEAD_OPTIONS } = cloudfront.AllowedMethods;
  return {
    ...filesBehavior(origin, cachePolicy, defaults),
    allowedMethods: failsOver ? ALLOW_GET_HEAD_OPTIONS : ALLOW_ALL,
    originRequestPolicy: hostPolicy(passesHost),
  };
}

/** Requests that are passed on as they are. A redirect would lose the body of a write, so plain HTTP is refused. */
export function directBehavior(
  origin: cloudfront.IOrigin,
  passesHost: boolean,
  defaults: PathDefaults,
): cloudfront.BehaviorOptions {
  return {
    ...defaults,
    origin,
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    compress: true,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    originRequestPolicy: hostPolicy(passesHost),
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
  };
}

function hostPolicy(passesHost: boolean): cloudfront.IOriginRequestPolicy {
  const { ALL_VIEWER, ALL_VIEWER_EXCEPT_HOST_HEADER } = cloudfront.OriginRequestPolicy;
  return passesHost ? ALL_VIEWER : ALL_VIEWER_EXCEPT_HOST_HEADER;
}
