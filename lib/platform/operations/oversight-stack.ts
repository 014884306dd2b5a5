import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { RegionalStack, ServiceLevelObjective } from '../../../constructs/core';
import {
  CacheHitAlarm,
  CacheHitSource,
  GlobalSignals,
  SignalSource,
  SloAlarms,
  SloSource,
} from '../../../constructs/observability';
import { NotificationTopic } from '../../../constructs/security';
import type { EdgeStack } from '../edge-stack';
import type { PlatformLoad } from '../platform-load';
import type { PlatformRegion } from '../platform-region';
import type { AlarmTopics } from './objectives';
import { sourcesOf } from './signals';

/** What is watched from above all regions. */
export interface OversightStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** What is in front of all regions. */
  readonly edge: EdgeStack;
  /** The regions. */
  readonly regions: PlatformRegion[];
  /** What is promised. */
  readonly objective: ServiceLevelObjective;
  /** What caches take off the rest. */
  readonly load: PlatformLoad;
}

/**
 * What is watched from above all regions: the promise as viewers of the whole world see it, the hit rate of the edge, which
 * regions Route 53 takes for healthy, and one dashboard for everything. In us-east-1, because CloudFront and Route 53 have
 * their metrics there and nowhere else; a dashboard can be opened from every region.
 *
 * Does not notice the loss of us-east-1: the probes of the other regions do.
 */
export class OversightStack extends RegionalStack {
  /** Alarms on the promise at the edge. */
  public readonly objective: SloAlarms;
  /** Go off when Route 53 takes a region for unhealthy, by region; also while the plan holds it back after a failover. */
  public readonly regionAlarms: { [region: string]: cloudwatch.Alarm };
  /** What people look at. */
  public readonly signals: GlobalSignals;

  constructor(scope: Construct, id: string, props: OversightStackProps) {
    const { region, availabilityZones: zones, account } = props.edge;
    super(scope, id, {
      stackName: props.stackName,
      region,
      zones,
      account,
      description: 'Alarms on CloudFront and Route 53, and the dashboard of all regions',
    });
    const topics = this.createTopics(props);
    this.watchCache(props, topics);
    this.objective = this.watchEdge(props, topics);
    this.regionAlarms = this.watchRegions(props, topics);
    this.signals = this.createDashboard(props);
  }

  private createTopics({ edge }: OversightStackProps): AlarmTopics {
    const topic = (id: string) => new NotificationTopic(this, id, { key: edge.key.key }).topic;
    return { page: topic('Operations'), ticket: topic('Tickets') };
  }

  private watchCache({ edge, load }: OversightStackProps, { ticket }: AlarmTopics): void {
    if (load.cacheHitRate === 0) return;
    new CacheHitAlarm(this, 'EdgeCacheHits', {
      source: CacheHitSource.distribution(edge.edge.distribution),
      minimumHitRate: load.cacheHitRate,
      notifications: ticket,
    });
  }

  /** CloudFront does not measure how long viewers wait. */
  private watchEdge({ edge, objective }: OversightStackProps, { page, ticket }: AlarmTopics): SloAlarms {
    const { availability, window, sla } = objective;
    return new SloAlarms(this, 'EdgeObjective', {
      objective: new ServiceLevelObjective({ availability, window, sla }),
      source: SloSource.distribution(edge.edge.distribution),
      page,
      ticket,
    });
  }

  private watchRegions(
    { regions }: OversightStackProps,
    { page }: AlarmTopics,
  ): { [region: string]: cloudwatch.Alarm } {
    const entries = regions.map(({ spec, traffic }) => {
      const alarm = new cloudwatch.Alarm(this, `Answers-${spec.name}`, {
        alarmDescription: `Route 53 has taken ${spec.name} out of the answers of the API`,
        metric: new cloudwatch.Metric({
          namespace: 'AWS/Route53',
          metricName: 'HealthCheckStatus',
          dimensionsMap: { HealthCheckId: traffic.record.healthCheck!.healthCheckId },
          statistic: cloudwatch.Stats.MINIMUM,
          period: Duration.minutes(1),
        }),
        threshold: 1,
        comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(page));
      return [spec.name, alarm] as const;
    });
    return Object.fromEntries(entries);
  }

  private createDashboard({ edge, regions }: OversightStackProps): GlobalSignals {
    return new GlobalSignals(this, 'Dashboard', {
      sources: [
        SignalSource.objective(this.objective, { name: 'Edge objective' }),
        ...regions.flatMap(({ ops }) => (ops ? objectivesOf(ops) : [])),
        SignalSource.distribution(edge.edge.distribution, { name: 'CloudFront' }),
        ...regions.map(({ traffic }) => SignalSource.healthCheck(traffic.record.healthCheck!)),
        ...regions.flatMap(sourcesOf),
      ],
      alarms: Object.values(this.regionAlarms),
    });
  }
}

function objectivesOf({ apiObjective, webObjective }: NonNullable<PlatformRegion['ops']>): SignalSource[] {
  return [
    SignalSource.objective(apiObjective, { name: 'API objective' }),
    SignalSource.objective(webObjective, { name: 'Web objective' }),
  ];
}
