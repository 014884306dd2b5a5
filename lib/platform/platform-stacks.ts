import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RegionSpec } from '../../constructs/core';
import type { RegionSwitch } from '../../constructs/resilience';
import type { BucketReplica } from '../../constructs/security';
import { AppStack } from './app-stack';
import { DataStack } from './data-stack';
import { EdgeStack } from './edge-stack';
import { FoundationStack } from './foundation-stack';
import { OpsStack } from './operations/ops-stack';
import { OversightStack } from './operations/oversight-stack';
import { RecoveryStack } from './operations/recovery-stack';
import type { PlatformRegion, ServingRegion } from './platform-region';
import type { PlatformSettings } from './platform-settings';
import { TrafficStack } from './traffic-stack';

/** Members that a Global Datastore can have. */
const CACHE_MEMBERS = 3;

/** Makes the stacks of a platform: each with its name, its place and what it gets from the stacks before it. */
export class PlatformStacks {
  constructor(
    private readonly scope: Construct,
    private readonly settings: PlatformSettings,
  ) {}

  public foundation(region: RegionSpec): FoundationStack {
    const { account, regions } = this.settings;
    return new FoundationStack(this.scope, `Foundation-${region.name}`, {
      stackName: this.name('Foundation', region.name),
      region,
      account,
      keepsBackups: region === regions.away,
    });
  }

  /** The data of a region; the home region first, the others are copies of it. */
  public data(region: RegionSpec, foundations: FoundationStack[], earlier: DataStack[]): DataStack {
    const own = foundations.find((foundation) => foundation.region === region.name)!;
    const others = foundations.filter((foundation) => foundation !== own);
    return new DataStack(this.scope, `Data-${region.name}`, {
      stackName: this.name('Data', region.name),
      region,
      foundation: own,
      recovery: this.settings.recovery,
      readReplicas: this.settings.readReplicas,
      maximumReadReplicas: this.settings.maximumReadReplicas,
      home: earlier[0],
      backupCopies: others.flatMap(({ backups }) => backups ?? [])[0],
      tableReplicas: others.map((other) => ({ region: other.region, key: other.key.key })),
      sharesCache: earlier.length < CACHE_MEMBERS,
    });
  }

  public app(region: RegionSpec, foundation: FoundationStack, data: DataStack): AppStack {
    const { domain, load, workload, events, objective } = this.settings;
    const stackName = this.name('App', region.name);
    return new AppStack(this.scope, `App-${region.name}`, {
      ...{ stackName, region, foundation, data, domain, load, workload, events, objective },
    });
  }

  public edge(serving: ServingRegion[]): EdgeStack {
    const { domain, account, regions, deniedCountries } = this.settings;
    const of = (wanted?: RegionSpec) => serving.find(({ spec }) => spec === wanted);
    const [primary, takesOver, away] = [of(regions.primary)!, of(regions.failoverTarget), of(regions.away)];
    return new EdgeStack(this.scope, 'Edge', {
      stackName: this.name('Edge'),
      domain,
      account,
      deniedCountries,
      loadBalancers: [primary, ...(takesOver ? [takesOver] : [])].map(({ spec, app }) => ({
        region: spec.name,
        loadBalancer: app.web.loadBalancer.alb,
      })),
      staticReplica: away && staticReplica(away),
    });
  }

  public ops(region: ServingRegion, all: ServingRegion[]): OpsStack {
    const { objective, recovery, load, domain, regions } = this.settings;
    const { spec, foundation, data, app } = region;
    const others = all.filter((other) => other !== region).map((other) => other.app);
    const exchanges = [regions.home, regions.away].includes(spec);
    const counterpart = exchanges
      ? all.find((other) => other !== region && [regions.home, regions.away].includes(other.spec))?.data
      : undefined;
    const stackName = this.name('Ops', spec.name);
    return new OpsStack(this.scope, `Ops-${spec.name}`, {
      ...{ stackName, region: spec, others, counterpart, domain, foundation, data, app, objective, recovery, load },
    });
  }

  public recovery(home: ServingRegion, away: ServingRegion, edge: EdgeStack): RecoveryStack {
    const { regions, domain, recovery } = this.settings;
    const stackName = this.name('Recovery');
    return new RecoveryStack(this.scope, 'Recovery', { ...{ stackName, regions, home, away, edge, domain, recovery } });
  }

  public traffic({ spec, app }: ServingRegion, plan?: RegionSwitch): TrafficStack {
    const { regions, domain } = this.settings;
    const stackName = this.name('Traffic', spec.name);
    return new TrafficStack(this.scope, `Traffic-${spec.name}`, {
      ...{ stackName, region: spec, regions, domain, app, plan },
    });
  }

  public oversight(edge: EdgeStack, regions: PlatformRegion[]): OversightStack {
    const { objective, load } = this.settings;
    const stackName = this.name('Oversight');
    return new OversightStack(this.scope, 'Oversight', { ...{ stackName, edge, regions, objective, load } });
  }

  /** `Platform-Data-eu-west-1`, behind the name of the stage if there is one. */
  private name(...words: string[]): string {
    const stage = Stage.of(this.scope)?.stageName;
    return [...(stage ? [stage] : []), this.scope.node.id, ...words].join('-');
  }
}

function staticReplica({ foundation }: ServingRegion): BucketReplica {
  const bucket = foundation.logVault.bucket(foundation, 'StaticReplica');
  return { bucket, key: foundation.key.key };
}
