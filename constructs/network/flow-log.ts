import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type LogVault, ManagedPolicyRole } from '../security';

/** Logs every accepted and rejected connection of a VPC. */
export function addFlowLog(scope: Construct, vpc: ec2.IVpc, vault: LogVault): logs.ILogGroup {
  const group = vault.group(scope, 'FlowLogs');
  const role = new ManagedPolicyRole(scope, 'FlowLogRole', {
    assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com'),
  });
  vpc.addFlowLog('FlowLog', {
    destination: ec2.FlowLogDestination.toCloudWatchLogs(group, role),
    trafficType: ec2.FlowLogTrafficType.ALL,
    maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
  });
  return group;
}
