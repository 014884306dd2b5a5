import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A metric that is asked for. */
interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { readonly MetricName: string; readonly Dimensions: { Value: string }[] } };
}

/** A request as the service gets it, one of the two: AWS JSON 1.0, times in seconds. */
interface Request {
  readonly MetricDataQueries: Query[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
  readonly MetricData: { readonly Value: number }[];
}

/** An answer with an error, in the form of the protocol. */
class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const PREFIX = 'GraniteServiceVersion20100801.';

/**
 * CloudWatch on the loopback interface, as far as it reads and takes metrics. It speaks the protocol of the real one, and
 * refuses what that refuses.
 */
export class CloudWatchServer {
  static async start(): Promise<CloudWatchServer> {
    const made = new CloudWatchServer();
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  /** Requests by operation, in the order of arrival. */
  readonly requests: { operation: string; body: Request }[] = [];
  /** Results per page of GetMetricData. */
  pageSize = 500;
  /** Metrics that may not be read. */
  readonly forbidden = new Set<string>();

  private readonly values = new Map<string, Map<number, number>>();
  private readonly refusals: { operation: string; code: string; times: number }[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Values of a metric by the minute (ISO 8601). */
  has(name: string, dimension: string, values: Record<string, number>): void {
    const points = Object.entries(values).map(([time, value]) => [Date.parse(time) / 1000, value] as const);
    this.values.set(`${name}/${dimension}`, new Map(points));
  }

  /** Answers the next requests of an operation with an error. */
  refuse(operation: string, code: string, times = 1): void {
    this.refusals.push({ operation, code, times });
  }

  bodiesOf(operation: string): Request[] {
    return this.requests.filter((request) => request.operation === operation).map(({ body }) => body);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks);
    const body = JSON.parse(String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent));
    const operation = String(request.headers['x-amz-target']).replace(PREFIX, '');
    this.requests.push({ operation, body });
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    try {
      response.end(JSON.stringify(this.perform(operation, body)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: `com.amazonaws.cloudwatch#${error.code}`, message: error.message }));
    }
  }

  private perform(operation: string, body: Request): object {
    const refusal = this.refusals.find((each) => each.operation === operation && each.times > 0);
    if (refusal) {
      refusal.times -= 1;
      throw new Refusal(refusal.code, 'as asked for');
    }
    return operation === 'GetMetricData' ? this.getMetricData(body) : this.putMetricData(body);
  }

  private getMetricData({ MetricDataQueries: queries, StartTime, EndTime, NextToken }: Request): object {
    const ids = new Set(queries.map(({ Id }) => Id));
    if (queries.length > 500 || ids.size < queries.length) throw new Refusal('ValidationError', 'queries');
    const from = Number(NextToken ?? 0);
    const page = queries.slice(from, from + this.pageSize);
    const next = from + this.pageSize;
    return {
      MetricDataResults: page.map((query) => this.result(query, StartTime, EndTime)),
      NextToken: next < queries.length ? String(next) : undefined,
    };
  }

  private result({ Id, MetricStat }: Query, start: number, end: number): object {
    const { MetricName, Dimensions } = MetricStat.Metric;
    const key = `${MetricName}/${Dimensions[0].Value}`;
    if (this.forbidden.has(key)) return { Id, Label: key, StatusCode: 'Forbidden' };
    const points = [...(this.values.get(key) ?? [])].filter(([time]) => time >= start && time < end);
    const newestFirst = points.sort(([a], [b]) => b - a);
    const Timestamps = newestFirst.map(([time]) => time);
    return { Id, Label: key, Timestamps, Values: newestFirst.map(([, value]) => value), StatusCode: 'Complete' };
  }

  private putMetricData({ MetricData }: Request): object {
    if (MetricData.length > 1000) throw new Refusal('InvalidParameterValueException', 'too many data');
    return {};
  }
}
