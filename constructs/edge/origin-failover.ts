import { validate } from '../core/errors';

/** The answers on which CloudFront can turn to the second origin. */
const STATUS_CODES = [400, 403, 404, 416, 500, 502, 503, 504];

/**
 * Whether, and on which answers, a request goes to the load balancer of the next region.
 *
 * Reads only: CloudFront repeats GET, HEAD and OPTIONS alone and allows no other method on a path that fails over. Each
 * request tries the primary first.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
export class OriginFailover {
  /** On no connection, no answer in time, and on 500, 502, 503 and 504. */
  public static onServerErrors(): OriginFailover {
    return new OriginFailover([500, 502, 503, 504]);
  }

  /** On no connection, no answer in time, and on these status codes. */
  public static onStatusCodes(...statusCodes: number[]): OriginFailover {
    validate('OriginFailover', [
      {
        code: 'FailoverStatusUnsupported',
        property: 'statusCodes',
        when: statusCodes.length === 0 || statusCodes.some((code) => !STATUS_CODES.includes(code)),
        value: statusCodes,
        allowed: `at least one of ${STATUS_CODES.join(', ')}`,
        action: 'Choose among these status codes',
      },
    ]);
    return new OriginFailover(statusCodes);
  }

  /** Never: all methods go to the first load balancer, and its region takes them along when it is lost. */
  public static none(): OriginFailover {
    return new OriginFailover([]);
  }

  private constructor(
    /** @internal */
    public readonly _statusCodes: number[],
  ) {}

  /** Whether requests fail over at all. */
  public get isActive(): boolean {
    return this._statusCodes.length > 0;
  }
}
