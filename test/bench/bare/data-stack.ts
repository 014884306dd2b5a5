import { Fn } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as elasticache from 'aws-cdk-lib/aws-elasticache';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { backUpDatabase, backUpTable, createBackups } from './backup';
import { BareStack } from './bare-stack';
import { createCache } from './cache';
import { createDatabase } from './database';
import { createProxy } from './database-proxy';
import type { FoundationStack } from './foundation-stack';
import { allow } from './pieces';
import { createReader, type Reader } from './reader';
import { createReplicaScaling } from './replica-scaling';
import { createSessions } from './sessions';
import { DATABASE_USER } from './settings';

/** Database, cache and sessions. */
export class DataStack extends BareStack {
  readonly databaseGroup: ec2.SecurityGroup;
  readonly proxyGroup: ec2.SecurityGroup;
  readonly cacheGroup: ec2.SecurityGroup;
  readonly proxy: rds.DatabaseProxy;
  readonly writer: rds.DatabaseInstance;
  readonly replicas: rds.DatabaseInstanceReadReplica[];
  readonly reader: Reader;
  readonly login: iam.ManagedPolicy;
  readonly cache: elasticache.CfnReplicationGroup;
  readonly sessions: dynamodb.TableV2;
  readonly cacheUser: elasticache.CfnUser;

  constructor(
    scope: Construct,
    id: string,
    readonly foundation: FoundationStack,
  ) {
    super(scope, id, 'Database, cache and sessions');
    this.databaseGroup = this.closedGroup('Database');
    this.proxyGroup = this.closedGroup('Proxy');
    this.cacheGroup = this.closedGroup('Cache');
    const { writer, replicas } = createDatabase(this);
    const ids = [writer, ...replicas].map((each) => (each.node.defaultChild as rds.CfnDBInstance).attrDbiResourceId);
    this.proxy = createProxy(this, writer, ids[0]);
    this.login = this.loginPolicy([...ids, Fn.select(6, Fn.split(':', this.proxy.dbProxyArn))]);
    this.writer = writer;
    this.replicas = replicas;
    this.reader = createReader(this, writer, replicas);
    createReplicaScaling(this);
    const backups = createBackups(this);
    backUpDatabase(this, backups, writer);
    this.sessions = createSessions(this);
    backUpTable(this, backups, this.sessions);
    const { group, user } = createCache(this);
    this.cache = group;
    this.cacheUser = user;
  }

  private loginPolicy(resourceIds: string[]): iam.ManagedPolicy {
    const { region, account } = this;
    const users = resourceIds.map((id) => `arn:aws:rds-db:${region}:${account}:dbuser:${id}/${DATABASE_USER}`);
    return new iam.ManagedPolicy(this, 'Login', { statements: [allow(['rds-db:connect'], ...users)] });
  }

  private closedGroup(name: string): ec2.SecurityGroup {
    const { vpc } = this.foundation;
    return new ec2.SecurityGroup(this, `${name}Group`, { vpc, description: name, allowAllOutbound: false });
  }
}
