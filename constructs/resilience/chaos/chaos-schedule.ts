import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../../security';

/** Starts experiments of one template, and nothing else. An experiment that is late is not made up for at another hour. */
export function scheduleExperiment(
  scope: Construct,
  template: CfnExperimentTemplate,
  schedule: scheduler.ScheduleExpression,
): scheduler.Schedule {
  const target = new Universal({
    service: 'fis',
    action: 'startExperiment',
    role: schedulerRole(scope),
    policyStatements: statements(scope, template),
    maxEventAge: Duration.minutes(15),
    retryAttempts: 3,
    input: scheduler.ScheduleTargetInput.fromObject({
      ExperimentTemplateId: template.attrId,
      // A retry must not become a second experiment.
      ClientToken: scheduler.ContextAttribute.executionId,
    }),
  });
  return new scheduler.Schedule(scope, 'Schedule', { schedule, target });
}

function schedulerRole(scope: Construct): ManagedPolicyRole {
  const { account } = Stack.of(scope);
  const conditions = { StringEquals: { 'aws:SourceAccount': account } };
  const role = new ManagedPolicyRole(scope, 'SchedulerRole', {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions }),
  });
  role.acknowledgeWildcard(
    Wildcard.resource(startedExperiments(scope)),
    'An experiment gets its id when it starts; the role starts those of one template.',
  );
  return role;
}

/** @see https://docs.aws.amazon.com/fis/latest/userguide/experiment-scheduler.html */
function statements(scope: Construct, template: CfnExperimentTemplate): iam.PolicyStatement[] {
  const stack = Stack.of(scope);
  const templateArn = stack.formatArn({
    service: 'fis',
    resource: 'experiment-template',
    resourceName: template.attrId,
  });
  const linkedRole = stack.formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: 'aws-service-role/fis.amazonaws.com/AWSServiceRoleForFIS',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return [
    new iam.PolicyStatement({
      actions: ['fis:StartExperiment'],
      resources: [templateArn, startedExperiments(scope)],
    }),
    // The first experiment of an account makes the role with which FIS watches alarms.
    new iam.PolicyStatement({
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [linkedRole],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'fis.amazonaws.com' } },
    }),
  ];
}

function startedExperiments(scope: Construct): string {
  return Stack.of(scope).formatArn({ service: 'fis', resource: 'experiment', resourceName: '*' });
}
