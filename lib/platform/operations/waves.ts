import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { RegionSet } from '../../../constructs/core';
import { AlarmResponse, DeploymentWave, type WaveApproval, WaveStacks } from '../../../constructs/delivery';
import type { Platform } from '../platform';
import type { PlatformRegion } from '../platform-region';

/** How a platform is deployed. */
export interface WaveOptions {
  /** The regions and their roles. */
  readonly regions: RegionSet;
  /** How long alarms are watched after each wave that users can feel. */
  readonly bake: Duration;
  /** Who lets the applications of the primary region begin. */
  readonly primaryApproval?: WaveApproval;
}

/** What users do not feel has to be watched only for as long as an alarm takes to judge. */
const SHORT = Duration.minutes(15);

/**
 * Foundations, which the data of all regions stands on; data; applications region by region; the edge; then what watches
 * them, and what leads users to them.
 */
export function wavesOf(platform: Platform, { regions, bake, primaryApproval }: WaveOptions): DeploymentWave[] {
  const deployments = platform.regions.map((region) => ({
    region: region.spec.name,
    stateful: WaveStacks.of(region.data),
    applications: WaveStacks.of(region.app),
    alarms: alarmsOf(region),
  }));
  const onAlarm = AlarmResponse.ROLL_BACK;
  return [
    ...platform.regions.map((region) => waveOf(region, 'Foundation', WaveStacks.of(region.foundation), SHORT)),
    ...DeploymentWave.regionByRegion({ regions, deployments, bake, onAlarm, primaryApproval }),
    edgeWave(platform, bake),
    ...platform.regions.map((region) => waveOf(region, 'Operations', WaveStacks.of(region.ops!), SHORT)),
    ...recoveryWaves(platform),
    ...platform.regions.map((region) => waveOf(region, 'Traffic', WaveStacks.of(region.traffic), bake)),
    oversightWave(platform),
  ];
}

/** The promise of both entries, and whether the API answers at all. */
function alarmsOf({ ops, app }: PlatformRegion): cloudwatch.IAlarm[] {
  return [...ops!.apiObjective.stopAlarms, ...ops!.webObjective.stopAlarms, app.health];
}

function waveOf(region: PlatformRegion, name: string, stacks: WaveStacks, bake: Duration): DeploymentWave {
  const { name: of } = region.spec;
  return new DeploymentWave({ name: `${name}-${of}`, region: of, stacks, alarms: alarmsOf(region), bake });
}

function edgeWave({ edge, oversight }: Platform, bake: Duration): DeploymentWave {
  const alarms = oversight!.objective.stopAlarms;
  return new DeploymentWave({ name: 'Edge', region: edge.region, stacks: WaveStacks.of(edge), alarms, bake });
}

function recoveryWaves({ way, regions }: Platform): DeploymentWave[] {
  const place = regions.find(({ spec }) => spec.name === way?.region);
  return way && place ? [waveOf(place, 'Recovery', WaveStacks.of(way), SHORT)] : [];
}

function oversightWave({ oversight }: Platform): DeploymentWave {
  const { region, objective } = oversight!;
  const stacks = WaveStacks.of(oversight!);
  return new DeploymentWave({ name: 'Oversight', region, stacks, alarms: objective.stopAlarms, bake: SHORT });
}
