import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Throttle } from './api-route';

/** Periods of a quota. */
export enum QuotaPeriod {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
}

/** What a kind of client may use. */
export interface UsagePlanOptions {
  /** Name of the plan, unique in the gateway. */
  readonly name: string;
  /** How many requests one client of the plan may send. */
  readonly throttle: Throttle;
  /**
   * Requests of one client per period.
   * @default - no quota
   */
  readonly quota?: number;
  /**
   * Period of the quota.
   * @default QuotaPeriod.MONTH
   */
  readonly period?: QuotaPeriod;
  /**
   * API keys of the plan's clients; further ones can be added at run time.
   * @default - none
   */
  readonly apiKeys?: apigateway.IApiKey[];
}
