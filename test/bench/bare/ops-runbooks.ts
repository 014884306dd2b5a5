import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { OpsStack } from './ops-stack';
import { role } from './pieces';
import { chained, type Runbook } from './runbook-steps';
import { evacuate, rollBackApi, rollBackWeb } from './runbooks-app';
import { failOverCache, failOverDatabase } from './runbooks-data';

const DRY_RUN = {
  type: 'String',
  description: 'Whether only preconditions are checked: true changes nothing, false does it',
  allowedValues: ['true', 'false'],
  default: 'true',
};

/** Documents with preconditions and a dry run. */
export function createRunbooks(stack: OpsStack): void {
  const runbooks: Record<string, Runbook> = {
    FailOverDatabase: failOverDatabase(stack),
    FailOverCache: failOverCache(stack),
    EvacuateWebZone: evacuate(stack.app.web),
    EvacuateApiZone: evacuate(stack.app.api),
    RollBackWeb: rollBackWeb(stack),
    RollBackApi: rollBackApi(stack),
  };
  for (const [name, { description, parameters, steps, outputs, statements }] of Object.entries(runbooks)) {
    new ssm.CfnDocument(stack, name, {
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description,
        assumeRole: runbookRole(stack, name, statements).roleArn,
        parameters: { DryRun: DRY_RUN, ...parameters },
        mainSteps: chained(steps),
        ...(outputs && { outputs }),
      },
    });
  }
}

function runbookRole(stack: OpsStack, name: string, statements: iam.PolicyStatement[]): iam.IRole {
  const { account } = stack;
  const principal = new iam.ServicePrincipal('ssm.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:ssm:*:${account}:automation-execution/*` },
    },
  });
  return role(stack, `${name}Role`, principal, statements);
}
