import type { Duration } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Check } from '../core/errors';

const STATUS_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** A page in place of an error. It applies to all paths, those of the API too. */
export interface ErrorPage {
  /** Status of the origin's answer. */
  readonly status: number;
  /** Path of the page, for example `/errors/503.html`. Keep it among the static files, which outlive an application. */
  readonly path: string;
  /**
   * Status that the client sees.
   * @default - that of the origin's answer
   */
  readonly responseStatus?: number;
  /**
   * How long the edge answers with the page before it asks the origin again.
   * @default - 10 seconds
   */
  readonly ttl?: Duration;
}

/** The L2's form of a page. */
export function errorResponse(page: ErrorPage): cloudfront.ErrorResponse {
  const { status, path, responseStatus, ttl } = page;
  return { httpStatus: status, responseHttpStatus: responseStatus ?? status, responsePagePath: path, ttl };
}

/** What can be wrong with a page. */
export function errorPageCheck(page: ErrorPage): Check {
  return {
    code: 'ErrorPageInvalid',
    property: 'errorPages',
    when: !STATUS_CODES.includes(page.status) || !page.path.startsWith('/'),
    value: { status: page.status, path: page.path },
    allowed: `a status among ${STATUS_CODES.join(', ')} and a path that begins with /`,
    action: 'Correct the status or the path',
  };
}
