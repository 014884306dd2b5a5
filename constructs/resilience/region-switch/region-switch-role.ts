import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../../security';
import { flatten, type Permission, type StepContext } from './recovery-step-spec';
import type { WorkflowSpec } from './region-switch-approach';

/** What the role has to reach beside the resources of the steps. */
export interface RoleSurroundings {
  readonly planName: string;
  readonly alarmArns: string[];
  readonly reportTo?: s3.IBucket;
}

/**
 * The role of a plan: what each step needs, and what the service needs to evaluate the plan every half hour.
 * @see https://docs.aws.amazon.com/r53recovery/latest/dg/security_iam_region_switch_execution_blocks.html
 */
export function createExecutionRole(
  scope: Construct,
  workflows: WorkflowSpec[],
  context: StepContext,
  surroundings: RoleSurroundings,
): ManagedPolicyRole {
  const role = new ManagedPolicyRole(scope, 'ExecutionRole', {
    assumedBy: new iam.ServicePrincipal('arc-region-switch.amazonaws.com'),
    description: `Executes the Region switch plan ${surroundings.planName}`,
  });
  const steps = [...new Set(flatten(workflows.flatMap((workflow) => workflow.steps)))];
  const needed = [
    ...planPermissions(role, surroundings, context),
    ...alarmPermissions(surroundings.alarmArns),
    ...reportPermissions(surroundings),
    ...steps.flatMap((spec) => spec.permissions(context)),
  ];
  grant(role, distinct(needed));
  return role;
}

/** Two steps of one kind need the same reading rights. */
function distinct(permissions: Permission[]): Permission[] {
  return [...new Map(permissions.map((permission) => [JSON.stringify(permission), permission])).values()];
}

function grant(role: ManagedPolicyRole, permissions: Permission[]): void {
  const reasons = new Map<string, string[]>();
  for (const { actions, resources, conditions, why } of permissions) {
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
    for (const resource of resources.filter((arn) => arn.endsWith('*'))) {
      reasons.set(resource, [...(reasons.get(resource) ?? []), `${actions.join(', ')}: ${why}`]);
    }
  }
  reasons.forEach((texts, resource) => role.acknowledgeWildcard(Wildcard.resource(resource), `${texts.join('. ')}.`));
}

/** The id at the end of a plan's ARN is made with the plan, which needs the role first; the name is ours. */
function planPermissions(role: iam.IRole, { planName }: RoleSurroundings, context: StepContext): Permission[] {
  const reads = ['GetPlan', 'GetPlanExecution', 'ListPlanExecutions'].map((action) => `arc-region-switch:${action}`);
  return [
    {
      actions: reads,
      resources: [`arn:${context.partition}:arc-region-switch::${context.account}:plan/${planName}:*`],
      why: 'the id of the plan is made with the plan; the name is the one of this plan',
    },
    { actions: ['iam:SimulatePrincipalPolicy'], resources: [role.roleArn] },
  ];
}

function alarmPermissions(alarmArns: string[]): Permission[] {
  if (alarmArns.length === 0) return [];
  return [{ actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'], resources: alarmArns }];
}

function reportPermissions({ reportTo, planName }: RoleSurroundings): Permission[] {
  if (!reportTo) return [];
  const objects = {
    actions: ['s3:PutObject'],
    resources: [reportTo.arnForObjects(`${planName}/*`)],
    why: 'reports get their names when they are written; the prefix is the one of this plan',
  };
  const key = reportTo.encryptionKey;
  return key ? [objects, { actions: ['kms:GenerateDataKey', 'kms:Encrypt'], resources: [key.keyArn] }] : [objects];
}

/** Where steps and grants find their surroundings. */
export function stepContext(scope: Construct, regions: string[], approver?: iam.IRole): StepContext {
  const { partition, account } = Stack.of(scope);
  return { regions, partition, account, approver, afterRecovery: false };
}
