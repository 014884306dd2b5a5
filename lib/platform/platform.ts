import { Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { RecoveryObjective, RegionSpec, ServiceLevelObjective } from '../../constructs/core';
import { validate } from '../../constructs/core/errors';
import type { BucketReplica } from '../../constructs/security';
import { AppStack } from './app-stack';
import { DataStack } from './data-stack';
import { EdgeStack } from './edge-stack';
import { FoundationStack } from './foundation-stack';
import { platformChecks } from './platform-checks';
import { objectiveOf, READ_REPLICAS, recoveryOf } from './platform-defaults';
import { PlatformLoad } from './platform-load';
import type { PlatformProps } from './platform-props';
import { Workload } from './workload';

/** Members that a Global Datastore can have. */
const CACHE_MEMBERS = 3;

/** The stacks of one region. */
export interface PlatformRegion {
  /** The region. */
  readonly spec: RegionSpec;
  /** Key, logs, network. */
  readonly foundation: FoundationStack;
  /** Database and cache. */
  readonly data: DataStack;
  /** Applications. */
  readonly app: AppStack;
}

/**
 * The reference platform in one environment: per region a foundation, data and applications, and one edge in front. Put it
 * into an app for one environment, or take `PlatformStage` for several.
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
  public readonly regions: PlatformRegion[] = [];
  /** The edge. */
  public readonly edge: EdgeStack;

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    validate(this, platformChecks(props));
    this.objective = props.objective ?? objectiveOf();
    this.recovery = props.recovery ?? recoveryOf();
    this.load = props.load ?? new PlatformLoad();
    const foundations = props.regions.all.map((region) => this.createFoundation(region, props));
    foundations.forEach((_, index) => this.regions.push(this.createRegion(index, foundations, props)));
    this.edge = this.createEdge(props);
  }

  private createFoundation(region: RegionSpec, { account }: PlatformProps): FoundationStack {
    const stackName = this.stackName('Foundation', region.name);
    return new FoundationStack(this, `Foundation-${region.name}`, { stackName, region, account });
  }

  private createRegion(index: number, foundations: FoundationStack[], props: PlatformProps): PlatformRegion {
    const spec = props.regions.all[index];
    const foundation = foundations[index];
    const data = this.createData(spec, foundation, foundations.slice(1), props);
    const app = new AppStack(this, `App-${spec.name}`, {
      stackName: this.stackName('App', spec.name),
      region: spec,
      regions: props.regions,
      foundation,
      data,
      domain: props.domain,
      load: this.load,
      workload: props.workload ?? Workload.placeholder(),
    });
    return { spec, foundation, data, app };
  }

  private createData(
    region: RegionSpec,
    foundation: FoundationStack,
    others: FoundationStack[],
    { readReplicas }: PlatformProps,
  ): DataStack {
    return new DataStack(this, `Data-${region.name}`, {
      stackName: this.stackName('Data', region.name),
      region,
      foundation,
      recovery: this.recovery,
      readReplicas: readReplicas ?? READ_REPLICAS,
      primary: this.regions[0]?.data,
      tableReplicas: others.map((other) => ({ region: other.region, key: other.key.key })),
      sharesCache: this.regions.length < CACHE_MEMBERS,
    });
  }

  private createEdge({ domain, account, regions, deniedCountries }: PlatformProps): EdgeStack {
    const [primary, ...others] = this.regions;
    const takesOver = others.find(({ spec }) => spec === regions.failoverTarget);
    return new EdgeStack(this, 'Edge', {
      stackName: this.stackName('Edge'),
      domain,
      account,
      deniedCountries: deniedCountries ?? DENIED_COUNTRIES,
      loadBalancers: [primary, ...(takesOver ? [takesOver] : [])].map(({ spec, app }) => ({
        region: spec.name,
        loadBalancer: app.web.loadBalancer.alb,
      })),
      staticReplica: takesOver && staticReplica(takesOver),
    });
  }

  /** `Platform-Data-eu-west-1`, behind the name of the stage if there is one. */
  private stackName(...words: string[]): string {
    const stage = Stage.of(this)?.stageName;
    return [...(stage ? [stage] : []), this.node.id, ...words].join('-');
  }
}

/**
 * The platform as a stage, for pipelines and for several environments in one app. The CDK's command line finds its stacks
 * under the name of the stage: `cdk deploy 'Test/**'`.
 */
export class PlatformStage extends Stage {
  /** The platform. */
  public readonly platform: Platform;

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id, { env: { account: props.account } });
    this.platform = new Platform(this, 'Platform', props);
  }
}

/** An example of an embargo; who may be served is a decision of law and business, so look at it. */
const DENIED_COUNTRIES = ['KP'];

function staticReplica({ foundation }: PlatformRegion): BucketReplica {
  const bucket = foundation.logVault.bucket(foundation, 'StaticReplica');
  return { bucket, key: foundation.key.key };
}
