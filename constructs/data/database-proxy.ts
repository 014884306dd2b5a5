import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { TierSecurityGroup } from '../network';
import { ManagedPolicyRole } from '../security';
import type { ConnectionPooling, RdsProxyOptions } from './connection-pooling';
import { namedLogGroup } from './named-log-group';
import type { DatabaseContext, DatabaseParts } from './topology-plan';

/** What a proxy for PostgreSQL listens on, whatever the port of the database. */
const PROXY_PORT = 5432;

/** A proxy in front of a database. */
export interface ProxyParts {
  readonly proxy: rds.IDatabaseProxy;
  readonly securityGroup: TierSecurityGroup;
  readonly role: iam.IRole;
  readonly port: number;
  /** Host that spreads reads; undefined where only the writer can be a target. */
  readonly readerHost?: string;
}

/** Puts a proxy in front of what a topology made, if it can. */
export function createProxy(
  context: DatabaseContext,
  { proxyTarget, hasProxyReaders }: DatabaseParts,
  pooling: ConnectionPooling,
): ProxyParts | undefined {
  if (!proxyTarget || !pooling._proxy) return undefined;
  const { scope, network } = context;
  const securityGroup = proxyGroup(context);
  const role = new ManagedPolicyRole(scope, 'ProxyRole', { assumedBy: new iam.ServicePrincipal('rds.amazonaws.com') });
  const proxy = new rds.DatabaseProxy(scope, 'Proxy', {
    ...poolSettings(pooling._proxy),
    dbProxyName: context.identifier,
    vpc: network.vpc,
    vpcSubnets: network.data,
    securityGroups: [securityGroup.reference],
    role,
    proxyTarget,
    defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH,
    requireTLS: true,
  });
  proxy.node.addDependency(proxyLogs(context), ...access(context, securityGroup));
  const readerHost = hasProxyReaders ? proxyReaders(context, proxy, securityGroup) : undefined;
  return { proxy, securityGroup, role, port: PROXY_PORT, readerHost };
}

function poolSettings(options: RdsProxyOptions) {
  return {
    maxConnectionsPercent: options.maximumConnectionsPercent ?? 80,
    borrowTimeout: options.borrowTimeout ?? Duration.seconds(5),
    idleClientTimeout: options.idleClientTimeout ?? Duration.minutes(15),
  };
}

function proxyGroup({ scope, network, identifier }: DatabaseContext): TierSecurityGroup {
  const description = `Proxy of ${identifier}`;
  return new TierSecurityGroup(scope, 'ProxyGroup', { vpc: network.vpc, description, allowAllOutbound: false });
}

function proxyLogs(context: DatabaseContext): Construct {
  return namedLogGroup(context, context.scope, 'ProxyLogs', `/aws/rds/proxy/${context.identifier}`);
}

/** The rules come first, because a target only becomes available once the proxy has reached it. */
function access({ scope, securityGroup, port }: DatabaseContext, proxyGroup: TierSecurityGroup): Construct[] {
  const rules = new Construct(scope, 'ProxyAccess');
  TierSecurityGroup.link(rules, 'Database', { client: proxyGroup, server: securityGroup, port });
  return [rules];
}

function proxyReaders({ network }: DatabaseContext, proxy: rds.DatabaseProxy, group: TierSecurityGroup): string {
  const endpoint = proxy.addEndpoint('Readers', {
    vpc: network.vpc,
    vpcSubnets: network.data,
    securityGroups: [group.reference],
    targetRole: rds.ProxyEndpointTargetRole.READ_ONLY,
  });
  return endpoint.endpoint;
}
