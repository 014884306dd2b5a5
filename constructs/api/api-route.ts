import type { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { RouteTarget } from './route-target';

/** Methods of HTTP. */
export enum HttpMethod {
  GET = 'GET',
  HEAD = 'HEAD',
  POST = 'POST',
  PUT = 'PUT',
  PATCH = 'PATCH',
  DELETE = 'DELETE',
}

/** How many requests are let through; the rest is answered with 429. */
export interface Throttle {
  /** Requests per second in the long run. */
  readonly requestsPerSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/** One method on one path. */
export interface ApiRoute {
  /** The method. */
  readonly method: HttpMethod;
  /** The path, with parameters in braces: `/orders/{id}`. */
  readonly path: string;
  /** What answers. */
  readonly target: RouteTarget;
  /**
   * Schema that the body must satisfy, whatever its content type; other bodies are answered with 400 before anything else
   * sees them.
   * @default - no body is expected, and none is checked
   */
  readonly body?: apigateway.JsonSchema;
  /**
   * Query parameters that must be there.
   * @default - none
   */
  readonly requiredQuery?: string[];
  /**
   * Query parameters that may be there; cached answers are told apart by the parameters that are named.
   * @default - none
   */
  readonly optionalQuery?: string[];
  /**
   * How long answers are cached per caller, path and query: 1 second to 1 hour, GET only.
   * @default - not at all
   */
  readonly cacheFor?: Duration;
  /**
   * Whether all callers who are let in may read the same cached answer: for answers that do not depend on the caller.
   * Callers of `Authorization.iam()` sign every request anew, so without it nothing is ever found in the cache.
   * @default false
   */
  readonly cacheSharedByCallers?: boolean;
  /**
   * How many requests this route lets through.
   * @default - the throttle of the gateway
   */
  readonly throttle?: Throttle;
  /**
   * Whether a caller needs an API key, by which usage plans know it.
   * @default - true when the gateway has usage plans
   */
  readonly apiKeyRequired?: boolean;
}
