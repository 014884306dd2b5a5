import { Token } from 'aws-cdk-lib';
import type { Check } from '../core/errors';
import type { GatewayDomain, RestGatewayProps } from './rest-gateway';
import { routeChecks, routesChecks, throttleChecks } from './route-checks';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html */
const CACHE_SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'];
const LARGEST_UNCOMPRESSED_BYTES = 10 * 1024 * 1024;

/** Everything that can be wrong with a gateway. */
export function restGatewayChecks(props: RestGatewayProps): Check[] {
  return [
    ...routesChecks(props.routes),
    ...props.routes.flatMap(routeChecks),
    ...planChecks(props),
    ...stageChecks(props),
    ...domainChecks(props.domain),
  ];
}

function planChecks({ usagePlans: plans = [], throttle }: RestGatewayProps): Check[] {
  return [
    ...throttleChecks('throttle', throttle),
    ...plans.flatMap((plan) => throttleChecks(`usagePlans.${plan.name}`, plan.throttle)),
    {
      code: 'DuplicateUsagePlan',
      property: 'usagePlans',
      when: new Set(plans.map((plan) => plan.name)).size < plans.length,
      value: plans.map((plan) => plan.name),
      allowed: 'different names',
      action: 'Give every plan a name of its own',
    },
  ];
}

function stageChecks({ stageName, cacheSize, minimumCompressionSize }: RestGatewayProps): Check[] {
  const bytes = minimumCompressionSize?.toBytes() ?? 0;
  return [
    {
      code: 'InvalidStageName',
      property: 'stageName',
      when: stageName !== undefined && !/^[A-Za-z0-9_-]{1,128}$/.test(stageName),
      value: stageName,
      allowed: '1 to 128 letters, digits, hyphens and underscores',
      action: 'Rename the stage',
    },
    {
      code: 'CacheSizeNotOffered',
      property: 'cacheSize',
      when: cacheSize !== undefined && !CACHE_SIZES.includes(cacheSize),
      value: cacheSize,
      allowed: CACHE_SIZES.join(', '),
      action: 'Choose one of these sizes',
    },
    {
      code: 'CompressionSizeOutOfRange',
      property: 'minimumCompressionSize',
      when: bytes > LARGEST_UNCOMPRESSED_BYTES,
      value: minimumCompressionSize?.toString(),
      allowed: '0 to 10 MiB',
      action: 'Compress from a smaller size on',
    },
  ];
}

function domainChecks(domain?: GatewayDomain): Check[] {
  const { name, basePath } = domain ?? {};
  return [
    {
      code: 'InvalidDomainName',
      property: 'domain.name',
      when: name !== undefined && !Token.isUnresolved(name) && !/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name),
      value: name,
      allowed: 'a full domain name in lower case, without scheme and final dot',
      action: 'State a name such as api.example.com',
    },
    {
      code: 'InvalidBasePath',
      property: 'domain.basePath',
      when: basePath !== undefined && !/^[A-Za-z0-9_.+!*'()$-]+$/.test(basePath),
      value: basePath,
      allowed: "one segment of letters, digits and $-_.+!*'(), without slashes",
      action: 'Correct the base path, or leave it out',
    },
  ];
}
