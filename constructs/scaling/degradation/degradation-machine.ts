import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type LogVault, ManagedPolicyRole, Wildcard } from '../../security';
import type { DegradationConfiguration } from './degradation-configuration';
import type { DegradationLevel } from './degradation-ladder-props';
import { degradationWorkflow } from './degradation-workflow';
import { workflowMachine, workflowPrincipal } from '../workflow/workflow-machine';

/** What the workflow reads and changes. */
export interface MachineParts {
  readonly levels: DegradationLevel[];
  readonly configuration: DegradationConfiguration;
  readonly mode: ssm.IStringParameter;
  readonly key: kms.IKey;
  readonly logVault: LogVault;
  readonly notifications: sns.ITopic;
  readonly holdMinutes: number;
}

/** The state machine of a ladder. */
export function degradationMachine(scope: Construct, props: MachineParts): sfn.StateMachine {
  const { configuration, mode, key, notifications, logVault } = props;
  const definition = degradationWorkflow({
    name: scope.node.path,
    levels: props.levels,
    versions: configuration.versions,
    applicationId: configuration.application.applicationId,
    environmentId: configuration.stage.environmentId,
    profileId: configuration.profile.ref,
    strategyId: configuration.strategy.deploymentStrategyId,
    keyArn: key.keyArn,
    modeName: mode.parameterName,
    topicArn: notifications.topicArn,
    holdMinutes: props.holdMinutes,
  });
  const machine = workflowMachine(scope, { role: workflowRole(scope, props), logVault, definition });
  // It fails where nothing was ever deployed, and must not deploy while the environment is being deleted.
  machine.node.addDependency(configuration);
  return machine;
}

function workflowRole(scope: Construct, { configuration, mode, key, notifications }: MachineParts) {
  const deployments = `${configuration.stage.environmentArn}/deployment/*`;
  const role = new ManagedPolicyRole(scope, 'WorkflowRole', {
    assumedBy: workflowPrincipal(scope),
    description: `Switches features for ${scope.node.path}`.slice(0, 1000),
    statements: [
      allow(['ssm:GetParameter'], mode.parameterArn),
      allow(['cloudwatch:DescribeAlarms'], '*'),
      deploying(configuration, deployments),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn, ...keyOf(notifications)),
      allow(['sns:Publish'], notifications.topicArn),
    ],
  });
  role.acknowledgeWildcard(
    Wildcard.resource('*'),
    'Composite alarms are shown only to those who may read all alarms; tracing and log delivery know no resources.',
  );
  role.acknowledgeWildcard(
    Wildcard.resource(deployments),
    'A deployment gets its number when it starts; the role reaches those of one environment.',
  );
  return role;
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappconfig.html */
function deploying({ application, stage, profile, strategy }: DegradationConfiguration, deployments: string) {
  return allow(
    ['appconfig:GetDeployment', 'appconfig:ListDeployments', 'appconfig:StartDeployment'],
    application.applicationArn,
    stage.environmentArn,
    `${application.applicationArn}/configurationprofile/${profile.ref}`,
    strategy.deploymentStrategyArn,
    deployments,
  );
}

function keyOf({ masterKey }: sns.ITopic): string[] {
  return masterKey ? [masterKey.keyArn] : [];
}

function allow(actions: string[], ...resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
