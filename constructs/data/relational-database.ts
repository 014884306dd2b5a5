import { Duration, Fn, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { TierSecurityGroup } from '../network';
import { ConnectionPooling } from './connection-pooling';
import { backUp, DatabaseBackup } from './database-backup';
import { databaseChecks, userCheck } from './database-checks';
import type { DatabaseEndpoint } from './database-endpoint';
import { createProxy, type ProxyParts } from './database-proxy';
import { databaseSettings } from './database-settings';
import { DatabaseTopology } from './database-topology';
import { databaseWarnings } from './database-warnings';
import { monitoringRole } from './monitoring-role';
import { PasswordRotation, rotatePassword } from './password-rotation';
import type { RelationalDatabaseProps } from './relational-database-props';
import { companionPolicy } from './removal';
import type { ReplicaPool } from './replica-pool';
import type { DatabaseContext, DatabaseParts, DatabaseSettings, TopologyPlan } from './topology-plan';

/** Resource ids of instances; those of clusters and proxies begin otherwise. */
const ANY_INSTANCE = 'db-*';

/**
 * PostgreSQL with one outside, whatever is inside: a writer, a reader, rules and rights to connect.
 *
 * By default RDS for PostgreSQL, Multi-AZ, with two read replicas behind one private name and RDS Proxy in front of the
 * writer. Survives the loss of an instance or zone without losing a committed write; what else it survives follows from
 * the topology. Does not survive the deletion of its key.
 *
 * Clients log in with IAM (`grantConnect`; in SQL: `GRANT rds_iam TO ...`), the secret is for administration. Behind
 * `reader` of the RDS topologies are names of instances: resolve it, then make the token for that name and connect to it,
 * because tokens and certificates name the instance.
 */
export class RelationalDatabase extends Construct {
  /** Where writes go: the proxy if there is one. */
  public readonly writer: DatabaseEndpoint;
  /** Where reads go: the replicas, or the writer when it is alone. */
  public readonly reader: DatabaseEndpoint;
  /** Host names behind the reader, without the writer. */
  public readonly readerHosts: string[];
  /** The administrator's name and password, if this region has one. */
  public readonly secret?: secretsmanager.ISecret;
  /** Group of the instances. Connect clients with `connectFrom`. */
  public readonly securityGroup: TierSecurityGroup;
  /** Subnets of the instances, for what is restored beside them. */
  public readonly subnetGroup: rds.ISubnetGroup;
  /** The proxy, if there is one. */
  public readonly proxy?: rds.IDatabaseProxy;
  /** The RDS writer, or the replica that can become one; none with Aurora. */
  public readonly instance?: rds.IDatabaseInstance;
  /** The read replicas of RDS. */
  public readonly replicas: rds.IDatabaseInstance[];
  /** The Aurora cluster. */
  public readonly cluster?: rds.IDatabaseCluster;
  /** The global database of Aurora, where it was made. */
  public readonly globalCluster?: rds.CfnGlobalCluster;
  /** Where the writes of all regions go; follows a switchover by itself. Only with `globalCluster`. */
  public readonly globalWriter?: DatabaseEndpoint;

  /** @internal */
  public readonly _plan: TopologyPlan;
  /** @internal */
  public readonly _version: string;
  /** @internal */
  public readonly _copies: string[] = [];
  /** @internal */
  public readonly _pool?: ReplicaPool;

  private readonly port: number;
  private readonly resourceIds: string[];
  private readonly front?: ProxyParts;
  private readonly logins = new Map<string, iam.ManagedPolicy>();
  private hasOpenLogins = false;

  constructor(scope: Construct, id: string, props: RelationalDatabaseProps) {
    super(scope, id);
    this._plan = (props.topology ?? DatabaseTopology.multiAzInstance())._plan;
    const settings = databaseSettings(this, props, this._plan.defaultVersion);
    validate(this, [...databaseChecks(settings, this._plan, props), ...this._plan.checks(settings, this)]);
    this._version = settings.version.text;
    this.port = settings.port;
    this.securityGroup = this.createSecurityGroup(settings);
    const context = this.prepare(settings);
    this.subnetGroup = context.subnetGroup;
    const parts = this._plan.build(context);
    this.instance = parts.instance;
    this.replicas = parts.replicas;
    this.cluster = parts.cluster;
    this.globalCluster = parts.globalCluster;
    this._pool = parts.pool;
    this.readerHosts = parts.readerHosts;
    this.resourceIds = parts.resourceIds;
    this.secret = parts.owner?.secret;
    this.front = createProxy(context, parts, props.pooling ?? ConnectionPooling.rdsProxy());
    this.proxy = this.front?.proxy;
    this.writer = this.writerOf(parts);
    this.reader = this.readerOf(parts);
    this.globalWriter = this.globalWriterOf(parts);
    rotatePassword(context, parts, props.passwordRotation ?? PasswordRotation.every(Duration.days(30)));
    backUp(context, parts, props.backup ?? DatabaseBackup.daily());
    this.warn(props);
  }

  /**
   * Lets the members of a group open connections to writer and reader. The rules live in `scope`: pass the clients' stack,
   * so that the stack of the database need not change.
   */
  public connectFrom(scope: Construct, id: string, clients: TierSecurityGroup): void {
    TierSecurityGroup.link(scope, `${id}Instances`, { client: clients, server: this.securityGroup, port: this.port });
    if (!this.front) return;
    const { securityGroup, port } = this.front;
    TierSecurityGroup.link(scope, `${id}Proxy`, { client: clients, server: securityGroup, port });
  }

  /**
   * Lets a role log in as a user of the database with IAM, at the proxy and at every instance, and at nothing else. What is
   * allowed stands in a policy of this stack, so roles of other stacks need not know how the proxy is named.
   */
  public grantConnect(role: iam.IRole, user: string): iam.IManagedPolicy {
    validate(this, [userCheck(user)]);
    const login = this.logins.get(user) ?? this.createLogin(user);
    role.addManagedPolicy(login);
    return login;
  }

  /**
   * Lets those who may log in do so at replicas, too, that somebody adds later.
   * @internal
   */
  public _openLogins(): void {
    this.hasOpenLogins = true;
    this.logins.forEach((login, user) => this.openLogin(login, user));
  }

  private openLogin(login: iam.ManagedPolicy, user: string): void {
    const resources = [this.userArn(ANY_INSTANCE, user)];
    login.addStatements(new iam.PolicyStatement({ actions: ['rds-db:connect'], resources }));
    const { partition, region, account } = Stack.of(this);
    const [inPartition, inRegion, inAccount] = [partition, region, account].map((part) => this.spell(part));
    Validations.of(login).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:${inPartition}:rds-db:${inRegion}:${inAccount}:dbuser:${ANY_INSTANCE}/${user}]`,
      reason:
        'The id of a replica that load adds is made with it; user, account and region are stated, proxies and clusters are not reached.',
    });
  }

  /** As the finding about a wildcard spells what only CloudFormation knows. */
  private spell(part: string): string {
    const resolved = Stack.of(this).resolve(part) as string | { Ref: string };
    return typeof resolved === 'string' ? resolved : `<${resolved.Ref}>`;
  }

  private createLogin(user: string): iam.ManagedPolicy {
    this.passOn(user);
    const resources = [...this.proxyIds(), ...this.resourceIds].map((id) => this.userArn(id, user));
    const statements = [new iam.PolicyStatement({ actions: ['rds-db:connect'], resources })];
    const login = new iam.ManagedPolicy(this, `Login-${user}`, { description: `Log in as ${user}`, statements });
    this.logins.set(user, login);
    if (this.hasOpenLogins) this.openLogin(login, user);
    return login;
  }

  private createSecurityGroup({ network, identifier, removalPolicy }: DatabaseSettings): TierSecurityGroup {
    const description = `Database ${identifier}`;
    const group = new TierSecurityGroup(this, 'Instances', { vpc: network.vpc, description, allowAllOutbound: false });
    // AWS does not delete a group that instances are in.
    group.group.applyRemovalPolicy(companionPolicy(removalPolicy));
    return group;
  }

  private prepare(settings: DatabaseSettings): DatabaseContext {
    const { network, identifier, removalPolicy, monitoringInterval } = settings;
    const subnetGroup = new rds.SubnetGroup(this, 'Subnets', {
      description: `Data tier for ${identifier}`,
      vpc: network.vpc,
      vpcSubnets: network.data,
      removalPolicy: companionPolicy(removalPolicy),
    });
    const monitored = monitoringInterval.toSeconds() > 0;
    return {
      ...settings,
      scope: this,
      securityGroup: this.securityGroup,
      subnetGroup,
      monitoringRole: monitored ? monitoringRole(this) : undefined,
    };
  }

  private writerOf({ writerHost }: DatabaseParts): DatabaseEndpoint {
    if (this.front) return { host: this.front.proxy.endpoint, port: this.front.port };
    return { host: writerHost, port: this.port };
  }

  private readerOf({ reader }: DatabaseParts): DatabaseEndpoint {
    if (this.front?.readerHost) return { host: this.front.readerHost, port: this.front.port };
    return reader ?? this.writer;
  }

  private globalWriterOf({ globalCluster }: DatabaseParts): DatabaseEndpoint | undefined {
    if (!globalCluster) return undefined;
    return { host: globalCluster.getAtt('GlobalEndpoint.Address').toString(), port: this.port };
  }

  /** The proxy logs in to the database as the same user, with a token that its own role must be allowed to make. */
  private passOn(user: string): void {
    if (!this.front) return;
    const resources = [this.userArn(this.resourceIds[0], user)];
    this.front.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['rds-db:connect'], resources }));
  }

  /** The last part of a proxy's ARN is its resource id. */
  private proxyIds(): string[] {
    return this.front ? [Fn.select(6, Fn.split(':', this.front.proxy.dbProxyArn))] : [];
  }

  private userArn(resourceId: string, user: string): string {
    const { partition, region, account } = Stack.of(this);
    return `arn:${partition}:rds-db:${region}:${account}:dbuser:${resourceId}/${user}`;
  }

  private warn(props: RelationalDatabaseProps): void {
    for (const { code, message } of databaseWarnings(this._plan, props)) {
      Validations.of(this).addWarning(`cdk-nines::${code}`, `${message}.`);
    }
  }
}
