import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { RestGateway } from '../../api';
import type { ReplicatedCache } from '../../cache';
import type { LoadBalancedFleet, LoadBalancedService } from '../../compute';
import type { KeyValueTable, RelationalDatabase } from '../../data';
import type { WorkQueue } from '../../messaging';
import type { BusinessMetric } from '../business-metric';
import { fleetSpec, serviceSpec } from './signal-balanced';
import { databaseSpec } from './signal-database';
import { distributionSpec, healthCheckSpec, hostedZoneSpec, restApiSpec } from './signal-entry';
import { businessSpec, objectiveSpec } from './signal-promise';
import type { SignalSpec } from './signal-spec';
import { cacheSpec, queueSpec, tableSpec } from './signal-state';
import type { SloAlarms } from '../slo/slo-alarms';
import type { ZonalHealth } from '../alarms/zonal-health';
import { zonalSpec } from '../alarms/zonal-health-signals';

/** How a source is shown. */
export interface SignalOptions {
  /**
   * Heading of the source. Sources of one name stand side by side on a dashboard of several regions.
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** How a source is shown that does not say itself in which region it is. */
export interface RegionalSignalOptions extends SignalOptions {
  /**
   * Region of the metrics.
   * @default - the region of the construct, else that of the dashboard
   */
  readonly region?: string;
}

/** What a dashboard shows: a part of the system with its latency, traffic, errors and saturation, and its alarms. */
export class SignalSource {
  /** Servers behind their load balancer. */
  public static fleet(fleet: LoadBalancedFleet, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => fleetSpec(fleet, options.name));
  }

  /** Containers behind their load balancer. */
  public static service(service: LoadBalancedService, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => serviceSpec(service, options.name));
  }

  /** A REST API as a whole and by endpoint: those that it has when the dashboard is made. */
  public static restApi(gateway: RestGateway, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => restApiSpec(gateway, options.name));
  }

  /** A distribution. Hit rate and latency of origins need its additional metrics, which a `CacheHitAlarm` switches on. */
  public static distribution(distribution: cloudfront.IDistribution, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => distributionSpec(distribution, options.name));
  }

  /** A health check of Route 53, for example that of a `GlobalRecord`. All are named `Route 53` if you do not say else. */
  public static healthCheck(healthCheck: route53.IHealthCheck, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => healthCheckSpec(healthCheck, options.name));
  }

  /** A public hosted zone: the questions that it was asked. Named `DNS` if you do not say else. */
  public static hostedZone(zone: route53.IHostedZone, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => hostedZoneSpec(zone, options.name));
  }

  /** A database with its replicas and its proxy. */
  public static database(database: RelationalDatabase, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => databaseSpec(database, options.name));
  }

  /** A cache over all its nodes. */
  public static cache(cache: ReplicatedCache, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => cacheSpec(cache, options.name));
  }

  /** A queue with what was put aside. */
  public static queue(queue: WorkQueue, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => queueSpec(queue, options.name));
  }

  /** A table in one of its regions. */
  public static table(table: KeyValueTable, options: RegionalSignalOptions = {}): SignalSource {
    return new SignalSource(() => tableSpec(table, options.name, options.region));
  }

  /** A number that the business lives by. */
  public static businessMetric(metric: BusinessMetric, options: RegionalSignalOptions = {}): SignalSource {
    return new SignalSource(() => businessSpec(metric, options.name, options.region));
  }

  /** Error budget and burn rate of an objective. */
  public static objective(slo: SloAlarms, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => objectiveSpec(slo, options.name));
  }

  /** The zones of a tier against each other. */
  public static zones(health: ZonalHealth, options: SignalOptions = {}): SignalSource {
    return new SignalSource(() => zonalSpec(health, options.name));
  }

  /** Widgets of your own under a heading; their metrics state their region themselves. */
  public static widgets(
    title: string,
    widgets: cloudwatch.IWidget[],
    options: RegionalSignalOptions = {},
  ): SignalSource {
    const { name = title, region } = options;
    return new SignalSource(() => ({ name, place: region, panels: [], widgets, alarms: [] }));
  }

  private constructor(/** @internal */ public readonly _spec: () => SignalSpec) {}
}
