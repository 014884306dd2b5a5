import { BusinessMetric } from '../../constructs/observability';

/** Orders that were taken, by region: the workers write them into their log. */
export function ordersMetric(region: string): BusinessMetric {
  return new BusinessMetric({ metricNamespace: 'Platform', metricName: 'Orders', dimensions: { Region: region } });
}
