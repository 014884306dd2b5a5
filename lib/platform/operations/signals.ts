import {
  CacheHitAlarm,
  CacheHitSource,
  GoldenSignals,
  SignalSource,
  ZonalHealth,
} from '../../../constructs/observability';
import type { DerivedMetric } from '../../../constructs/scaling';
import { ordersMetric } from '../business-metrics';
import { CACHE_SHARDS } from '../data-stack';
import type { ServingRegion } from '../platform-region';
import { derivedWidgets } from './derived-metrics';
import type { AlarmTopics, RegionObjectives } from './objectives';
import type { OpsStack, OpsStackProps } from './ops-stack';

/** Whether a zone is worse than the others, by tier. */
export interface RegionZones {
  readonly web: ZonalHealth;
  readonly api: ZonalHealth;
}

/** One alarm per tier and zone: this zone fails more, or is slower, than the others. */
export function createZonalHealth(stack: OpsStack, { app }: OpsStackProps, { page }: AlarmTopics): RegionZones {
  const watch = (id: string, { target }: Pick<OpsStackProps['app']['web'], 'target'>) =>
    new ZonalHealth(stack, id, { target, notifications: page });
  return { web: watch('WebZones', app.web), api: watch('ApiZones', app.api) };
}

/** The database was sized for what the caches let through; if that is everything, there is nothing to watch. */
export function createCacheHitAlarm(stack: OpsStack, { data, load }: OpsStackProps, { ticket }: AlarmTopics): void {
  if (load.cacheHitRate === 0) return;
  new CacheHitAlarm(stack, 'CacheHits', {
    source: CacheHitSource.cache(data.cache, { shards: CACHE_SHARDS }),
    minimumHitRate: load.cacheHitRate,
    notifications: ticket,
  });
}

/** What a dashboard shows of a region; the same names in every region, so that they can stand side by side. */
export function sourcesOf({ app, data }: Pick<ServingRegion, 'app' | 'data'>): SignalSource[] {
  const { region } = app;
  return [
    SignalSource.businessMetric(ordersMetric(region), { name: 'Orders taken', region }),
    SignalSource.restApi(app.gateway, { name: 'API' }),
    SignalSource.service(app.api, { name: 'API containers' }),
    SignalSource.fleet(app.web, { name: 'Web servers' }),
    SignalSource.queue(app.orders, { name: 'Orders' }),
    SignalSource.database(data.database, { name: 'Database' }),
    SignalSource.cache(data.cache, { name: 'Cache' }),
    SignalSource.table(data.sessions, { name: 'Sessions', region }),
  ];
}

/** What is watched in a region beside its tiers. */
export interface RegionSignals {
  readonly objectives: RegionObjectives;
  readonly zonal: RegionZones;
  readonly derived: DerivedMetric[];
}

/** The dashboard of a region. */
export function createDashboard(
  stack: OpsStack,
  props: OpsStackProps,
  { objectives: { api, web }, zonal, derived }: RegionSignals,
): GoldenSignals {
  return new GoldenSignals(stack, 'Dashboard', {
    sources: [
      SignalSource.objective(api, { name: 'API objective' }),
      SignalSource.objective(web, { name: 'Web objective' }),
      ...sourcesOf(props),
      SignalSource.widgets('Headroom', derivedWidgets(derived), { region: stack.region }),
      SignalSource.zones(zonal.web, { name: 'Zones of the web servers' }),
      SignalSource.zones(zonal.api, { name: 'Zones of the API' }),
    ],
  });
}
