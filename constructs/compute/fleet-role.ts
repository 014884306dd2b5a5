import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';
import { AGENT_NAMESPACE } from './fleet-agent';
import type { FleetSettings } from './fleet-settings';
import type { ScalingPolicy } from './scaling-policy';

/** Whether a policy scales on memory, which only an agent on the member can report. */
export function needsAgent(scaling: ScalingPolicy[] = []): boolean {
  return scaling.some((policy) => policy._spec.kind === 'memory');
}

/** The role of the members: what the fleet itself needs; grants add the rest. */
export function fleetRole(scope: Construct, settings: FleetSettings): ManagedPolicyRole {
  const shell = settings.sessionManager ?? true;
  const agent = needsAgent(settings.scaling);
  const role = new ManagedPolicyRole(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    statements: [...(shell ? [sessionStatement()] : []), ...(agent ? agentStatements() : [])],
  });
  if (shell || agent) role.acknowledgeWildcard(Wildcard.resource('*'), WILDCARD_REASON);
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

const WILDCARD_REASON =
  'Session Manager channels, agent metrics and instance tags have no resource-level permissions; metrics are bound to ' +
  'one namespace, and no statement gives access to data.';

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

function agentStatements(): iam.PolicyStatement[] {
  const conditions = { StringEquals: { 'cloudwatch:namespace': AGENT_NAMESPACE } };
  return [
    new iam.PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions }),
    // The agent reads from a tag to which group it belongs.
    new iam.PolicyStatement({ actions: ['ec2:DescribeTags'], resources: ['*'] }),
  ];
}
