import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchServer } from './cloudwatch-server';
import { backlog } from './examples';

const BUNDLE = join(__dirname, '..', '..', '..', '..', 'dist', 'handlers', 'derived-metrics', 'index.js');

/** Loads the bundle as Lambda does, in a process of its own, and hands it an event. */
const SCRIPT = `
  const { handler } = require(process.argv[1]);
  handler(JSON.parse(process.argv[2])).then(
    (report) => console.log('REPORT ' + JSON.stringify(report)),
    (error) => console.log('ERROR ' + error.message),
  );
`;

let server: CloudWatchServer;
beforeAll(async () => {
  server = await CloudWatchServer.start();
});
afterAll(() => server.stop());

async function invoke(event: object): Promise<string[]> {
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    NODE_NO_WARNINGS: '1',
  };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['-e', SCRIPT, BUNDLE, JSON.stringify(event)],
    { env },
  );
  return `${stdout}${stderr}`.trim().split('\n');
}

test('is below 150 KB', () => {
  expect(statSync(BUNDLE).size).toBeLessThan(150 * 1024);
});

test('publishes, logs as JSON and answers with what it did', async () => {
  server.has('Visible', 'orders', { '2026-11-21T10:05:00Z': 90 });
  server.has('Members', 'orders', { '2026-11-21T10:05:00Z': 3 });
  const lines = await invoke({ time: '2026-11-21T10:07:42Z', namespace: 'Shop', metrics: [backlog('orders')] });
  expect(lines).toContain('REPORT {"published":1,"missing":[],"failures":[]}');
  const logged = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  expect(logged).toContainEqual(expect.objectContaining({ level: 'INFO', published: 1 }));
  expect(server.bodiesOf('PutMetricData')[0].MetricData[0].Value).toBe(30);
});

test('fails when something could not be published, so that it is counted and tried again', async () => {
  server.refuse('PutMetricData', 'InvalidParameterValueException');
  const lines = await invoke({ time: '2026-11-21T10:07:42Z', namespace: 'Shop', metrics: [backlog('orders')] });
  expect(lines).toContain('ERROR 1 metrics could not be published: InvalidParameterValueException: as asked for');
});
