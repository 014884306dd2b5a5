import { Duration } from 'aws-cdk-lib';
import {
  Dependency,
  Experiment,
  InstanceKind,
  LostTraffic,
  RegionLink,
  ZonePart,
} from '../../../constructs/resilience';
import type { DataStack } from '../data-stack';
import { claimNames } from './claims';

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
      hypothesis:
        'The standby of the database takes over within two minutes; the proxy keeps the connections of clients.',
      proves: [claim.database],
    }),
  ];
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
      hypothesis:
        'A zone goes dark: the other zones carry the peak without new capacity, database and cache fail over.',
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

/** Replication of sessions is what a region feels of another one. */
function lossOfOthers({ region, others }: ExperimentPlace): Experiment[] {
  return others.map((other) =>
    Experiment.crossRegionDisruption({
      region: other,
      links: [RegionLink.TABLES],
      hypothesis: `${other} is out of reach: ${region} serves its own users, and sessions catch up afterwards.`,
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
      hypothesis: 'Sessions are out of reach from one subnet: pages that need none are served, the others fail fast.',
    }),
  ];
}
