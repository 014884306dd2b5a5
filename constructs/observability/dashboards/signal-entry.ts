import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { RestGateway } from '../../api';
import { family, GLOBAL_METRICS_REGION, type MetricOf, percentiles, regionOf } from './signal-metric';
import type { Panel } from './signal-panel';
import { alarmsIn, EVERYWHERE, type SignalSpec } from './signal-spec';

const { AVERAGE, MINIMUM, SUM } = cloudwatch.Stats;

/** A REST API: the stage as a whole, and its endpoints against each other. */
export function restApiSpec(gateway: RestGateway, name = gateway.node.id): SignalSpec {
  const { api } = gateway;
  const region = regionOf(gateway);
  const stage = { ApiName: api.restApiName, Stage: api.deploymentStage.stageName };
  const whole = family('AWS/ApiGateway', stage, region);
  const endpoints = endpointsOf(api).map(({ method, path }): Endpoint => ({
    label: `${method} ${path}`,
    metric: family('AWS/ApiGateway', { ...stage, Method: method, Resource: path }, region),
  }));
  return {
    name,
    place: region,
    panels: [...endpointPanels(endpoints), apiCache(whole)],
    covered: { api },
    summary: [
      { title: 'Latency', unit: 'ms', left: percentiles(whole('Latency', AVERAGE)) },
      { title: 'Traffic', unit: 'requests a minute', left: [whole('Count', SUM, 'requests')] },
      {
        title: 'Errors',
        unit: 'answers a minute',
        left: [whole('5XXError', SUM, '5xx'), whole('4XXError', SUM, '4xx')],
      },
    ],
    alarms: alarmsIn(gateway),
  };
}

interface Endpoint {
  readonly label: string;
  readonly metric: MetricOf;
}

function endpointsOf({ methods }: apigateway.RestApi): { method: string; path: string }[] {
  return methods.map(({ httpMethod, resource }) => ({ method: httpMethod, path: resource.path }));
}

/** Detailed metrics of the stage have to be on, as they are in a `RestGateway`. */
function endpointPanels(endpoints: Endpoint[]): Panel[] {
  const each = (metricName: string, statistic: string) =>
    endpoints.map(({ label, metric }) => metric(metricName, statistic, label));
  return [
    { title: 'Latency by endpoint, p99', unit: 'ms', left: each('Latency', 'p99') },
    { title: 'Traffic by endpoint', unit: 'requests a minute', left: each('Count', SUM) },
    { title: 'Errors by endpoint, 5xx', unit: 'answers a minute', left: each('5XXError', SUM) },
  ];
}

function apiCache(whole: MetricOf): Panel {
  const left = [whole('CacheHitCount', SUM, 'found'), whole('CacheMissCount', SUM, 'not found')];
  return { title: 'Cache of the API', unit: 'requests a minute', left };
}

/**
 * A distribution. Hit rate and latency of origins need its additional metrics.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html
 */
export function distributionSpec(distribution: cloudfront.IDistribution, name = distribution.node.id): SignalSpec {
  const dimensions = { DistributionId: distribution.distributionId, Region: 'Global' };
  const metric = family('AWS/CloudFront', dimensions, GLOBAL_METRICS_REGION);
  const failures = ['502', '503', '504'].map((code) => metric(`${code}ErrorRate`, AVERAGE, code));
  const rates = [metric('5xxErrorRate', AVERAGE, '5xx'), metric('4xxErrorRate', AVERAGE, '4xx')];
  return {
    name,
    place: EVERYWHERE,
    panels: [
      { title: 'Latency of origins', unit: 'ms', left: percentiles(metric('OriginLatency', AVERAGE)) },
      { title: 'Failures of origins', unit: 'percent of requests', left: failures },
    ],
    covered: { distribution },
    summary: [
      { title: 'Traffic', unit: 'requests a minute', left: [metric('Requests', SUM, 'requests')] },
      { title: 'Errors', unit: 'percent of requests', left: rates },
      { title: 'Cache hit rate', unit: 'percent', max: 100, left: [metric('CacheHitRate', AVERAGE, 'hit rate')] },
    ],
    alarms: alarmsIn(distribution),
  };
}

/** A health check, in the column of the region for which it was made. */
export function healthCheckSpec(check: route53.IHealthCheck, name = 'Route 53'): SignalSpec {
  const metric = family('AWS/Route53', { HealthCheckId: check.healthCheckId }, GLOBAL_METRICS_REGION);
  return {
    name,
    place: regionOf(check),
    panels: [
      {
        title: 'Health',
        unit: '1 is healthy',
        max: 1,
        left: [metric('HealthCheckStatus', MINIMUM, 'healthy')],
        rightUnit: 'percent of checkers',
        right: [metric('HealthCheckPercentageHealthy', AVERAGE, 'checkers that see it healthy')],
      },
      { title: 'Latency of checkers', unit: 'ms', left: [metric('TimeToFirstByte', AVERAGE, 'to the first byte')] },
    ],
    alarms: [],
  };
}

/** The questions that a public zone was asked. */
export function hostedZoneSpec(zone: route53.IHostedZone, name = 'DNS'): SignalSpec {
  const metric = family('AWS/Route53', { HostedZoneId: zone.hostedZoneId }, GLOBAL_METRICS_REGION);
  return {
    name,
    place: EVERYWHERE,
    panels: [{ title: 'Traffic', unit: 'queries a minute', left: [metric('DNSQueries', SUM, 'queries')] }],
    alarms: [],
  };
}
