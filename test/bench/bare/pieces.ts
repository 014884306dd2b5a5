import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A log group that outlives its stack. */
export function logGroup(scope: Construct, id: string, encryptionKey: kms.IKey, logGroupName?: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    logGroupName,
    encryptionKey,
    retention: logs.RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** A role with one managed policy of its own. What gets it cannot add an inline policy to it. */
export function role(
  scope: Construct,
  id: string,
  service: string | iam.ServicePrincipal,
  statements: iam.PolicyStatement[],
  managedPolicies: iam.IManagedPolicy[] = [],
): iam.IRole {
  const assumedBy = typeof service === 'string' ? new iam.ServicePrincipal(`${service}.amazonaws.com`) : service;
  const made = new iam.Role(scope, id, { assumedBy, managedPolicies });
  new iam.ManagedPolicy(scope, `${id}Policy`, { roles: [made], statements });
  return made.withoutPolicyUpdates();
}

export function allow(actions: string[], ...resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}

export function allowWhen(conditions: iam.Conditions, actions: string[], ...resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, conditions });
}

/** An alarm that tells a topic, and to which silence is no trouble unless stated otherwise. */
export function alarm(
  scope: Construct,
  id: string,
  topic: sns.ITopic | undefined,
  props: cloudwatch.AlarmProps,
): cloudwatch.Alarm {
  const made = new cloudwatch.Alarm(scope, id, {
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    ...props,
  });
  if (topic) made.addAlarmAction(new SnsAction(topic));
  return made;
}

/** A queue for what could not be delivered. */
export function undelivered(scope: Construct, id: string, encryptionMasterKey: kms.IKey): sqs.Queue {
  return new sqs.Queue(scope, id, {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
  });
}

/** A bucket for access logs. */
export function accessLogBucket(scope: Construct, id: string, props: s3.BucketProps = {}): s3.Bucket {
  return new s3.Bucket(scope, id, {
    ...CLOSED_BUCKET,
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ id: 'Expire', expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
    ...props,
  });
}

export const CLOSED_BUCKET: s3.BucketProps = {
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** What Lambda needs to run a function in a network. */
export const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
