import { Construct } from 'constructs';
import type { RecoveryObjective, RegionSet, RegionSpec, ServiceLevelObjective } from '../../constructs/core';
import { validate } from '../../constructs/core/errors';
import { steeredRegion } from './api-routing';
import type { DataStack } from './data-stack';
import type { EdgeStack } from './edge-stack';
import type { OversightStack } from './operations/oversight-stack';
import type { RecoveryStack } from './operations/recovery-stack';
import { platformChecks } from './platform-checks';
import type { PlatformLoad } from './platform-load';
import type { PlatformProps } from './platform-props';
import type { PlatformRegion, ServingRegion } from './platform-region';
import { type PlatformSettings, settingsOf } from './platform-settings';
import { PlatformStacks } from './platform-stacks';

/**
 * The reference platform in one environment: per region a foundation, data, applications, operations and records, one edge
 * in front, and the way from one region to another. Put it into an app for one environment, or take `PlatformStage` for
 * several.
 *
 * Survives the loss of an instance or zone in every region without anybody's help. Survives the loss of a region: users
 * are sent to another within minutes; writes come back once the database is promoted there, with at most the replication
 * lag lost. Does not survive: the loss of Route 53 or CloudFront, a bad change deployed to all regions at once.
 */
export class Platform extends Construct {
  /** The service level objective. */
  public readonly objective: ServiceLevelObjective;
  /** The recovery objective. */
  public readonly recovery: RecoveryObjective;
  /** The load. */
  public readonly load: PlatformLoad;
  /** The stacks by region, the primary first. */
  public readonly regions: PlatformRegion[];
  /** The edge. */
  public readonly edge: EdgeStack;
  /** What is watched from above all regions. */
  public readonly oversight?: OversightStack;
  /** The way from one region to another, if there is another. */
  public readonly way?: RecoveryStack;

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    validate(this, platformChecks(props));
    const settings = settingsOf(props);
    const stacks = new PlatformStacks(this, settings);
    this.objective = settings.objective;
    this.recovery = settings.recovery;
    this.load = settings.load;
    const serving = servingRegions(stacks, settings);
    this.edge = stacks.edge(serving);
    const ops = settings.operations.isFull ? serving.map((region) => stacks.ops(region, serving)) : [];
    this.way = recoveryOf(stacks, settings, serving, this.edge);
    this.regions = serving.map((region, index) => ({
      ...region,
      ops: ops[index],
      traffic: stacks.traffic(region, region.spec === steeredRegion(settings.regions) ? this.way?.plan : undefined),
    }));
    if (settings.operations.isFull) this.oversight = stacks.oversight(this.edge, this.regions);
  }
}

/** In the order of the regions. The home region's data comes first, because the others are copies of it. */
function servingRegions(stacks: PlatformStacks, { regions }: PlatformSettings): ServingRegion[] {
  const homeFirst = inOrderOfBirth(regions);
  const foundations = homeFirst.map((region) => stacks.foundation(region));
  const data: DataStack[] = [];
  homeFirst.forEach((region) => data.push(stacks.data(region, foundations, data)));
  return regions.all.map((spec) => {
    const index = homeFirst.indexOf(spec);
    const own = { foundation: foundations[index], data: data[index] };
    return { spec, ...own, app: stacks.app(spec, own.foundation, own.data) };
  });
}

/**
 * The home region and the one it exchanges roles with, then the others as they are stated: an order that does not change
 * with the roles, nor when another region is added at the end.
 */
function inOrderOfBirth({ all, home, away }: RegionSet): RegionSpec[] {
  const pair = away ? [home, away] : [home];
  return [...pair, ...all.filter((region) => !pair.includes(region))];
}

function recoveryOf(
  stacks: PlatformStacks,
  { regions, operations }: PlatformSettings,
  serving: ServingRegion[],
  edge: EdgeStack,
): RecoveryStack | undefined {
  const of = (wanted?: RegionSpec) => serving.find(({ spec }) => spec === wanted);
  const [home, away] = [of(regions.home), of(regions.away)];
  return operations.isFull && home && away ? stacks.recovery(home, away, edge) : undefined;
}
