import { Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { LogVault } from '../security';

/** A workflow by its parts. */
export interface MachineParts {
  /** Literal, because its own policies name it. */
  readonly name: string;
  readonly role: iam.IRole;
  readonly logVault: LogVault;
  readonly definition: object;
}

/** A standard workflow that is logged and traced. */
export function createMachine(scope: Construct, { name, role, logVault, definition }: MachineParts): sfn.StateMachine {
  return new sfn.StateMachine(scope, 'Workflow', {
    stateMachineName: name,
    stateMachineType: sfn.StateMachineType.STANDARD,
    definitionBody: sfn.DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role,
    tracingEnabled: true,
    logs: {
      destination: logVault.group(scope, 'Logs'),
      level: sfn.LogLevel.ALL,
      includeExecutionData: true,
    },
  });
}
