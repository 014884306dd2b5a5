import type { Check } from '../core/errors';
import type { BusinessMetricProps } from './business-metric';

/** Dimensions that one metric filter can read. */
const MOST_DIMENSIONS = 3;

export function businessMetricChecks({ metricNamespace, metricName, dimensions = {} }: BusinessMetricProps): Check[] {
  return [
    {
      code: 'NamespaceInvalid',
      property: 'metricNamespace',
      when: !/^[0-9A-Za-z.\-_/#]{1,255}$/.test(metricNamespace) || /^AWS\//i.test(metricNamespace),
      value: metricNamespace,
      allowed: 'letters, digits and . - _ / #, not beginning with AWS/',
      action: 'Name the product, for example Shop',
    },
    {
      code: 'MetricNameInvalid',
      property: 'metricName',
      when: !/^[0-9A-Za-z.\-_/#]{1,255}$/.test(metricName),
      value: metricName,
      allowed: 'letters, digits and . - _ / #',
      action: 'Name what is counted, for example Orders',
    },
    {
      code: 'TooManyDimensions',
      property: 'dimensions',
      when: Object.keys(dimensions).length > MOST_DIMENSIONS,
      value: Object.keys(dimensions),
      allowed: `at most ${MOST_DIMENSIONS}, the most that a metric filter reads`,
      action: 'Keep the few by which somebody will ask: tier, region; leave customers to the log',
    },
  ];
}

export function fieldCheck(field?: string): Check {
  return {
    code: 'FieldInvalid',
    property: 'valueField',
    when: field !== undefined && !/^\$\.\w+(\.\w+)*$/.test(field),
    value: field,
    allowed: 'a selector such as $.total or $.order.total',
    action: 'Name the field of the JSON line that has the number',
  };
}
