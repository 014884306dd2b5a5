import type { Construct } from 'constructs';
import {
  type RecoveryObjective,
  RegionalStack,
  type RegionSpec,
  type ServiceLevelObjective,
} from '../../../constructs/core';
import type { LoadBalancer } from '../../../constructs/compute';
import type {
  AnomalyAlarm,
  GoldenSignals,
  ReplicationLagAlarm,
  SloAlarms,
  SyntheticCanary,
} from '../../../constructs/observability';
import { ChaosCoverage, type ChaosSuite, type Runbook, ZonalAutoshift } from '../../../constructs/resilience';
import { NotificationTopic } from '../../../constructs/security';
import type { AppStack } from '../app-stack';
import type { DataStack } from '../data-stack';
import type { FoundationStack } from '../foundation-stack';
import type { PlatformLoad } from '../platform-load';
import type { PlatformDomain } from '../platform-props';
import { createChaos } from './chaos';
import { regionClaims } from './claims';
import { createDerivedMetrics } from './derived-metrics';
import { type AlarmTopics, createAnomalyAlarms, createObjectives, type RegionObjectives } from './objectives';
import { createProbes } from './probes';
import { createLagAlarms, takeoverAlarm } from './replication';
import { createRegionRunbooks, createRunbooks } from './runbooks';
import { createCacheHitAlarm, createDashboard, createZonalHealth } from './signals';

/** What operates one region. */
export interface OpsStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** The region. */
  readonly region: RegionSpec;
  /** Applications of the other regions. */
  readonly others: AppStack[];
  /**
   * Data of the region with which this one exchanges roles in a failover.
   * @default - it does not exchange roles
   */
  readonly counterpart?: DataStack;
  /** What the platform is reachable as. */
  readonly domain: PlatformDomain;
  /** The region's foundation. */
  readonly foundation: FoundationStack;
  /** The region's data. */
  readonly data: DataStack;
  /** The region's applications. */
  readonly app: AppStack;
  /** What is promised. */
  readonly objective: ServiceLevelObjective;
  /** What a failure may cost. */
  readonly recovery: RecoveryObjective;
  /** What the region has to carry, and what its caches take off the rest. */
  readonly load: PlatformLoad;
}

/**
 * What watches one region and helps it: alarms on the promise, dashboards, probes, zonal shift, runbooks, experiments. Can
 * be deleted and made again without users noticing.
 *
 * Watches everything in its region, and nothing once the region is gone: that is what the probes of other regions are for.
 */
export class OpsStack extends RegionalStack {
  /** Alarms on the promise of the API. */
  public readonly apiObjective: SloAlarms;
  /** Alarms on the promise of the web servers. */
  public readonly webObjective: SloAlarms;
  /** Alarms on traffic and orders. */
  public readonly anomalies: AnomalyAlarm[];
  /** Alarms on copies that are behind. */
  public readonly lag: ReplicationLagAlarm[];
  /** What people look at. */
  public readonly signals: GoldenSignals;
  /** Probes of this region, of the others, and of all as users see them. */
  public readonly probes: SyntheticCanary[];
  /** Experiments. */
  public readonly chaos: ChaosSuite;
  /** Which redundancy of the region is tested by which experiment. */
  public readonly coverage: ChaosCoverage;
  /** What people start by hand. */
  public readonly runbooks: Runbook[];

  constructor(scope: Construct, id: string, props: OpsStackProps) {
    const { name, zones } = props.region;
    super(scope, id, {
      stackName: props.stackName,
      region: name,
      zones,
      account: props.foundation.account,
      description: `Alarms, dashboards, runbooks and experiments of ${name}`,
    });
    const topics = this.createTopics(props);
    const objectives = createObjectives(this, props, topics);
    this.apiObjective = objectives.api;
    this.webObjective = objectives.web;
    this.anomalies = createAnomalyAlarms(this, props, topics);
    this.lag = createLagAlarms(this, props, topics);
    createCacheHitAlarm(this, props, topics);
    const zonal = createZonalHealth(this, props, topics);
    const derived = createDerivedMetrics(this, props, topics);
    this.signals = createDashboard(this, props, { objectives, zonal, derived });
    this.probes = createProbes(this, props);
    this.shiftZones(props, objectives);
    this.chaos = createChaos(this, props, objectives);
    this.coverage = new ChaosCoverage(this, 'Coverage', {
      claims: regionClaims(props, props.others.length > 0),
      suites: [this.chaos],
    });
    this.runbooks = [...createRunbooks(this, props), ...this.createRegionRunbooks(props, topics)];
  }

  private createTopics({ foundation }: OpsStackProps): AlarmTopics {
    const ticket = new NotificationTopic(this, 'Tickets', { key: foundation.key.key }).topic;
    return { page: foundation.operations, ticket };
  }

  private createRegionRunbooks(props: OpsStackProps, topics: AlarmTopics): Runbook[] {
    if (!props.counterpart) return [];
    return createRegionRunbooks(this, props, props.counterpart, takeoverAlarm(this, props, topics));
  }

  private shiftZones({ app }: OpsStackProps, { web, api }: RegionObjectives): void {
    const shift = (id: string, { alb }: LoadBalancer, { stopAlarms: [outcomeAlarm] }: SloAlarms) =>
      new ZonalAutoshift(this, id, { alb, outcomeAlarm });
    shift('WebAutoshift', app.web.loadBalancer, web);
    shift('ApiAutoshift', app.api.loadBalancer, api);
  }
}
