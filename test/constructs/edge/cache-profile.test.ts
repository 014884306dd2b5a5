import { Duration, Stack } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CacheProfile, GeoAccess, OriginFailover } from '../../../constructs/edge';
import { codesOf, errorOf } from '../../_helpers/errors';
import { testApp } from '../../_helpers/synthesis';

function policyOf(profile: CacheProfile, passesHost = false): unknown {
  const stack = new Stack(testApp(), 'Test');
  profile._policy(stack, 'Policy', passesHost);
  const policy = stack.node.tryFindChild('Policy')?.node.defaultChild as cloudfront.CfnCachePolicy | undefined;
  return policy && stack.resolve(policy.cachePolicyConfig);
}

test('what is made by an application depends on everything that tells users apart', () => {
  expect(policyOf(CacheProfile.dynamic(), true)).toMatchObject({
    minTtl: 0,
    defaultTtl: 0,
    maxTtl: 60,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: 'all' },
      headersConfig: { headerBehavior: 'whitelist', headers: ['Authorization', 'Host'] },
      queryStringsConfig: { queryStringBehavior: 'all' },
    },
  });
});

test('an application can name what its answers depend on', () => {
  const profile = CacheProfile.dynamic({
    headers: ['Accept-Language'],
    cookies: ['session'],
    maxTtl: Duration.hours(1),
  });
  expect(policyOf(profile)).toMatchObject({
    maxTtl: 3600,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: 'whitelist', cookies: ['session'] },
      headersConfig: { headers: ['Authorization', 'Accept-Language'] },
    },
  });
  expect(policyOf(CacheProfile.dynamic({ cookies: [] }))).toMatchObject({
    parametersInCacheKeyAndForwardedToOrigin: { cookiesConfig: { cookieBehavior: 'none' } },
  });
});

test('files whose name changes stay for a year', () => {
  expect(policyOf(CacheProfile.immutable())).toMatchObject({ minTtl: 86400, defaultTtl: 31536000, maxTtl: 31536000 });
});

test('nothing is made when nothing is cached', () => {
  expect(policyOf(CacheProfile.none())).toBeUndefined();
});

test('fails when the times are out of order', () => {
  expect(errorOf(() => CacheProfile.dynamic({ minTtl: Duration.minutes(2) })).message).toBe(
    'CacheProfile: [CacheTtlOrder] minTtl, defaultTtl, maxTtl is ["120 s","0 s","60 s"]; allowed: ' +
      'minTtl <= defaultTtl <= maxTtl, and maxTtl at least 1 second. Put them in order, or use CacheProfile.none().',
  );
  expect(codesOf(() => CacheProfile.files({ maxTtl: Duration.hours(1) }))).toEqual(['CacheTtlOrder']);
});

test('fails on more headers than a cache key holds', () => {
  const headers = Array.from({ length: 9 }, (_, index) => `x-${index}`);
  expect(codesOf(() => CacheProfile.dynamic({ headers }))).toEqual(['TooManyCacheHeaders']);
});

test('fails on countries and status codes that do not exist', () => {
  expect(codesOf(() => GeoAccess.allow())).toEqual(['CountryCodeInvalid']);
  expect(codesOf(() => GeoAccess.deny('Germany'))).toEqual(['CountryCodeInvalid']);
  expect(codesOf(() => OriginFailover.onStatusCodes(418))).toEqual(['FailoverStatusUnsupported']);
});
