import { validate } from '../../constructs/core/errors';

/** What the platform has to carry. */
export interface PlatformLoadProps {
  /**
   * Interactions of users in a month of 30 days, over all regions.
   * @default - 50 million
   */
  readonly interactionsPerMonth?: number;
  /**
   * Requests that one interaction causes.
   * @default 5
   */
  readonly requestsPerInteraction?: number;
  /**
   * How many times the mean the peak is.
   * @default 10
   */
  readonly peakFactor?: number;
  /**
   * Share of the global peak that the busiest region takes, in percent.
   * @default 50
   */
  readonly busiestRegionShare?: number;
  /**
   * Share of requests that a cache answers (CDN, Valkey, in process together), in percent.
   * @default 80
   */
  readonly cacheHitRate?: number;
  /**
   * Requests per second that one instance or task serves at the scaling target. Measure yours.
   * @default 150
   */
  readonly requestsPerSecondPerMember?: number;
}

const SECONDS_PER_MONTH = 30 * 24 * 3600;

/**
 * The load of a platform and the arithmetic that turns it into sizes. Creates no AWS resources.
 *
 * With the defaults: 50 million / 30 days = 19.3 interactions/s; x 5 = 96 requests/s; x 10 at the peak = 965 requests/s
 * in the world and 482 in the busiest region. At 150 requests/s per member that is 4 members; to lose one of three zones
 * and still carry the peak needs 6. So redundancy decides the size of this platform, not the load.
 */
export class PlatformLoad {
  /** Mean requests per second, in all regions together. */
  public readonly meanRequestsPerSecond: number;
  /** Peak requests per second, in all regions together. */
  public readonly peakRequestsPerSecond: number;
  /** Peak requests per second in the busiest region: what every region that may take over has to carry. */
  public readonly regionalPeakRequestsPerSecond: number;
  /** Requests per second that get past all caches at the regional peak. */
  public readonly uncachedRequestsPerSecond: number;
  /** Members (instances or tasks) that the regional peak needs when nothing is broken. */
  public readonly peakMembers: number;
  /** Requests per minute that one member takes at the scaling target. */
  public readonly requestsPerMinutePerMember: number;
  /** Share of requests that a cache answers, in percent. */
  public readonly cacheHitRate: number;

  constructor(props: PlatformLoadProps = {}) {
    const load = withDefaults(props);
    validate('PlatformLoad', checks(load));
    this.cacheHitRate = load.cacheHitRate;
    this.meanRequestsPerSecond = (load.interactionsPerMonth * load.requestsPerInteraction) / SECONDS_PER_MONTH;
    this.peakRequestsPerSecond = this.meanRequestsPerSecond * load.peakFactor;
    this.regionalPeakRequestsPerSecond = (this.peakRequestsPerSecond * load.busiestRegionShare) / 100;
    this.uncachedRequestsPerSecond = this.regionalPeakRequestsPerSecond * (1 - load.cacheHitRate / 100);
    this.peakMembers = Math.ceil(this.regionalPeakRequestsPerSecond / load.requestsPerSecondPerMember);
    this.requestsPerMinutePerMember = load.requestsPerSecondPerMember * 60;
  }
}

const DEFAULTS = {
  interactionsPerMonth: 50e6,
  requestsPerInteraction: 5,
  peakFactor: 10,
  busiestRegionShare: 50,
  cacheHitRate: 80,
  requestsPerSecondPerMember: 150,
};

function checks(load: typeof DEFAULTS) {
  const positive = Object.entries(load).filter(([name]) => name !== 'cacheHitRate');
  const percentage = (property: string, value: number) => ({
    code: 'PercentageOutOfRange',
    property,
    when: !(value >= 0 && value <= 100),
    value,
    allowed: '0 to 100 percent',
    action: 'State a share in percent',
  });
  return [
    ...positive.map(([property, value]) => ({
      code: 'LoadNotPositive',
      property,
      when: !(Number.isFinite(value) && value > 0),
      value,
      allowed: 'more than 0',
      action: 'State the load that the platform has to carry',
    })),
    percentage('cacheHitRate', load.cacheHitRate),
    percentage('busiestRegionShare', load.busiestRegionShare),
  ];
}

function withDefaults(props: PlatformLoadProps): typeof DEFAULTS {
  const entries = Object.entries(DEFAULTS).map(([name, value]) => [
    name,
    props[name as keyof PlatformLoadProps] ?? value,
  ]);
  return Object.fromEntries(entries) as typeof DEFAULTS;
}
