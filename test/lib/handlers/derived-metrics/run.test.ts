import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DerivedMetric } from '../../../../lib/handlers/derived-metrics/configuration';
import { run } from '../../../../lib/handlers/derived-metrics/run';
import { CloudWatchServer } from './cloudwatch-server';
import { backlog, headroom, lag, source } from './examples';

const TIME = '2026-11-21T10:07:42Z';
const MINUTE = '2026-11-21T10:05:00Z';

let server: CloudWatchServer;
let client: CloudWatchClient;

beforeEach(async () => {
  server = await CloudWatchServer.start();
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  client = new CloudWatchClient({ region: 'eu-west-1', endpoint: server.endpoint, credentials, maxAttempts: 1 });
});

afterEach(async () => {
  client.destroy();
  await server.stop();
});

function event(...metrics: DerivedMetric[]) {
  return { time: TIME, namespace: 'Shop', metrics };
}

/** Queues with 10 messages and 2 members each. */
function queues(count: number): DerivedMetric[] {
  return Array.from({ length: count }, (_, index) => {
    server.has('Visible', `q${index}`, { [MINUTE]: 10 });
    server.has('Members', `q${index}`, { [MINUTE]: 2 });
    return backlog(`q${index}`);
  });
}

test('reads the last five minutes, and publishes with the minute of the values', async () => {
  server.has('Visible', 'orders', { '2026-11-21T10:01:00Z': 7, [MINUTE]: 90, '2026-11-21T10:06:00Z': 95 });
  server.has('Members', 'orders', { [MINUTE]: 3 });
  await expect(run(client, event(backlog('orders')))).resolves.toEqual({ published: 1, missing: [], failures: [] });
  expect(server.bodiesOf('GetMetricData')).toEqual([
    {
      StartTime: Date.parse('2026-11-21T10:02:00Z') / 1000,
      EndTime: Date.parse('2026-11-21T10:07:00Z') / 1000,
      MetricDataQueries: ['Visible', 'Members'].map((MetricName, index) => ({
        Id: `q${index}`,
        MetricStat: {
          Metric: { Namespace: 'AWS/Test', MetricName, Dimensions: [{ Name: 'Id', Value: 'orders' }] },
          Period: 60,
          Stat: 'Maximum',
        },
      })),
    },
  ]);
  expect(server.bodiesOf('PutMetricData')).toEqual([
    {
      Namespace: 'Shop',
      MetricData: [
        {
          MetricName: 'BacklogPerMember',
          Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
          Unit: 'Count',
          Value: 30,
          Timestamp: Date.parse(MINUTE) / 1000,
        },
      ],
    },
  ]);
});

test('publishes the same when it runs again', async () => {
  const metrics = queues(3);
  await run(client, event(...metrics));
  await run(client, event(...metrics));
  const [first, second] = server.bodiesOf('PutMetricData');
  expect(second).toEqual(first);
});

test('says what is missing, and publishes the rest', async () => {
  server.has('Lag', 'a', { [MINUTE]: 4 });
  const report = await run(client, event(backlog('orders'), lag(['a']), headroom(source('Allowed', 'proxy'))));
  expect(report).toEqual({
    published: 1,
    missing: ['BacklogPerMember of orders', 'PoolHeadroom of proxy'],
    failures: [],
  });
});

test('sends nothing when there is nothing to publish', async () => {
  await run(client, event(backlog('orders')));
  expect(server.bodiesOf('PutMetricData')).toEqual([]);
});

test('asks for 500 metrics at a time, and reads all pages', async () => {
  server.pageSize = 400;
  const report = await run(client, event(...queues(300)));
  expect(report).toEqual({ published: 300, missing: [], failures: [] });
  const pages = server.bodiesOf('GetMetricData').map((body) => [body.MetricDataQueries.length, body.NextToken]);
  expect(pages).toEqual([
    [500, undefined],
    [500, '400'],
    [100, undefined],
  ]);
});

test('publishes 1,000 metrics at a time', async () => {
  await run(client, event(...queues(1001)));
  expect(server.bodiesOf('PutMetricData').map((body) => body.MetricData.length)).toEqual([1000, 1]);
});

describe('tells', () => {
  test('that a part could not be read, and publishes the other', async () => {
    server.refuse('GetMetricData', 'InternalServiceFault');
    const report = await run(client, event(...queues(300)));
    expect(report.published).toBe(50);
    expect(report.missing).toHaveLength(250);
    expect(report.failures).toEqual(['500 metrics could not be read: InternalServiceFault: as asked for']);
  });

  test('that a metric may not be read', async () => {
    server.forbidden.add('Visible/q1');
    const report = await run(client, event(...queues(2)));
    expect(report).toEqual({
      published: 1,
      missing: ['BacklogPerMember of q1'],
      failures: ['Visible/q1 could not be read: Forbidden'],
    });
  });

  test('that a part could not be published', async () => {
    server.refuse('PutMetricData', 'InvalidParameterValueException');
    const report = await run(client, event(...queues(1001)));
    expect(report.published).toBe(1);
    expect(report.failures).toEqual([
      '1000 metrics could not be published: InvalidParameterValueException: as asked for',
    ]);
  });
});
