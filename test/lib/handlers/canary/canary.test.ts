import { rmSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ProbeStep } from '../../../../lib/handlers/canary/step';
import { CanaryRuntime } from './canary-runtime';
import { CERTIFICATE, CERTIFICATE_KEY } from './loopback-certificate';

interface Received {
  readonly line: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** An entry that is healthy, broken or silent, depending on the path. */
class Entry {
  public readonly received: Received[] = [];
  public connections = 0;
  private readonly servers = [
    http.createServer((request, response) => this.answer(request, response)),
    https.createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (request, response) =>
      this.answer(request, response),
    ),
  ];

  public async open(): Promise<void> {
    for (const server of this.servers) {
      server.on('connection', () => (this.connections += 1));
      await new Promise<void>((resolve) => server.listen(0, resolve));
    }
  }

  public close(): void {
    this.servers.forEach((server) => server.closeAllConnections());
    this.servers.forEach((server) => server.close());
  }

  public http(path: string): string {
    return `http://localhost:${(this.servers[0].address() as AddressInfo).port}${path}`;
  }

  public https(path: string): string {
    return `https://localhost:${(this.servers[1].address() as AddressInfo).port}${path}`;
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      this.received.push({ line: `${method} ${url}`, headers, body: Buffer.concat(chunks).toString() });
      this.reply(url ?? '', response);
    });
  }

  private reply(path: string, response: http.ServerResponse): void {
    if (path === '/silent') return;
    if (path === '/half') response.writeHead(200).write('the first half');
    else if (path === '/redirect') response.writeHead(301, { location: '/health' }).end();
    else if (path === '/broken') response.writeHead(503).end('{"status":"down","user":"jane"}');
    else if (path === '/page') response.writeHead(200).end('<h1>Welcome</h1><a id="cart"></a>');
    else if (path === '/endless') this.pour(response.writeHead(200));
    else response.writeHead(200).end('{"status":"ok","checks":{"database":"up","lag":3}}');
  }

  /** Writes for as long as somebody reads. */
  private pour(response: http.ServerResponse): void {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  }
}

const entry = new Entry();
const runtime = new CanaryRuntime();
beforeAll(() => entry.open());
beforeEach(() => {
  entry.received.length = 0;
  entry.connections = 0;
});
afterAll(() => {
  entry.close();
  rmSync(runtime.folder, { recursive: true, force: true });
});

const step = (url: string, more: Partial<ProbeStep> = {}): ProbeStep => ({
  name: 'health',
  kind: 'request',
  url,
  timeLimit: 5000,
  status: [200, 299],
  ...more,
});

describe('requests', () => {
  test('a healthy entry passes, over HTTPS and without a browser', async () => {
    const json = { status: 'ok', 'checks.database': 'up', 'checks.lag': '3' };
    const { passed, reason, calls } = await runtime.run([step(entry.https('/health'), { json })], runtime.trusting);
    expect({ passed, reason }).toEqual({ passed: true, reason: '' });
    expect(calls).toEqual([{ step: 'health', screenshots: false, page: false, passed: true }]);
    expect(entry.received[0].headers['user-agent']).toBe('cdk-nines-canary');
  });

  test('finds one of the places that serve a name, and asks it for that name', async () => {
    const url = entry.https('/health').replace('localhost', '127.0.0.1');
    expect((await runtime.run([step(url)], runtime.trusting)).passed).toBe(false);
    expect((await runtime.run([step(url, { serverName: 'localhost' })], runtime.trusting)).passed).toBe(true);
    expect(entry.received[0].headers.host).toBe('localhost');
  });

  test('sends method, headers and body', async () => {
    const headers = { 'content-type': 'application/json', 'user-agent': 'mine' };
    const order = step(entry.http('/orders?dry=true'), { method: 'POST', headers, body: '{"probe":true}' });
    expect((await runtime.run([order])).passed).toBe(true);
    expect(entry.received).toEqual([
      expect.objectContaining({
        line: 'POST /orders?dry=true',
        body: '{"probe":true}',
        headers: expect.objectContaining({ ...headers, 'content-length': '14' }),
      }),
    ]);
  });

  test('every step opens a connection of its own', async () => {
    const steps = [step(entry.http('/health')), step(entry.http('/health'), { name: 'again' })];
    expect((await runtime.run(steps)).passed).toBe(true);
    expect(entry.connections).toBe(2);
  });

  test('fails for a certificate that nobody trusts', async () => {
    const { passed, reason } = await runtime.run([step(entry.https('/health'))]);
    expect(passed).toBe(false);
    expect(reason).toContain('self-signed certificate');
  });

  test('fails for an error, and does not tell what the answer says', async () => {
    const { passed, reason } = await runtime.run([step(entry.http('/broken'), { json: { status: 'ok' } })]);
    expect(passed).toBe(false);
    expect(reason).toBe("health: Error: status is 503, not 200 to 299, status is not 'ok'");
  });

  test('fails when nobody answers, and when the answer does not end', async () => {
    const slow = ['silent', 'half'].map((name) => step(entry.http(`/${name}`), { name, timeLimit: 300 }));
    const { reason } = await runtime.run(slow);
    expect(reason).toBe('silent: Error: no whole answer within 300 ms\nhalf: Error: no whole answer within 300 ms');
  });

  test('fails when nobody listens', async () => {
    expect((await runtime.run([step('http://localhost:1/')])).reason).toContain('ECONNREFUSED');
  });

  test('takes a redirect for an answer', async () => {
    expect((await runtime.run([step(entry.http('/redirect'), { status: [301, 301] })])).passed).toBe(true);
    expect((await runtime.run([step(entry.http('/redirect'))])).reason).toContain('status is 301');
    expect(entry.received.map(({ line }) => line)).toEqual(['GET /redirect', 'GET /redirect']);
  });

  test('reads no more than a MiB', async () => {
    expect((await runtime.run([step(entry.http('/endless'), { text: 'xxx' })])).passed).toBe(true);
  });
});

describe('several steps', () => {
  const steps = () => [
    step(entry.http('/broken'), { name: 'first' }),
    step(entry.http('/health'), { name: 'second' }),
    step(entry.http('/health'), { name: 'third', text: 'nowhere' }),
  ];

  test.each([{}, { SWALLOW: 'true' }])(
    'all are tried and the run fails, whatever the runtime does with the errors of steps (%p)',
    async (environment) => {
      const { passed, reason, calls } = await runtime.run(steps(), environment as Record<string, string>);
      expect(passed).toBe(false);
      expect(reason.split('\n')).toEqual([
        'first: Error: status is 503, not 200 to 299',
        "third: Error: does not contain 'nowhere'",
      ]);
      expect(calls.map(({ step: name, passed: done }) => [name, done])).toEqual([
        ['first', false],
        ['second', true],
        ['third', false],
      ]);
    },
  );

  test.each(['[]', '{}', '[{"name":"x"}]', '[null]', ''])('fails for steps that are none: %p', async (text) => {
    const { passed, calls } = await runtime.run(text);
    expect({ passed, calls }).toEqual({ passed: false, calls: [] });
  });
});

describe('pages', () => {
  test('are loaded by one browser, which is closed in the end', async () => {
    const page = step(entry.http('/page'), { kind: 'page', text: 'Welcome', selector: '#cart' });
    const { passed, calls } = await runtime.run([page, step(entry.http('/page'), { kind: 'page', name: 'again' })]);
    expect(passed).toBe(true);
    expect(calls).toEqual([
      { launch: true },
      { goto: page.url, timeout: 5000, waitUntil: 'load' },
      { step: 'health', screenshots: true, page: true, passed: true },
      { goto: page.url, timeout: 5000, waitUntil: 'load' },
      { step: 'again', screenshots: true, page: true, passed: true },
      { close: true },
    ]);
  });

  test('fail for what is missing on them', async () => {
    const page = step(entry.http('/page'), { kind: 'page', selector: '#pay' });
    const { passed, reason, calls } = await runtime.run([page]);
    expect({ passed, reason }).toEqual({ passed: false, reason: 'health: Error: no #pay' });
    expect(calls.at(-1)).toEqual({ close: true });
  });
});
