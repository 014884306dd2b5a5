import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

const USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
const PUBLISH = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/** A customer-managed key for logs, alarms, events, topics and volumes. */
export function platformKey(scope: Construct): kms.Key {
  const { account, region } = Stack.of(scope);
  const logs = { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*` } };
  const ownAccount = { StringEquals: { 'aws:SourceAccount': account } };
  const services = ['cloudwatch', 'events', 'sns'].map((name) => statement(service(name), PUBLISH, ownAccount));
  const via = ['ec2', 'sns'].map((name) => `${name}.${region}.amazonaws.com`);
  const statements = [
    statement(new iam.AccountRootPrincipal(), ['kms:*']),
    statement(service(`logs.${region}`), USE, logs),
    ...services,
    statement(new iam.AnyPrincipal(), [...USE, 'kms:CreateGrant'], {
      StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via },
    }),
  ];
  return new kms.Key(scope, 'Key', {
    description: `Key of ${scope.node.path}`,
    enableKeyRotation: true,
    multiRegion: false,
    pendingWindow: Duration.days(30),
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new iam.PolicyDocument({ statements }),
  });
}

function service(name: string): iam.ServicePrincipal {
  return new iam.ServicePrincipal(`${name}.amazonaws.com`);
}

function statement(principal: iam.IPrincipal, actions: string[], conditions: iam.Conditions = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({ principals: [principal], actions, resources: ['*'], conditions });
}
