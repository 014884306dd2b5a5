import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';

const TASKS = 'ecs-tasks.amazonaws.com';

/** What the code may do: nothing that was not stated or granted. */
export function taskRole(scope: Construct, statements?: iam.PolicyStatement[]): ManagedPolicyRole {
  const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  const assumedBy = new iam.ServicePrincipal(TASKS, { conditions });
  return new ManagedPolicyRole(scope, 'Task', { assumedBy, description: `Tasks of ${scope.node.path}`, statements });
}

/** What ECS may do to start a task. The L2s add what they need; only pulling from ECR asks for a wildcard. */
export function executionRole(scope: Construct, image: ecs.ContainerImage): ManagedPolicyRole {
  const assumedBy = new iam.ServicePrincipal(TASKS);
  const role = new ManagedPolicyRole(scope, 'Execution', { assumedBy, description: `Starts ${scope.node.path}` });
  if (image instanceof ecs.RepositoryImage) return role;
  const reason =
    'ecr:GetAuthorizationToken knows no resources; what it lets pull is bound to the repository of the image.';
  role.acknowledgeWildcard(Wildcard.resource('*'), reason);
  return role;
}

/** Lets a shell be opened. On the resource: the L2 would add permissions on all log groups of the account. */
export function allowExec(service: ecs.FargateService, role: ManagedPolicyRole): void {
  const actions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];
  const channels = actions.map((action) => `ssmmessages:${action}`);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: channels, resources: ['*'] }));
  role.acknowledgeWildcard(Wildcard.resource('*'), 'Channels of a shell know no resources; `exec` is off by default.');
  (service.node.defaultChild as ecs.CfnService).enableExecuteCommand = true;
}
