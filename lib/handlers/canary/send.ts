import * as http from 'node:http';
import * as https from 'node:https';
import type { Answer } from './judge';
import type { ProbeStep } from './step';

/** More of an answer is not read. */
const MOST_BYTES = 1024 * 1024;

/** Tells probes from people: in access logs, in firewall rules. */
const USER_AGENT = 'cdk-nines-canary';

/** Sends the request of a step. Redirects are answers, and certificates have to be valid. */
export async function send(step: ProbeStep): Promise<Answer> {
  const signal = AbortSignal.timeout(step.timeLimit);
  try {
    return await answerTo(step, signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`no whole answer within ${step.timeLimit} ms`, { cause: error });
    throw error;
  }
}

function answerTo({ url, method = 'GET', serverName, headers, body }: ProbeStep, signal: AbortSignal): Promise<Answer> {
  const client = new URL(url).protocol === 'https:' ? https : http;
  const options: https.RequestOptions = {
    method,
    headers: { 'user-agent': USER_AGENT, ...(serverName && { host: serverName }), ...headers },
    servername: serverName,
    signal,
    // A connection of its own: one that is kept would not notice that names, certificates or new connections fail.
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const request = client.request(url, options, (response) => {
      read(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function read(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
