import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { TierSecurityGroup } from '../network';
import { acknowledgeCache } from './acknowledgements';
import { hitRate, memoryUsage, primaryProcessorUsage } from './cache-metrics';
import type { CacheMode } from './cache-mode';
import { scaleCache } from './cache-scaling-targets';
import { type CacheSettings, cacheSettings } from './cache-settings';
import { type CacheAccess, cacheAccess } from './cache-users';
import { joinGlobal } from './global-members';
import { keepSurroundings } from './keep-surroundings';
import { cacheChecks, nodesChecks } from './replicated-cache-checks';
import type { ReplicatedCacheProps } from './replicated-cache-props';
import { replicationGroup } from './replication-group';
import { sizeWarnings } from './replicated-cache-warnings';
import { secondaryChecks } from './secondary-checks';

/**
 * A Valkey or Redis cluster: keys spread over shards, each with replicas in other zones, reached by TLS as a user of IAM.
 *
 * Survives the loss of a node and of a zone: a replica takes over in about a minute, without the last writes unless they
 * are durable. Does not survive the loss of its region (see `GlobalCache`), and no cache promises to keep its data: the
 * application has to survive an empty one. Shards, replicas, node type and a newer engine are changed in place; another
 * port, key or VPC, and another kind of authentication, make a new, empty cache and a last snapshot of the old one.
 */
export class ReplicatedCache extends Construct {
  /** The cache as CloudFormation sees it. */
  public readonly replicationGroup: elasticache.CfnReplicationGroup;
  /** Who may connect. */
  public readonly securityGroup: TierSecurityGroup;
  /** What stands behind it. */
  public readonly mode: CacheMode;
  /** Host of the configuration endpoint, where clients learn which node holds which keys. */
  public readonly host: string;
  /** Port of all nodes. */
  public readonly port: number;
  /** Name of the user that workloads connect as; none with a token or a user group of your own. */
  public readonly userName?: string;
  /** Commands that took long. */
  public readonly slowLog: logs.ILogGroup;
  /** What the engine has to say. */
  public readonly engineLog: logs.ILogGroup;

  /** @internal */
  public readonly _settings: CacheSettings;
  private readonly access: CacheAccess;

  constructor(scope: Construct, id: string, props: ReplicatedCacheProps) {
    super(scope, id);
    this._settings = cacheSettings(props);
    this.mode = this._settings.mode;
    this.port = this._settings.port;
    this.check(props);
    this.slowLog = props.logVault.group(this, 'SlowLog');
    this.engineLog = props.logVault.group(this, 'EngineLog');
    this.securityGroup = this.closedGroup(props);
    this.access = cacheAccess(this, this._settings.authentication._spec);
    this.userName = this.access.user?.userName;
    this.replicationGroup = replicationGroup(this, { ...this, props, settings: this._settings, access: this.access });
    this.host = this.replicationGroup.attrConfigurationEndPointAddress;
    this._settings.scaling.forEach(({ _spec }) => scaleCache(this, this.replicationGroup, _spec));
    acknowledgeCache(this.replicationGroup);
    keepSurroundings(this, this._settings.removalPolicy);
  }

  /** Name of the cache; clients put it into the IAM tokens that they connect with. */
  public get cacheName(): string {
    return this.replicationGroup.ref;
  }

  /** Lets the members of a tier open connections. Both rules live in `scope`: pass the consumer's stack. */
  public connectFrom(scope: Construct, id: string, client: TierSecurityGroup): void {
    TierSecurityGroup.link(scope, id, { client: client, server: this.securityGroup, port: this.port });
  }

  /** Lets a role make tokens of IAM for the cache's user. Only with `CacheAuth.iam()`. */
  public grantConnect(grantee: iam.IGrantable): iam.Grant {
    const { user } = this.access;
    validate(this, [
      {
        code: 'GrantNeedsIam',
        property: 'authentication',
        when: !user,
        value: this._settings.authentication._spec.kind,
        allowed: 'CacheAuth.iam()',
        action: 'Use users of IAM, or give the role what your own authentication needs',
      },
    ]);
    const resourceArns = [this.arn(), ...(user ? [user.attrArn] : [])];
    return iam.Grant.addToPrincipal({ grantee, actions: ['elasticache:Connect'], resourceArns });
  }

  /** Reads that found their key, in percent. For dashboards: alarms cannot search for the nodes that there happen to be. */
  public metricHitRate(): cloudwatch.IMetric {
    return hitRate(this.cacheName);
  }

  /** Memory that counts for eviction, in percent. */
  public metricMemory(): cloudwatch.IMetric {
    return memoryUsage(this.cacheName);
  }

  /** Processor time of the engine on the primaries, in percent. */
  public metricPrimaryProcessor(): cloudwatch.IMetric {
    return primaryProcessorUsage(this.cacheName);
  }

  private check(props: ReplicatedCacheProps): void {
    const { region } = Stack.of(this);
    const zones = [...new Set(props.network.vpc.selectSubnets(props.network.data).availabilityZones)];
    validate(this, [
      ...cacheChecks(this._settings, zones, props.notifications),
      ...nodesChecks(this._settings),
      ...secondaryChecks(props, region, this.mode._global),
    ]);
    if (this.mode._global) joinGlobal(this.mode._global, region);
    for (const { code, message } of sizeWarnings(this.mode, zones)) {
      Validations.of(this).addWarning(`cdk-nines::${code}`, message);
    }
  }

  private closedGroup({ network }: ReplicatedCacheProps): TierSecurityGroup {
    const description = `Cache ${this.node.path}`.slice(0, 255);
    return new TierSecurityGroup(this, 'SecurityGroup', { vpc: network.vpc, description, allowAllOutbound: false });
  }

  private arn(): string {
    return Stack.of(this).formatArn({
      service: 'elasticache',
      resource: 'replicationgroup',
      resourceName: this.cacheName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
