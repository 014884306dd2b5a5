import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { RegionRole, type RegionSet, type RegionSpec } from '../core';
import { type Check, validate } from '../core/errors';
import type { AlarmResponse, DeploymentWaveProps } from './deployment-wave';
import type { WaveApproval } from './wave-approval';
import type { WaveStacks } from './wave-stacks';

/** What one region gets. */
export interface RegionDeployment {
  /** Name of the region. */
  readonly region: string;
  /**
   * Stacks that hold data or that such stacks stand on.
   * @default - none
   */
  readonly stateful?: WaveStacks;
  /** Stacks that can be thrown away. */
  readonly applications: WaveStacks;
  /** Alarms of the region; both of its waves are judged by them. */
  readonly alarms: cloudwatch.IAlarm[];
}

/** A deployment of all regions. */
export interface RegionByRegionProps {
  /** The regions and what they do. */
  readonly regions: RegionSet;
  /** What each of them gets: every region once. */
  readonly deployments: RegionDeployment[];
  /**
   * How long the alarms of a region are watched.
   * @default - one hour
   */
  readonly bake?: Duration;
  /**
   * What happens to applications when an alarm rings; data always stays as it is.
   * @default AlarmResponse.STOP
   */
  readonly onAlarm?: AlarmResponse;
  /**
   * Who lets the applications of the primary region begin.
   * @default WaveApproval.none()
   */
  readonly primaryApproval?: WaveApproval;
}

/** From those whose failure nobody sees to the one whose failure everybody does. */
const APPLICATIONS_ORDER = [RegionRole.STANDBY, RegionRole.SERVING, RegionRole.PRIMARY];

export function regionByRegion(props: RegionByRegionProps): DeploymentWaveProps[] {
  const { regions, deployments } = props;
  validate('DeploymentWave.regionByRegion', regionChecks(regions, deployments));
  const of = ({ name }: RegionSpec) => deployments.find(({ region }) => region === name)!;
  const homeFirst = [regions.home, ...regions.all.filter((region) => region !== regions.home)];
  const primaryLast = APPLICATIONS_ORDER.flatMap((role) => regions.all.filter((region) => region.role === role));
  return [
    ...homeFirst.flatMap((region) => statefulWave(of(region), props)),
    ...primaryLast.map((region) => applicationsWave(of(region), props)),
  ];
}

function statefulWave(
  { region, stateful, alarms }: RegionDeployment,
  { bake }: RegionByRegionProps,
): DeploymentWaveProps[] {
  return stateful ? [{ name: `Stateful-${region}`, region, stacks: stateful, alarms, bake }] : [];
}

function applicationsWave(
  { region, applications, alarms }: RegionDeployment,
  { bake, onAlarm, primaryApproval, regions }: RegionByRegionProps,
): DeploymentWaveProps {
  const approval = region === regions.primary.name ? primaryApproval : undefined;
  return { name: `Applications-${region}`, region, stacks: applications, alarms, bake, onAlarm, approval };
}

function regionChecks(regions: RegionSet, deployments: RegionDeployment[]): Check[] {
  const known = regions.all.map(({ name }) => name);
  const given = deployments.map(({ region }) => region);
  return [
    {
      code: 'RegionWithoutDeployment',
      property: 'deployments',
      when: known.some((region) => !given.includes(region)),
      value: known.filter((region) => !given.includes(region)),
      allowed: 'one deployment for each region of the set',
      action: 'State what the region gets: one that is left out runs the old version for ever',
    },
    {
      code: 'DeploymentOutsideRegions',
      property: 'deployments',
      when: given.some((region, index) => !known.includes(region) || given.indexOf(region) !== index),
      value: given,
      allowed: `each of ${known.join(', ')} once`,
      action: 'Name regions of the set, each of them once',
    },
  ];
}
