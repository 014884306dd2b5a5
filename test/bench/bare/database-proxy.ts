import { Duration } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { DataStack } from './data-stack';
import { IDENTIFIER } from './database';
import { allow, logGroup, role } from './pieces';
import { DATABASE_USER } from './settings';

/** A pool of connections to the writer, whose users log in by IAM. */
export function createProxy(stack: DataStack, writer: rds.DatabaseInstance, resourceId: string): rds.DatabaseProxy {
  const { vpc, data, key } = stack.foundation;
  const user = `arn:aws:rds-db:${stack.region}:${stack.account}:dbuser:${resourceId}/${DATABASE_USER}`;
  const proxy = new rds.DatabaseProxy(stack, 'Proxy', {
    dbProxyName: IDENTIFIER,
    vpc,
    vpcSubnets: data,
    securityGroups: [stack.proxyGroup],
    role: role(stack, 'ProxyRole', 'rds', [allow(['rds-db:connect'], user)]),
    proxyTarget: rds.ProxyTarget.fromInstance(writer),
    defaultAuthScheme: rds.DefaultAuthScheme.IAM_AUTH,
    requireTLS: true,
    maxConnectionsPercent: 80,
    borrowTimeout: Duration.seconds(5),
    idleClientTimeout: Duration.minutes(15),
  });
  proxy.node.addDependency(logGroup(stack, 'ProxyLogs', key, `/aws/rds/proxy/${IDENTIFIER}`));
  return proxy;
}
