import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { bundledCode } from './bundled-code';
import { NAMESPACE } from './derived-request';
import type { OpsStack } from './ops-stack';
import { allow, allowWhen, logGroup, NETWORK_INTERFACES, role } from './pieces';

/** The function that publishes derived metrics. */
export function createPublisher(stack: OpsStack, deadLetterQueue: sqs.Queue): lambda.Function {
  const { vpc, app: vpcSubnets, key } = stack.foundation;
  const logs = logGroup(stack, 'DerivedLogs', key);
  const runner = role(stack, 'DerivedRole', 'lambda', [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logs.logGroupArn),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn),
    allow(['sqs:SendMessage'], deadLetterQueue.queueArn),
    allow(['cloudwatch:GetMetricData'], '*'),
    allowWhen({ StringEquals: { 'cloudwatch:namespace': NAMESPACE } }, ['cloudwatch:PutMetricData'], '*'),
  ]);
  const telemetry = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
  new iam.ManagedPolicy(stack, 'DerivedRuntime', {
    roles: [runner],
    statements: [allow([...NETWORK_INTERFACES, ...telemetry], '*')],
  });
  const publisher = new lambda.Function(stack, 'DerivedFunction', {
    description: 'Publishes metrics that CloudWatch does not have',
    code: bundledCode('derived-metrics'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    memorySize: 256,
    timeout: Duration.seconds(30),
    reservedConcurrentExecutions: 2,
    environmentEncryption: key,
    deadLetterQueue,
    logGroup: logs,
    loggingFormat: lambda.LoggingFormat.JSON,
    tracing: lambda.Tracing.ACTIVE,
    role: runner,
    vpc,
    vpcSubnets,
    securityGroups: [new ec2.SecurityGroup(stack, 'DerivedMembers', { vpc, description: 'Publisher of metrics' })],
  });
  denyNetwork(stack, runner, publisher);
  return publisher;
}

/** Only Lambda makes network interfaces for the function; its code does not. */
function denyNetwork(stack: OpsStack, runner: iam.IRole, { functionArn }: lambda.Function): void {
  const conditions = { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } };
  const deny = new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: NETWORK_INTERFACES,
    resources: ['*'],
    conditions,
  });
  new iam.ManagedPolicy(stack, 'DerivedInterfaces', { roles: [runner], statements: [deny] });
}
