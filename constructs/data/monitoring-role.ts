import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';

/** Where RDS writes the metrics of all operating systems of an account and region. */
const LOG_GROUP = 'RDSOSMetrics';

/**
 * Lets RDS write the metrics of the operating systems. The permissions have to exist before the first instance, whose
 * resource id names its log stream, does: therefore the wildcard.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export function monitoringRole(scope: Construct): iam.IRole {
  const { partition, region, account } = Stack.of(scope);
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${LOG_GROUP}`;
  const streams = `${group}:log-stream:*`;
  const role = new ManagedPolicyRole(scope, 'Monitoring', {
    assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    statements: [
      new iam.PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], resources: [group] }),
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'],
        resources: [streams],
      }),
    ],
  });
  role.acknowledgeWildcard(
    Wildcard.resource(streams),
    'RDS names a stream after an instance that does not exist yet; it is bound to one log group that only RDS writes to.',
  );
  return role;
}
