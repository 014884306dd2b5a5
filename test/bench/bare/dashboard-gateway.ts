import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AppStack } from './app-stack';
import { graph, percentiles, type Section } from './dashboard';
import { gatewayMetrics, math } from './ops-metrics';

const { AVERAGE, SUM } = cloudwatch.Stats;

const ENDPOINTS = [
  ['GET', '/products'],
  ['GET', '/products/{id}'],
  ['PUT', '/products/{id}'],
  ['POST', '/orders'],
  ['GET', '/orders/{id}'],
];

/** The API as clients see it. */
export function gatewaySection(app: AppStack): Section {
  const all = gatewayMetrics(app);
  const requests = { requests: all('Count', SUM, 'Count') };
  const byEndpoint = (name: string, statistic: string) =>
    ENDPOINTS.map(([Method, Resource]) =>
      gatewayMetrics(app, { Method, Resource })(name, statistic, `${Method} ${Resource}`),
    );
  return {
    title: 'API',
    graphs: [
      graph('Traffic', 'requests a second', math('FILL(requests, 0) / PERIOD(requests)', requests, 'Count/s')),
      graph('Latency', 'ms', ...percentiles(all, 'Latency')),
      graph('Errors', 'answers a minute', all('4XXError', SUM, '4xx'), all('5XXError', SUM, '5xx')),
      graph('Errors (rate)', 'rate', all('4XXError', AVERAGE, '4xx (avg)'), all('5XXError', AVERAGE, '5xx (avg)')),
      graph('Latency by endpoint, p99', 'ms', ...byEndpoint('Latency', 'p99')),
      graph('Traffic by endpoint', 'requests a minute', ...byEndpoint('Count', SUM)),
      graph('Errors by endpoint, 5xx', 'answers a minute', ...byEndpoint('5XXError', SUM)),
      graph(
        'Cache of the API',
        'requests a minute',
        all('CacheHitCount', SUM, 'found'),
        all('CacheMissCount', SUM, 'not found'),
      ),
    ],
  };
}
