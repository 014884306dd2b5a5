import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ManagedPolicyRole, Wildcard } from '../security';
import type { FunctionRollout } from './handler-function-settings';

/** Share of failed invocations that no release may cause, in percent. */
const FAILED_PERCENT = 5;

/** Lets CodeDeploy move the alias to new versions, and back when an alarm goes off. */
export function releaseBy(
  scope: Construct,
  alias: lambda.Alias,
  rollout: FunctionRollout,
  alarms: cloudwatch.IAlarm[],
): codedeploy.LambdaDeploymentGroup {
  const role = releaseRole(scope, alias);
  const group = new codedeploy.LambdaDeploymentGroup(scope, 'Releases', {
    alias,
    deploymentConfig: configuration(scope, rollout),
    alarms,
    autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: alarms.length > 0 },
    // An unchangeable view: the L2 would attach a policy of AWS, which allows this for every function of the account.
    role: iam.Role.fromRoleArn(scope, 'ReleaseRoleReference', role.roleArn, { mutable: false }),
  });
  group.node.addDependency(role);
  return group;
}

/** Goes off while more than a few invocations of the alias fail; a first step that is small must be able to raise it. */
export function failureAlarm(
  scope: Construct,
  alias: lambda.Alias,
  { _plan }: FunctionRollout,
  notifications: sns.ITopic,
): cloudwatch.Alarm {
  const threshold = Math.min(FAILED_PERCENT, (_plan.percent ?? 100) / 2);
  const period = Duration.minutes(1);
  const counted = { statistic: cloudwatch.Stats.SUM, period };
  const usingMetrics = {
    errors: alias.metric('Errors', counted),
    invocations: alias.metric('Invocations', counted),
  };
  const alarm = new cloudwatch.Alarm(scope, 'FailureAlarm', {
    alarmDescription: `More than ${threshold} percent of the invocations fail in ${scope.node.path}`,
    metric: new cloudwatch.MathExpression({
      expression: '100 * FILL(errors, 0) / invocations',
      usingMetrics,
      period,
      label: 'failed, percent',
    }),
    threshold,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}

function configuration(scope: Construct, { _plan }: FunctionRollout): codedeploy.ILambdaDeploymentConfig {
  if (_plan.kind === 'allAtOnce') return codedeploy.LambdaDeploymentConfig.ALL_AT_ONCE;
  const { TrafficRouting } = codedeploy;
  const step = { percentage: _plan.percent!, interval: _plan.interval! };
  const isLinear = _plan.kind === 'linear';
  const trafficRouting = isLinear ? TrafficRouting.timeBasedLinear(step) : TrafficRouting.timeBasedCanary(step);
  return new codedeploy.LambdaDeploymentConfig(scope, 'ReleaseSteps', { trafficRouting });
}

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html */
function releaseRole(scope: Construct, { lambda: handler }: lambda.Alias): ManagedPolicyRole {
  const versions = `${handler.functionArn}:*`;
  const actions = ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'];
  const role = new ManagedPolicyRole(scope, 'ReleaseRole', {
    assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com'),
    description: `Releases ${scope.node.path}`,
    statements: [
      new iam.PolicyStatement({ actions, resources: [handler.functionArn, versions] }),
      new iam.PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
    ],
  });
  role.acknowledgeWildcard(
    Wildcard.resource(versions),
    'Versions get their number when they are published; the role reaches those of one function.',
  );
  role.acknowledgeWildcard(Wildcard.resource('*'), 'Alarms are listed, and lists have no resource.');
  return role;
}
