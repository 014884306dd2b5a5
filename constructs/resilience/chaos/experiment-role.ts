import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../../security';
import type { ExperimentPlan, Permission } from './experiment-spec';

const WITHOUT_RESOURCES =
  'Describing, searching tags, delivering logs and these fault injections know no narrower resources; changes are bound ' +
  'to the tag of the experiment, to the action of the service, or to what the service itself has made, and every ' +
  'experiment has a role of its own.';
const UNKNOWN_NAMES =
  'Only the experiment will know which resources of this type it finds or makes; changes are bound to its tag, to what ' +
  'the service itself has made, or to the account, and every experiment has a role of its own.';

/** The role of one experiment: only FIS, only for experiments of this account and region. */
export function experimentRole(scope: Construct, plan: ExperimentPlan, reporting: Permission[]): ManagedPolicyRole {
  const permissions = [...plan.permissions, ...reporting];
  const statements = [
    ...permissions.map((permission) => new iam.PolicyStatement(permission)),
    ...(plan.statements ?? []),
  ];
  const role = new ManagedPolicyRole(scope, 'Role', { assumedBy: faultInjection(scope), statements });
  for (const resource of wildcardsOf(permissions)) {
    role.acknowledgeWildcard(Wildcard.resource(resource), resource === '*' ? WITHOUT_RESOURCES : UNKNOWN_NAMES);
  }
  return role;
}

/** @see https://docs.aws.amazon.com/fis/latest/userguide/cross-service-confused-deputy-prevention.html */
function faultInjection(scope: Construct): iam.IPrincipal {
  const stack = Stack.of(scope);
  const experiments = stack.formatArn({ service: 'fis', resource: 'experiment', resourceName: '*' });
  return new iam.ServicePrincipal('fis.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': experiments },
    },
  });
}

function wildcardsOf(permissions: Permission[]): string[] {
  const resources = permissions.flatMap((permission) => permission.resources);
  return [...new Set(resources)].filter((resource) => resource.includes('*'));
}
