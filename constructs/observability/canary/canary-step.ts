import { Duration } from 'aws-cdk-lib';
import { validate } from '../../core/errors';
import { CanaryMethod } from './canary-method';
import { ExpectedStatus } from './canary-status';
import { pageChecks, requestChecks, stepName } from './canary-step-checks';

/** What every step of a canary has. */
export interface CanaryStepOptions {
  /** Address, beginning with https:// */
  readonly url: string;
  /**
   * Name in metrics and reports: letters, digits, - and _, unique within the canary.
   * @default - follows from method and path
   */
  readonly name?: string;
  /**
   * Status of a healthy entry.
   * @default ExpectedStatus.success()
   */
  readonly status?: ExpectedStatus;
  /**
   * Text that the answer has to contain: the first MiB of it, or the page as the browser shows it.
   * @default - any text
   */
  readonly text?: string;
  /**
   * How long the whole answer may take: 0.1 to 300 seconds.
   * @default - 10 seconds for requests, 30 for pages
   */
  readonly timeLimit?: Duration;
  /**
   * Whether the address may begin with http://. What is sent and answered can then be read and changed on its way.
   * @default false
   */
  readonly plainHttp?: boolean;
}

/** A request, and what has to be answered. */
export interface CanaryRequest extends CanaryStepOptions {
  /**
   * Method.
   * @default CanaryMethod.GET
   */
  readonly method?: CanaryMethod;
  /**
   * Name that the server is asked for, in the handshake and in the `Host` header, where the address is that of one of the
   * places which serve this name: a load balancer, the API of one region. Its certificate has to be for this name.
   * @default - the host of the address
   */
  readonly serverName?: string;
  /**
   * Headers. They stand in the template, so they must not be secret.
   * @default - none but the user agent, cdk-nines-canary
   */
  readonly headers?: { [name: string]: string };
  /**
   * Body, as text.
   * @default - none
   */
  readonly body?: string;
  /**
   * Values that a JSON answer has to have, by their dotted path and as text: `{ 'checks.database': 'up' }`.
   * @default - the answer need not be JSON
   */
  readonly json?: { [path: string]: string };
}

/** A page that a browser loads. */
export interface CanaryPage extends CanaryStepOptions {
  /**
   * CSS selector of what has to be visible.
   * @default - it is enough that the page has loaded
   */
  readonly selector?: string;
}

/** What the script reads from its environment. */
export interface StepSpec {
  readonly name: string;
  readonly kind: 'request' | 'page';
  readonly url: string;
  readonly timeLimit: number;
  readonly status: [number, number];
  readonly text?: string;
  readonly method?: string;
  readonly serverName?: string;
  readonly headers?: { [name: string]: string };
  readonly body?: string;
  readonly json?: { [path: string]: string };
  readonly selector?: string;
}

/** One thing that a canary tries. */
export class CanaryStep {
  /** A request over a connection of its own: name, certificate, entry and what is behind it have to work. Needs no browser. */
  public static request(request: CanaryRequest): CanaryStep {
    const { method = CanaryMethod.GET, serverName, headers, body, json } = request;
    const name = stepName(method, request);
    validate(`CanaryStep.request ${name}`, requestChecks(name, request));
    return new CanaryStep({ ...common('request', name, 10, request), method, serverName, headers, body, json });
  }

  /** A page in a browser, with its scripts, styles and whatever they load: slower and dearer, and nearer to people. */
  public static page(page: CanaryPage): CanaryStep {
    const name = stepName('page', page);
    validate(`CanaryStep.page ${name}`, pageChecks(name, page));
    return new CanaryStep({ ...common('page', name, 30, page), selector: page.selector });
  }

  private constructor(
    /** @internal */
    public readonly _spec: StepSpec,
  ) {}

  /** Name in metrics and reports. */
  public get name(): string {
    return this._spec.name;
  }

  /** How long the whole answer may take. */
  public get timeLimit(): Duration {
    return Duration.millis(this._spec.timeLimit);
  }
}

function common(kind: StepSpec['kind'], name: string, seconds: number, options: CanaryStepOptions): StepSpec {
  const { lowest, highest } = options.status ?? ExpectedStatus.success();
  const timeLimit = (options.timeLimit ?? Duration.seconds(seconds)).toMilliseconds();
  return { name, kind, url: options.url, timeLimit, status: [lowest, highest], text: options.text };
}
