import type { Stack } from 'aws-cdk-lib';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { allow, logGroup, role, undelivered } from './pieces';

const TELEMETRY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** A state machine with its log. */
export function createWorkflow(
  stack: Stack,
  id: string,
  key: kms.IKey,
  statements: iam.PolicyStatement[],
  definition: object,
  stateMachineName?: string,
): sfn.StateMachine {
  return new sfn.StateMachine(stack, `${id}Workflow`, {
    stateMachineName,
    definitionBody: sfn.DefinitionBody.fromString(stack.toJsonString(definition)),
    role: role(stack, `${id}Role`, 'states', [...statements, allow(TELEMETRY, '*')]),
    tracingEnabled: true,
    logs: { destination: logGroup(stack, `${id}Logs`, key), level: sfn.LogLevel.ALL, includeExecutionData: true },
  });
}

/** What rules start, and where events go that did not get there. */
export interface Starter {
  readonly target: (props?: targets.SfnStateMachineProps) => targets.SfnStateMachine;
  readonly deadLetterQueue: sqs.Queue;
}

export function createStarter(stack: Stack, id: string, key: kms.IKey, machine: sfn.StateMachine): Starter {
  const deadLetterQueue = undelivered(stack, `${id}Undelivered`, key);
  const starter = role(stack, `${id}Starter`, 'events', [allow(['states:StartExecution'], machine.stateMachineArn)]);
  const target = (props: targets.SfnStateMachineProps = {}) =>
    new targets.SfnStateMachine(machine, { role: starter, deadLetterQueue, ...props });
  return { target, deadLetterQueue };
}
