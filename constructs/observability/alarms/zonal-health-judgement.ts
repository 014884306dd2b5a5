import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { LoadBalancerTarget } from '../../compute';
import { math } from '../slo/request-counts';
import { family, MINUTE, regionOf } from '../dashboards/signal-metric';

/** From when on a zone is an outlier. */
export interface OutlierLimits {
  readonly requestsPerMinute: number;
  readonly factor: number;
  readonly failedPercent: number;
  readonly latencySeconds: number;
  readonly unhealthyPercent: number;
}

type Metrics = { [id: string]: cloudwatch.IMetric };

const { AVERAGE, MAXIMUM, MINIMUM, SUM } = cloudwatch.Stats;

/** Metrics of one zone of a tier. */
export interface ZoneMetrics {
  readonly requests: cloudwatch.Metric;
  readonly failedByMembers: cloudwatch.Metric;
  readonly failedByBalancer: cloudwatch.Metric;
  readonly latency: cloudwatch.Metric;
  readonly healthy: cloudwatch.Metric;
  readonly unhealthy: cloudwatch.Metric;
}

/**
 * What the load balancer publishes for a zone; without one for all zones.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function zoneMetrics({ loadBalancer, targetGroup }: LoadBalancerTarget, zone?: string): ZoneMetrics {
  const where = {
    LoadBalancer: loadBalancer.alb.loadBalancerFullName,
    ...(zone === undefined ? {} : { AvailabilityZone: zone }),
  };
  const region = regionOf(loadBalancer);
  const requests = family('AWS/ApplicationELB', where, region);
  const members = family('AWS/ApplicationELB', { ...where, TargetGroup: targetGroup.targetGroupFullName }, region);
  const label = zone ?? 'all zones';
  return {
    requests: requests('RequestCount', SUM, label),
    failedByMembers: requests('HTTPCode_Target_5XX_Count', SUM, label),
    failedByBalancer: requests('HTTPCode_ELB_5XX_Count', SUM, label),
    latency: requests('TargetResponseTime', AVERAGE, label),
    healthy: members('HealthyHostCount', MINIMUM, label),
    unhealthy: members('UnHealthyHostCount', MAXIMUM, label),
  };
}

/**
 * In how many ways (errors, latency, members) a zone is an outlier. The others are what all zones have and this one has not,
 * so that any number of zones needs the ten metrics that an alarm reads at most.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
 */
export function outlier(zone: ZoneMetrics, all: ZoneMetrics, limits: OutlierLimits): cloudwatch.MathExpression {
  const requests = requestsOf(zone, all);
  const usingMetrics = {
    isJudged: judged(requests, limits),
    byErrors: byErrors(requests, limits),
    byLatency: byLatency(zone, all, limits),
    byMembers: byMembers(zone, limits),
  };
  return new cloudwatch.MathExpression({
    expression: 'isJudged * (byErrors + byLatency) + byMembers',
    usingMetrics,
    period: MINUTE,
    label: 'ways in which the zone is an outlier',
  });
}

/** Requests that no member could be chosen for are failures without being requests. */
function requestsOf(zone: ZoneMetrics, all: ZoneMetrics): Metrics {
  const zoneFailed = failures('zone', zone);
  const allFailed = failures('all', all);
  const [zoneRequests, allRequests] = [zone.requests, all.requests];
  const here = 'FILL(zoneRequests, 0)';
  const others = `FILL(allRequests, 0) - ${here}`;
  return {
    zoneFailed,
    allFailed,
    zoneSeen: atLeast(here, 'zoneFailed', { zoneRequests, zoneFailed }),
    othersSeen: atLeast(others, 'allFailed - zoneFailed', { allRequests, zoneRequests, allFailed, zoneFailed }),
  };
}

function failures(place: string, { failedByMembers, failedByBalancer }: ZoneMetrics): cloudwatch.MathExpression {
  const [members, balancer] = [`${place}ByMembers`, `${place}ByBalancer`];
  return perMinute(`FILL(${members}, 0) + FILL(${balancer}, 0)`, {
    [members]: failedByMembers,
    [balancer]: failedByBalancer,
  });
}

function atLeast(value: string, least: string, metrics: Metrics): cloudwatch.MathExpression {
  return perMinute(`IF(${value} > ${least}, ${value}, ${least})`, metrics);
}

/** A zone without traffic says nothing, and neither does one that is compared with nothing. */
function judged({ zoneSeen, othersSeen }: Metrics, { requestsPerMinute }: OutlierLimits): cloudwatch.MathExpression {
  const least = Math.max(1, requestsPerMinute);
  return perMinute(`IF(zoneSeen < ${least} OR othersSeen < ${least}, 0, 1)`, { zoneSeen, othersSeen });
}

/** Shares are compared by multiplication: nothing is divided by 0. */
function byErrors(metrics: Metrics, { failedPercent, factor }: OutlierLimits): cloudwatch.MathExpression {
  const isRare = `zoneFailed * 100 < ${failedPercent} * zoneSeen`;
  const isCommon = `zoneFailed * othersSeen < ${factor} * (allFailed - zoneFailed) * zoneSeen`;
  return perMinute(`IF(${isRare} OR ${isCommon}, 0, 1)`, metrics);
}

/** The mean of the others follows from the mean of all; of percentiles nothing follows. */
function byLatency(zone: ZoneMetrics, all: ZoneMetrics, limits: OutlierLimits): cloudwatch.MathExpression {
  const here = 'FILL(zoneLatency, 0) * FILL(zoneRequests, 0)';
  const others = `(FILL(allLatency, 0) * FILL(allRequests, 0) - ${here})`;
  const isQuick = `FILL(zoneLatency, 0) < ${limits.latencySeconds}`;
  const otherRequests = '(FILL(allRequests, 0) - FILL(zoneRequests, 0))';
  const isCommon = `FILL(zoneLatency, 0) * ${otherRequests} < ${limits.factor} * ${others}`;
  return perMinute(`IF(${isQuick} OR ${isCommon}, 0, 1)`, {
    zoneLatency: zone.latency,
    allLatency: all.latency,
    zoneRequests: zone.requests,
    allRequests: all.requests,
  });
}

function byMembers({ healthy, unhealthy }: ZoneMetrics, { unhealthyPercent }: OutlierLimits) {
  const ill = 'FILL(zoneIll, 0)';
  const isSound = `${ill} * 100 < ${unhealthyPercent} * (${ill} + FILL(zoneWell, 0))`;
  return perMinute(`IF(${ill} < 1 OR ${isSound}, 0, 1)`, { zoneIll: unhealthy, zoneWell: healthy });
}

function perMinute(expression: string, metrics: Metrics): cloudwatch.MathExpression {
  return math(expression, metrics).with({ period: MINUTE });
}
