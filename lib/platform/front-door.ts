import { Duration, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  type ApiRoute,
  Authorization,
  HttpMethod,
  LoadBalancerLink,
  RestGateway,
  RouteTarget,
} from '../../constructs/api';
import type { LoadBalancedService } from '../../constructs/compute';
import { FirewallScope, RateKey, WebFirewall } from '../../constructs/edge';
import type { WorkQueue } from '../../constructs/messaging';
import type { LogVault } from '../../constructs/security';
import type { AppStack, AppStackProps } from './app-stack';

/** What the front door leads to. */
export interface FrontDoorProps extends AppStackProps {
  /** Certificate of the API's name. */
  readonly certificate: acm.ICertificate;
  /** What answers most routes. */
  readonly api: LoadBalancedService;
  /** What takes the orders. */
  readonly orders: WorkQueue;
}

/** The region's API gateway: validation, limits and security in front of the API's containers and the queue. */
export function createFrontDoor(
  stack: AppStack,
  { domain, certificate, foundation, api, orders }: FrontDoorProps,
): RestGateway {
  const { network, logVault } = foundation;
  const firewall = apiFirewall(stack, logVault);
  const name = `api.${domain.name}`;
  const link = new LoadBalancerLink(stack, 'Link', {
    network,
    loadBalancer: api.loadBalancer.alb,
    serverName: name,
  });
  return new RestGateway(stack, 'Gateway', {
    routes: routes(link, orders),
    authorization: Authorization.iam(),
    firewall,
    logVault,
    domain: { name, certificate },
  });
}

/** Programs call the API without CloudFront in between, so the address of the connection is the client's. */
function apiFirewall(stack: AppStack, logVault: LogVault): WebFirewall {
  const firewall = new WebFirewall(stack, 'ApiFirewall', {
    scope: FirewallScope.REGIONAL,
    logVault,
    rateLimits: [{ name: 'PerClient', limit: 2000, key: RateKey.ip() }],
  });
  Validations.of(firewall).acknowledge({
    id: 'cdk-nines::RateKeyMisplaced',
    reason:
      'Clients of the API connect to it directly; a header that they write themselves would let them evade the limit.',
  });
  return firewall;
}

/** Products are the same for everybody. */
const CACHED = { cacheFor: Duration.minutes(1), cacheSharedByCallers: true };

function routes(link: LoadBalancerLink, orders: WorkQueue): ApiRoute[] {
  const target = RouteTarget.loadBalancer(link);
  return [
    { method: HttpMethod.GET, path: '/products', target, optionalQuery: ['page'], ...CACHED },
    { method: HttpMethod.GET, path: '/products/{id}', target, ...CACHED },
    { method: HttpMethod.PUT, path: '/products/{id}', target, body: PRODUCT },
    { method: HttpMethod.POST, path: '/orders', target: RouteTarget.queue(orders.queue), body: ORDER },
    { method: HttpMethod.GET, path: '/orders/{id}', target },
  ];
}

const { OBJECT, STRING, INTEGER } = apigateway.JsonSchemaType;

const PRODUCT: apigateway.JsonSchema = {
  type: OBJECT,
  required: ['name', 'priceInCents'],
  additionalProperties: false,
  properties: {
    name: { type: STRING, minLength: 1, maxLength: 200 },
    priceInCents: { type: INTEGER, minimum: 0 },
  },
};

const ORDER: apigateway.JsonSchema = {
  type: OBJECT,
  required: ['idempotencyKey', 'productId', 'quantity'],
  additionalProperties: false,
  properties: {
    idempotencyKey: { type: STRING, minLength: 8, maxLength: 64 },
    productId: { type: STRING, minLength: 1, maxLength: 64 },
    quantity: { type: INTEGER, minimum: 1, maximum: 1000 },
  },
};

/**
 * The region takes part while its API has a healthy task. Health checkers cannot reach the internal load balancer, so
 * Route 53 reads this metric instead.
 */
export function createRegionHealth(
  stack: AppStack,
  { api, foundation }: Pick<FrontDoorProps, 'api' | 'foundation'>,
): cloudwatch.Alarm {
  const metric = api.target.targetGroup.metrics.healthyHostCount({
    statistic: cloudwatch.Stats.MAXIMUM,
    period: Duration.minutes(1),
  });
  const alarm = new cloudwatch.Alarm(stack, 'RegionHealth', {
    alarmDescription: `The API of ${stack.region} has no healthy task`,
    metric,
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(foundation.operations));
  return alarm;
}
