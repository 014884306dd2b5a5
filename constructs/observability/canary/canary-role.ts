import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../../security';

const WITHOUT_RESOURCES =
  'Metrics (bound to the namespace of Synthetics), the list of buckets that its library reads, and network interfaces ' +
  'of functions know no resources.';

const RUNS = 'Each run names its own artifacts; they are bound to the prefix of this canary.';

/** What a canary may touch. */
export interface CanaryReach {
  readonly artifacts: s3.IBucket;
  /** Prefix of the artifacts. */
  readonly prefix: string;
  /** Keys of artifacts and environment. */
  readonly keys: kms.IKey[];
  readonly inNetwork: boolean;
}

/**
 * Lets the canary write its artifacts and metrics, and nothing else: not even make a log group, because the one that
 * Lambda would make is neither encrypted nor ever emptied.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
export function canaryRole(scope: Construct, reach: CanaryReach): ManagedPolicyRole {
  const { artifacts, keys, inNetwork } = reach;
  const objects = artifacts.arnForObjects(`${reach.prefix}/*`);
  const role = new ManagedPolicyRole(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    description: `Canary ${scope.node.path}`,
    statements: [
      allow(['s3:GetObject', 's3:PutObject'], [objects]),
      allow(['s3:GetBucketLocation'], [artifacts.bucketArn]),
      allow(['s3:ListAllMyBuckets'], ['*']),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], [...new Set(keys.map((key) => key.keyArn))]),
      metricStatement(),
      ...(inNetwork ? [allow(INTERFACES, ['*'])] : []),
    ],
  });
  role.acknowledgeWildcard(Wildcard.resource(objects), RUNS);
  role.acknowledgeWildcard(Wildcard.resource('*'), WITHOUT_RESOURCES);
  return role;
}

/** The log group is named after the canary, which needs its role first: a policy of its own that comes last. */
export function allowLogging(scope: Construct, role: iam.IRole, group: logs.ILogGroup): void {
  new iam.ManagedPolicy(scope, 'WriteLogs', {
    roles: [role],
    statements: [allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [group.logGroupArn])],
  });
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

function metricStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
  });
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
