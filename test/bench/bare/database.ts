import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { DataStack } from './data-stack';
import { allow, logGroup } from './pieces';
import { PORTS, READ_REPLICAS } from './settings';

export const IDENTIFIER = 'bare-database';

const LOGS = ['postgresql', 'upgrade'];
const ENGINE = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.of('18', '18') });

export interface Database {
  readonly writer: rds.DatabaseInstance;
  readonly replicas: rds.DatabaseInstanceReadReplica[];
}

type Shared = ReturnType<typeof sharedSettings>;

/** A Multi-AZ PostgreSQL database with read replicas; its password is rotated. */
export function createDatabase(stack: DataStack): Database {
  const settings = sharedSettings(stack);
  const writer = createWriter(stack, settings);
  const names = Array.from({ length: READ_REPLICAS }, (_, index) => `replica-${index + 1}`);
  const replicas = names.map((name) => createReplica(stack, name, writer, settings));
  rotatePassword(stack, writer);
  return { writer, replicas };
}

function sharedSettings(stack: DataStack) {
  const { vpc, data, key } = stack.foundation;
  return {
    vpc,
    vpcSubnets: data,
    subnetGroup: subnetGroup(stack),
    securityGroups: [stack.databaseGroup],
    parameterGroup: parameterGroup(stack),
    port: PORTS.database,
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.M7G, ec2.InstanceSize.LARGE),
    multiAz: true,
    maxAllocatedStorage: 1000,
    storageType: rds.StorageType.GP3,
    publiclyAccessible: false,
    iamAuthentication: true,
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    cloudwatchLogsExports: LOGS,
    monitoringInterval: Duration.seconds(15),
    monitoringRole: monitoringRole(stack),
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
    performanceInsightRetention: rds.PerformanceInsightRetention.MONTHS_15,
    databaseInsightsMode: rds.DatabaseInsightsMode.ADVANCED,
  };
}

function createWriter(stack: DataStack, settings: Shared): rds.DatabaseInstance {
  const { key } = stack.foundation;
  const secret = new rds.DatabaseSecret(stack, 'Secret', { username: 'postgres', encryptionKey: key });
  secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const writer = new rds.DatabaseInstance(stack, 'Writer', {
    ...settings,
    engine: ENGINE,
    instanceIdentifier: IDENTIFIER,
    allocatedStorage: 100,
    storageEncrypted: true,
    storageEncryptionKey: key,
    credentials: rds.Credentials.fromSecret(secret, 'postgres'),
    backupRetention: Duration.days(35),
    deleteAutomatedBackups: false,
    allowMajorVersionUpgrade: false,
  });
  writer.node.addDependency(...logGroups(stack, IDENTIFIER), settings.monitoringRole);
  return writer;
}

function createReplica(stack: DataStack, name: string, source: rds.DatabaseInstance, settings: Shared) {
  const instanceIdentifier = `${IDENTIFIER}-${name}`;
  const replica = new rds.DatabaseInstanceReadReplica(stack, name, {
    ...settings,
    instanceIdentifier,
    sourceDatabaseInstance: source,
  });
  replica.node.addDependency(...logGroups(stack, instanceIdentifier), settings.monitoringRole);
  return replica;
}

export function logGroups(stack: DataStack, identifier: string) {
  const named = (log: string) => `/aws/rds/instance/${identifier}/${log}`;
  return LOGS.map((log) => logGroup(stack, `${identifier}-${log}`, stack.foundation.key, named(log)));
}

function rotatePassword(stack: DataStack, writer: rds.DatabaseInstance): void {
  const { vpc, app } = stack.foundation;
  const securityGroup = new ec2.SecurityGroup(stack, 'RotationGroup', { vpc, description: 'Password rotation' });
  writer.addRotationSingleUser({ automaticallyAfter: Duration.days(30), securityGroup, vpcSubnets: app });
}

function subnetGroup(stack: DataStack): rds.SubnetGroup {
  const { vpc, data } = stack.foundation;
  return new rds.SubnetGroup(stack, 'Subnets', {
    description: 'Data tier',
    vpc,
    vpcSubnets: data,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function parameterGroup(stack: DataStack): rds.ParameterGroup {
  return new rds.ParameterGroup(stack, 'Parameters', {
    engine: ENGINE,
    description: `Parameters of ${IDENTIFIER}`,
    parameters: { 'rds.force_ssl': '1' },
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function monitoringRole(stack: DataStack): iam.Role {
  const group = `arn:aws:logs:${stack.region}:${stack.account}:log-group:RDSOSMetrics`;
  const streams = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'];
  const role = new iam.Role(stack, 'Monitoring', {
    assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  new iam.ManagedPolicy(role, 'Policy', {
    roles: [role],
    statements: [
      allow(['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], group),
      allow(streams, `${group}:log-stream:*`),
    ],
  });
  return role;
}
