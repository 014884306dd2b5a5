import { type Duration, Token } from 'aws-cdk-lib';
import type { Check } from '../core/errors';
import type { EdgeDistributionProps } from './edge-distribution-props';
import type { EdgeLoadBalancer } from './edge-load-balancer';
import { errorPageCheck } from './error-page';
import { OriginFailover } from './origin-failover';
import { EDGE_REGION } from './web-firewall-checks';
import { FirewallScope, WebFirewall } from './web-firewall';

/** Default quotas. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_VPC_ORIGINS = 25;
const MOST_PATHS = 75;

/** What can be wrong with names, certificate and firewall. */
export function identityChecks(props: EdgeDistributionProps): Check[] {
  const { domainNames, zone, certificate } = props;
  const strangers = domainNames.filter((name) => !isIn(name, zone.zoneName));
  const certificateRegion = certificate && literalArn(certificate.certificateArn)?.[3];
  return [
    {
      code: 'DomainNamesMissing',
      property: 'domainNames',
      when: domainNames.length === 0,
      value: domainNames,
      allowed: 'at least one name of the zone',
      action: 'Name it: the certificate that CloudFront lends still speaks TLS 1.0',
    },
    {
      code: 'DomainNameOutsideZone',
      property: 'domainNames',
      when: strangers.length > 0,
      value: strangers,
      allowed: `${zone.zoneName} and names that end with .${zone.zoneName}`,
      action: 'Correct the names or pass their zone',
    },
    {
      code: 'CertificateOutsideUsEast1',
      property: 'certificate',
      when: certificateRegion !== undefined && certificateRegion !== EDGE_REGION,
      value: certificateRegion,
      allowed: `a certificate of ${EDGE_REGION}`,
      action: 'Request it there; load balancers need one of their own region as well',
    },
    {
      code: 'FirewallNotForEdge',
      property: 'firewall',
      when: isRegional(props.firewall),
      value: 'FirewallScope.REGIONAL',
      allowed: 'FirewallScope.CLOUDFRONT',
      action: 'Use a firewall of CLOUDFRONT scope here and regional ones in the regions',
    },
  ];
}

/** What can be wrong with the load balancers and the API. */
export function originChecks(props: EdgeDistributionProps): Check[] {
  const regions = (props.loadBalancers ?? []).map((origin) => origin.region);
  const repeated = regions.filter((region, index) => regions.indexOf(region) < index);
  const failsOver = (props.failover ?? OriginFailover.onServerErrors()).isActive;
  const { apiDomainName } = props;
  return [
    {
      code: 'FailoverNeedsTwoOrigins',
      property: 'loadBalancers',
      when: failsOver && (regions.length === 1 || (regions.length === 0 && props.failover !== undefined)),
      value: regions,
      allowed: 'load balancers of at least two regions',
      action: 'Add the load balancer of another region, or say OriginFailover.none()',
    },
    {
      code: 'DuplicateOriginRegion',
      property: 'loadBalancers',
      when: repeated.length > 0,
      value: repeated,
      allowed: 'each region once',
      action: 'Remove the repetition',
    },
    ...(props.loadBalancers ?? []).map(regionCheck),
    {
      code: 'TooManyOrigins',
      property: 'loadBalancers',
      when: regions.length > MOST_VPC_ORIGINS,
      value: regions.length,
      allowed: `at most ${MOST_VPC_ORIGINS} VPC origins per account`,
      action: 'Leave some out',
    },
    {
      code: 'ApiIsDistribution',
      property: 'apiDomainName',
      when: apiDomainName !== undefined && props.domainNames.includes(apiDomainName),
      value: apiDomainName,
      allowed: 'a name that leads to the API and not to this distribution',
      action: 'Give the API a name of its own, for example api.example.com',
    },
    ...(props.errorPages ?? []).map(errorPageCheck),
  ];
}

/** What can be wrong with the waiting. */
export function waitingChecks(props: EdgeDistributionProps): Check[] {
  const { connectionTimeout, connectionAttempts = 2, responseTimeout } = props;
  const within = (property: string, value: Duration | undefined, most: number): Check => ({
    code: 'OriginTimeoutOutOfRange',
    property,
    when: value !== undefined && !isWithin(value.toSeconds({ integral: false }), most),
    value: value?.toString(),
    allowed: `1 to ${most} whole seconds`,
    action: 'Choose a time in this range',
  });
  return [
    within('connectionTimeout', connectionTimeout, 10),
    within('responseTimeout', responseTimeout, 120),
    {
      code: 'ConnectionAttemptsOutOfRange',
      property: 'connectionAttempts',
      when: !isWithin(connectionAttempts, 3),
      value: connectionAttempts,
      allowed: '1, 2 or 3',
      action: 'Choose a number in this range',
    },
  ];
}

/** What can be wrong with the paths. */
export function pathChecks(patterns: string[]): Check[] {
  const odd = patterns.filter((pattern) => !/^\/[\w\-.*$/~"'@:+&?]{0,254}$/.test(pattern));
  const repeated = patterns.filter((pattern, index) => patterns.indexOf(pattern) < index);
  return [
    {
      code: 'PathPatternInvalid',
      property: 'paths',
      when: odd.length > 0,
      value: odd,
      allowed: 'a path that begins with /, of at most 255 letters, digits and _-.*$/~"\'@:+&?',
      action: 'Correct the paths, for example /app/*',
    },
    {
      code: 'DuplicatePath',
      property: 'paths',
      when: repeated.length > 0,
      value: repeated,
      allowed: 'each path once among application, API, load balancers and immutable files',
      action: 'Decide who gets these paths',
    },
    {
      code: 'TooManyPaths',
      property: 'paths',
      when: patterns.length > MOST_PATHS,
      value: patterns.length,
      allowed: `at most ${MOST_PATHS}`,
      action: 'Bring some under a common pattern',
    },
  ];
}

function regionCheck({ region, loadBalancer }: EdgeLoadBalancer): Check {
  const actual = loadBalancer.env.region;
  return {
    code: 'OriginRegionMismatch',
    property: 'loadBalancers.region',
    when: !Token.isUnresolved(actual) && actual !== region,
    value: region,
    allowed: actual,
    action: 'State the region in which the load balancer is',
  };
}

function isIn(name: string, zoneName: string): boolean {
  if (Token.isUnresolved(name) || Token.isUnresolved(zoneName)) return true;
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

function isRegional(firewall: EdgeDistributionProps['firewall']): boolean {
  if (firewall === undefined) return false;
  if (firewall instanceof WebFirewall) return firewall.scope !== FirewallScope.CLOUDFRONT;
  const resource = literalArn(firewall.webAclArn)?.[5];
  return resource !== undefined && !resource.startsWith('global/');
}

function literalArn(arn: string): string[] | undefined {
  return Token.isUnresolved(arn) ? undefined : arn.split(':');
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
