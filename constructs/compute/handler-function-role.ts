import { Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ManagedPolicyRole } from '../security';

/** What Lambda needs of the role to put the function into a VPC. */
const INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const REASON =
  'Traces and the network interfaces of functions have no resource-level permissions. The code itself may not touch ' +
  'interfaces: a second policy denies it, and nothing else in this one gives access to anything.';

/** What a function reaches whatever its code does. */
interface FunctionReach {
  readonly key: kms.IKey;
  readonly logGroup: logs.ILogGroup;
  readonly deadLetter: sqs.IQueue;
  readonly allow: iam.PolicyStatement[];
}

/** The role of a function: its logs, its environment, its dead letters, and what was allowed. */
export function functionRole(scope: Construct, { key, logGroup, deadLetter, allow }: FunctionReach): ManagedPolicyRole {
  const queueKey = deadLetter.encryptionMasterKey;
  const role = new ManagedPolicyRole(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    statements: [
      statement(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
      statement(['kms:Decrypt'], key.keyArn),
      statement(['sqs:SendMessage'], deadLetter.queueArn),
      ...(queueKey ? [statement(['kms:Decrypt', 'kms:GenerateDataKey'], queueKey.keyArn)] : []),
      ...allow,
    ],
  });
  allowRuntime(role);
  return role;
}

/** In a policy of its own, so that a wildcard in what was allowed is still found. The function waits for the whole role. */
function allowRuntime(role: ManagedPolicyRole): void {
  const statements = [statement([...INTERFACES, ...TRACES], '*')];
  const policy = new iam.ManagedPolicy(role, 'Runtime', { roles: [role], statements });
  Validations.of(policy).acknowledge({ id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: REASON });
}

/**
 * Lambda uses the role for interfaces before the code runs; the code has no business there. The policy is not part of the
 * role, which the function waits for.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function denyInterfaces(scope: Construct, role: iam.IRole, { functionArn }: lambda.IFunction): void {
  const denied = new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: INTERFACES,
    resources: ['*'],
    conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
  });
  const policy = new iam.ManagedPolicy(scope, 'InterfacesPolicy', { roles: [role], statements: [denied] });
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'It denies: the wider, the safer.',
  });
}

function statement(actions: string[], resource: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources: [resource] });
}
