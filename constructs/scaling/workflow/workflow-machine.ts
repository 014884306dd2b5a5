import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { LogVault } from '../../security';
import type { Json } from './workflow-states';

/** A workflow by its parts. */
export interface WorkflowMachineParts {
  readonly role: iam.IRole;
  readonly logVault: LogVault;
  readonly definition: Json;
  /** Literal name, if its own policies name it. */
  readonly name?: string;
}

/** A standard workflow that is logged and traced. */
export function workflowMachine(scope: Construct, props: WorkflowMachineParts): sfn.StateMachine {
  const { role, logVault, definition, name } = props;
  return new sfn.StateMachine(scope, 'Workflow', {
    stateMachineName: name,
    stateMachineType: sfn.StateMachineType.STANDARD,
    definitionBody: sfn.DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role,
    tracingEnabled: true,
    logs: { destination: logVault.group(scope, 'Logs'), level: sfn.LogLevel.ALL, includeExecutionData: true },
  });
}

/** Step Functions, and only for workflows of this account. */
export function workflowPrincipal(scope: Construct): iam.IPrincipal {
  return new iam.ServicePrincipal('states.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}
