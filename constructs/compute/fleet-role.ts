import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';
import type { FleetSettings } from './fleet-settings';

/** For the shell and for the agent, because a role has one reason for one wildcard. */
export const WILDCARD_REASON =
  'Session Manager channels, agent metrics and instance tags have no resource-level permissions; metrics are bound to ' +
  'one namespace, and no statement gives access to data.';

/** The role of the members: what the fleet itself needs; grants add the rest. */
export function fleetRole(scope: Construct, { sessionManager = true }: FleetSettings): ManagedPolicyRole {
  const role = new ManagedPolicyRole(scope, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  if (sessionManager) {
    role.addToPrincipalPolicy(sessionStatement());
    role.acknowledgeWildcard(Wildcard.resource('*'), WILDCARD_REASON);
  }
  return role;
}

/**
 * Lets members end their drain early. The policy is not part of the role: the launch template waits for everything that
 * is, and the group, which the policy names, waits for the launch template.
 */
export function allowDrain(scope: Construct, role: iam.IRole, groupArn: string): void {
  const actions = ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'];
  const statements = [new iam.PolicyStatement({ actions, resources: [groupArn] })];
  new iam.ManagedPolicy(scope, 'DrainPolicy', { roles: [role], statements });
}

function sessionStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: [
      'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    resources: ['*'],
  });
}
