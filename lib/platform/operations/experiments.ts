import { Duration } from 'aws-cdk-lib';
import {
  Dependency,
  EmptyTargets,
  Experiment,
  InstanceKind,
  LostTraffic,
  RegionLink,
  type TargetTag,
  ZonePart,
} from '../../../constructs/resilience';
import type { DataStack } from '../data-stack';
import { claimNames } from './claims';

/** Tag of the subnets that something is asked from: no other would notice that a dependency is gone. */
export const CLIENTS: TargetTag = { key: 'chaos-clients', value: 'allowed' };

/** Where the experiments of a region happen. */
export interface ExperimentPlace {
  /** Name of the region. */
  readonly region: string;
  /** Zones of the region. */
  readonly zones: string[];
  /** Names of the other regions. */
  readonly others: string[];
  /** Data of the region. */
  readonly data: DataStack;
}

/** What can be lost in a region, each with what is expected to happen. None starts by itself. */
export function experimentsOf(place: ExperimentPlace): Experiment[] {
  return [...lossOfMembers(place), ...lossOfZones(place), ...lossOfOthers(place), ...trouble()];
}

function lossOfMembers({ region, data }: ExperimentPlace): Experiment[] {
  const claim = claimNames(region);
  return [
    Experiment.instanceLoss({
      name: 'ServerLoss',
      hypothesis:
        'One web server is terminated: the others carry the load, and the warm pool replaces it within minutes.',
      proves: [claim.servers],
    }),
    Experiment.instanceLoss({
      name: 'TaskLoss',
      kind: InstanceKind.TASK,
      hypothesis: 'One container stops: calls are answered by the others, and the service starts another one.',
      proves: [claim.tasks],
    }),
    Experiment.databaseFailover({
      instance: data.database.instance,
      hypothesis: `The standby of the database takes over within two minutes; ${whoReconnects(data)}.`,
      proves: [claim.database],
    }),
  ];
}

function whoReconnects({ database }: DataStack): string {
  return database.proxy ? 'the proxy keeps the connections of clients' : 'clients connect again by themselves';
}

/** What of the platform is in a zone. */
const PARTS = [
  ZonePart.SERVERS,
  ZonePart.LAUNCHES,
  ZonePart.TASKS,
  ZonePart.NETWORK,
  ZonePart.DATABASE_INSTANCES,
  ZonePart.CACHES,
];

function lossOfZones({ region, zones: [zone] }: ExperimentPlace): Experiment[] {
  const claim = claimNames(region);
  return [
    Experiment.zonePowerLoss({
      zone,
      parts: PARTS,
      // AWS chooses the zone of the database's writer, and another one at every failover.
      emptyTargets: EmptyTargets.SKIP,
      hypothesis:
        'A zone goes dark: the others carry the peak without new capacity, the cache fails over, the database if it was there.',
      proves: [claim.serverZones, claim.taskZones, claim.databaseZones, claim.cacheZones],
    }),
    Experiment.networkLoss({
      zone,
      traffic: LostTraffic.BETWEEN_ZONES,
      hypothesis:
        'A zone is cut off while everything in it runs: health checks and zonal shift take it out of service.',
      proves: [claim.networkZones],
    }),
    Experiment.cacheZoneLoss({
      zone,
      hypothesis:
        'The cache nodes of a zone are lost: replicas take over, misses raise the load of the database for a while.',
      proves: [claim.cache],
    }),
  ];
}

/** Replication of sessions is what a region feels of the others; FIS can stop it with all of them at once only. */
function lossOfOthers({ region, others }: ExperimentPlace): Experiment[] {
  return others.slice(0, 1).map((other) =>
    Experiment.crossRegionDisruption({
      name: 'OtherRegionsLoss',
      region: other,
      links: [RegionLink.TABLES],
      hypothesis: `No other region is heard of: ${region} serves its own users, and sessions catch up afterwards.`,
      proves: [claimNames(region).regions],
    }),
  );
}

function trouble(): Experiment[] {
  return [
    Experiment.cpuStress({
      loadPercent: 90,
      hypothesis:
        'One web server is busy with something else: the balancer sends it less, and latency stays in bounds.',
    }),
    Experiment.latency({
      sources: ['DYNAMODB'],
      delay: Duration.millis(50),
      hypothesis: 'Sessions answer 50 ms later for one server: its requests are slower, and the objective still holds.',
    }),
    Experiment.dependencyBlock({
      dependency: Dependency.dynamoDb(),
      tag: CLIENTS,
      hypothesis: 'Sessions are out of reach from one subnet: pages that need none are served, the others fail fast.',
    }),
  ];
}
