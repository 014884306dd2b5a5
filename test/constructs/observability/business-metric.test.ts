import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { BusinessMetric, type BusinessMetricProps, type LogCountOptions } from '../../../constructs/observability';
import { LogVault, PlatformKey } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const orders = new BusinessMetric({ metricNamespace: 'Shop', metricName: 'Orders', dimensions: { Tier: 'web' } });
const revenue = new BusinessMetric({ metricNamespace: 'Shop', metricName: 'Revenue', unit: cloudwatch.Unit.NONE });

function counted(metric: BusinessMetric, options: Omit<LogCountOptions, 'logGroup'>, stack = regionalStack(testApp())) {
  const logVault = new LogVault(stack, 'Logs', { key: new PlatformKey(stack, 'Key').key });
  metric.countLog(stack, metric.metricName, { logGroup: logVault.group(stack, 'Application'), ...options });
  return Template.fromStack(stack);
}

test('alarms and dashboards read what the application writes', () => {
  const { namespace, metricName, dimensions, statistic, period } = orders.metric();
  expect([namespace, metricName, dimensions, statistic, period.toSeconds()]).toEqual([
    'Shop',
    'Orders',
    { Tier: 'web' },
    'Sum',
    60,
  ]);
  expect(orders.metric({ statistic: 'SampleCount' }).statistic).toBe('SampleCount');
});

test('the application is told in the embedded metric format', () => {
  expect(JSON.parse(orders.directive)).toEqual([
    { Namespace: 'Shop', Dimensions: [['Tier']], Metrics: [{ Name: 'Orders', Unit: 'Count' }] },
  ]);
  expect(JSON.parse(revenue.directive)[0].Dimensions).toEqual([[]]);
});

describe('a log of plain JSON', () => {
  test('lines count one each, by the dimensions that they name', () => {
    const pattern = logs.FilterPattern.stringValue('$.event', '=', 'ordered');
    counted(orders, { pattern }).hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.event = "ordered" }',
      MetricTransformations: [
        {
          MetricNamespace: 'Shop',
          MetricName: 'Orders',
          MetricValue: '1',
          Unit: 'Count',
          Dimensions: [{ Key: 'Tier', Value: '$.Tier' }],
        },
      ],
    });
  });

  test('or what a field says', () => {
    counted(revenue, { valueField: '$.order.total' }).hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.order.total = *) }',
      MetricTransformations: [Match.objectLike({ MetricValue: '$.order.total', Dimensions: Match.absent() })],
    });
  });

  test('lines that lack what is read from them do not count', () => {
    const template = counted(orders, { valueField: '$.total' });
    template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: '{ ($.total = *) && ($.Tier = *) }' });
    const all = counted(new BusinessMetric({ metricNamespace: 'Shop', metricName: 'Lines' }), {});
    all.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: '' });
  });

  test('no pack has anything to say', () => {
    const synthesis = new Synthesis((app) => void counted(orders, {}, regionalStack(app)));
    expect(synthesis.fatal).toEqual([]);
  });
});

describe('errors', () => {
  const make = (props: Partial<BusinessMetricProps>) =>
    new BusinessMetric({ metricNamespace: 'Shop', metricName: 'Orders', ...props });

  test('fails for names that CloudWatch does not take', () => {
    expect(codesOf(() => make({ metricNamespace: 'AWS/Shop', metricName: '' }))).toEqual([
      'NamespaceInvalid',
      'MetricNameInvalid',
    ]);
    expect(codesOf(() => make({ dimensions: { a: '1', b: '2', c: '3', d: '4' } }))).toEqual(['TooManyDimensions']);
  });

  test('fails for a field that is no selector', () => {
    expect(errorOf(() => counted(orders, { valueField: 'total' })).message).toBe(
      "Test: [FieldInvalid] valueField is 'total'; allowed: a selector such as $.total or $.order.total. " +
        'Name the field of the JSON line that has the number.',
    );
  });
});
