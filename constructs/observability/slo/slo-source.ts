import type { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type Check, validate } from '../../core/errors';
import {
  distributionCounts,
  filled,
  inUnit,
  latencyCounts,
  loadBalancerCounts,
  math,
  type RequestCounts,
  restApiCounts,
  restApiMetric,
  targetGroupCounts,
} from './request-counts';

/** Counts of your own: two of total, good and failed. The third follows. */
export interface CustomSloMetrics {
  /**
   * All requests: a count, with the statistic that sums it up.
   * @default - good plus failed
   */
  readonly total?: cloudwatch.IMetric;
  /**
   * Requests that succeeded.
   * @default - total minus failed
   */
  readonly good?: cloudwatch.IMetric;
  /**
   * Requests that failed.
   * @default - total minus good
   */
  readonly failed?: cloudwatch.IMetric;
  /**
   * How long each request took: single values, not averages. Its statistic is replaced.
   * @default - latency is not measured; the objective must not have latency goals
   */
  readonly latency?: cloudwatch.Metric;
  /**
   * Unit of the latency: seconds, milliseconds or microseconds.
   * @default Unit.MILLISECONDS
   */
  readonly latencyUnit?: cloudwatch.Unit;
}

/** Where the requests of an objective are counted: as near to the user as possible. */
export class SloSource {
  /**
   * A load balancer: 5xx of its targets and of its own, also when there is no target left. Latency is that of the targets,
   * for requests that they answered.
   */
  public static loadBalancer(loadBalancer: elbv2.IApplicationLoadBalancer): SloSource {
    return new SloSource(
      () => loadBalancerCounts(loadBalancer),
      (threshold) => latencyCounts(loadBalancer.metrics.targetResponseTime(), inUnit(threshold, SECONDS)),
    );
  }

  /**
   * One service behind a shared load balancer: 5xx of its targets. Does not see what the load balancer answers itself when
   * targets do not; add `SloSource.loadBalancer` for all services together.
   */
  public static targetGroup(targetGroup: elbv2.IApplicationTargetGroup): SloSource {
    return new SloSource(
      () => targetGroupCounts(targetGroup),
      (threshold) => latencyCounts(targetGroup.metrics.targetResponseTime(), inUnit(threshold, SECONDS)),
    );
  }

  /** A stage of a REST API, or the one that it deploys to. Latency includes the overhead of API Gateway. */
  public static restApi(api: apigateway.IRestApi, stage?: apigateway.IStage): SloSource {
    const watched = stage ?? api.deploymentStage;
    const latency = () => restApiMetric(watched, 'Latency', cloudwatch.Stats.SAMPLE_COUNT);
    return new SloSource(
      () => restApiCounts(watched),
      (threshold) => latencyCounts(latency(), inUnit(threshold, MILLISECONDS)),
    );
  }

  /**
   * A distribution: what viewers of the whole world get, cached or not. Alarms have to live in us-east-1. CloudFront states
   * an error rate, whose average counts a quiet minute like a busy one, and no latency towards viewers.
   */
  public static distribution(distribution: cloudfront.IDistribution): SloSource {
    return new SloSource(() => distributionCounts(distribution));
  }

  /** Metrics of your own, for what no load balancer sees: jobs, messages, orders. */
  public static custom(metrics: CustomSloMetrics): SloSource {
    validate('SloSource.custom', customChecks(metrics));
    const { latency, latencyUnit } = metrics;
    const measure = (threshold: Duration) => latencyCounts(latency!, inUnit(threshold, latencyUnit ?? MILLISECONDS));
    return new SloSource(() => customCounts(metrics), latency && measure);
  }

  private constructor(
    /** @internal */ public readonly _requests: () => RequestCounts,
    /** @internal */ public readonly _latency?: (threshold: Duration) => RequestCounts,
  ) {}
}

const { SECONDS, MILLISECONDS, MICROSECONDS } = cloudwatch.Unit;

function customCounts({ total, good, failed }: CustomSloMetrics): RequestCounts {
  if (total && failed) return { total: filled({ all: total }), failed: filled({ bad: failed }) };
  if (total) {
    const difference = math('FILL(all, 0) - FILL(well, 0)', { all: total, well: good! });
    return { total: filled({ all: total }), failed: difference };
  }
  const sum = math('FILL(well, 0) + FILL(bad, 0)', { well: good!, bad: failed! });
  return { total: sum, failed: filled({ bad: failed! }) };
}

function customChecks({ total, good, failed, latencyUnit }: CustomSloMetrics): Check[] {
  const given = Object.entries({ total, good, failed }).filter(([, metric]) => metric !== undefined);
  return [
    {
      code: 'TwoCountsNeeded',
      property: 'total, good, failed',
      when: given.length !== 2,
      value: given.map(([name]) => name),
      allowed: 'exactly two of total, good and failed',
      action: 'Give two of the counts; the third follows from them',
    },
    {
      code: 'NotALatencyUnit',
      property: 'latencyUnit',
      when: latencyUnit !== undefined && ![SECONDS, MILLISECONDS, MICROSECONDS].includes(latencyUnit),
      value: latencyUnit,
      allowed: 'Unit.SECONDS, Unit.MILLISECONDS or Unit.MICROSECONDS',
      action: 'State the unit in which the latency is published',
    },
  ];
}
