import { Fn } from 'aws-cdk-lib';
import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/**
 * The id of the health check that a plan turns for a record in a region. It is kept in a parameter, because only
 * attributes of resources, and not what is computed from them, can be referred to from the stacks of other regions.
 */
export function healthCheckId(scope: Construct, plan: CfnPlan, recordName: string, region: string): string {
  const id = `HealthCheck-${recordName}-${region}`;
  const made = scope.node.tryFindChild(id) as CfnParameter | undefined;
  const description = `Health check of ${recordName} in ${region}, turned by the plan ${plan.name}`;
  const parameter =
    made ?? new CfnParameter(scope, id, { type: 'String', description, value: idInList(plan, recordName, region) });
  return parameter.attrValue;
}

/**
 * The plan lists its checks as `<hosted zone>:<record name>:<region>:<health check>`, in no promised order, so the id is
 * found by what stands before it and not by its place.
 */
function idInList(plan: CfnPlan, recordName: string, region: string): string {
  const checks = Fn.join(',', plan.attrPlanHealthChecks);
  const fromId = Fn.select(1, Fn.split(`:${recordName}:${region}:`, checks));
  return Fn.select(0, Fn.split(',', fromId));
}
