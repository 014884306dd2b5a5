import { GlobalSignals, GoldenSignals, SignalSource } from '../../../../constructs/observability';
import { errorOf } from '../../../_helpers/errors';
import { regionalStack, surroundings } from '../../../_helpers/stacks';
import { testApp } from '../../../_helpers/synthesis';
import { WorkQueue } from '../../../../constructs/messaging';
import { orders } from './signal-fixture';

jest.mock('cdk-monitoring-constructs', () => {
  const message = `Cannot find module 'cdk-monitoring-constructs'`;
  throw Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND' });
});

function queue() {
  const { stack, platformKey } = surroundings(testApp());
  return { stack, source: SignalSource.queue(new WorkQueue(stack, 'Queue', { key: platformKey.key })) };
}

describe('without the optional peer', () => {
  test('fails when a service is to be drawn, and says what to install', () => {
    const { stack, source } = queue();
    expect(errorOf(() => new GoldenSignals(stack, 'Golden', { sources: [source] })).message).toBe(
      "Test/Golden: [MonitoringConstructsMissing] sources is 'cdk-monitoring-constructs is not installed'; allowed: the " +
        'package cdk-monitoring-constructs ^10.2.0, which draws the widgets of services. ' +
        'Install it: npm install --save-dev cdk-monitoring-constructs@^10.2.0.',
    );
  });

  test('shows what needs nobody else, and compares regions', () => {
    const sources = [SignalSource.businessMetric(orders)];
    expect(() => new GoldenSignals(regionalStack(testApp()), 'Golden', { sources })).not.toThrow();
    const { stack, source } = queue();
    expect(() => new GlobalSignals(stack, 'All', { sources: [source] })).not.toThrow();
  });
});
