import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { AppStack } from './app-stack';
import { degradationWorkflow } from './degradation-workflow';
import { alarm, allow } from './pieces';
import { createStarter, createWorkflow, type Starter } from './workflow';

const period = Duration.minutes(1);
const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;

/** Gives features up under load, level by level. */
export function createDegradation(stack: AppStack): void {
  const { key } = stack.foundation;
  const alarms = levelAlarms(stack);
  const mode = new ssm.StringParameter(stack, 'DegradationMode', {
    stringValue: 'auto',
    allowedPattern: '^(auto|frozen|[0-4])$',
    description: 'Who decides on the level of degradation: auto, frozen, or a level',
  });
  const definition = degradationWorkflow(stack, alarms, mode);
  const machine = createWorkflow(stack, 'Degradation', key, statements(stack, mode), definition);
  const starter = createStarter(stack, 'Degradation', key, machine);
  addRules(stack, alarms, mode, starter);
  watch(stack, machine, starter);
}

function levelAlarms(stack: AppStack): cloudwatch.Alarm[] {
  const { metrics } = stack.api.targetGroup;
  const p99 = metrics.targetResponseTime({ statistic: cloudwatch.Stats.percentile(99), period });
  const all = metrics.requestCount({ period });
  const failed = metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period });
  const expression = 'IF(all < 60, 0, 100 * FILL(failed, 0) / all)';
  const share = new cloudwatch.MathExpression({ expression, usingMetrics: { all, failed }, period });
  const rungs: [string, string, cloudwatch.IMetric, number][] = [
    ['Slow', 'slow', p99, 0.4],
    ['Slower', 'very slow', p99, 0.8],
    ['DatabaseBusy', 'held up by its database', stack.data.writer.metricCPUUtilization({ period }), 85],
    ['Drowning', 'failing', share, 5],
  ];
  return rungs.map(([id, says, metric, threshold], index) =>
    alarm(stack, id, stack.foundation.operations, {
      alarmDescription: `The API is ${says}: degradation level ${index + 1}`,
      metric,
      threshold,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    }),
  );
}

function statements({ flags, foundation }: AppStack, mode: ssm.StringParameter): iam.PolicyStatement[] {
  const { application, environment, profile, strategy } = flags;
  const arns = [application.applicationArn, environment.environmentArn, strategy.deploymentStrategyArn];
  return [
    allow(['ssm:GetParameter'], mode.parameterArn),
    allow(['cloudwatch:DescribeAlarms'], '*'),
    allow(
      ['appconfig:GetDeployment', 'appconfig:ListDeployments', 'appconfig:StartDeployment'],
      ...arns,
      `${application.applicationArn}/configurationprofile/${profile.ref}`,
      `${environment.environmentArn}/deployment/*`,
    ),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], foundation.key.keyArn),
    allow(['sns:Publish'], foundation.operations.topicArn),
  ];
}

function addRules(stack: AppStack, alarms: cloudwatch.Alarm[], mode: ssm.StringParameter, { target }: Starter): void {
  const targets = [target()];
  const rule = (id: string, description: string, when: events.RuleProps) =>
    new events.Rule(stack, `Degradation${id}`, { description, ...when, targets });
  const rings = { $or: [{ state: { value: ['ALARM'] } }, { previousState: { value: ['ALARM'] } }] };
  alarms.forEach(({ alarmArn }, index) => {
    const detailType = ['CloudWatch Alarm State Change'];
    const eventPattern = { source: ['aws.cloudwatch'], detailType, resources: [alarmArn], detail: rings };
    rule(`Level${index + 1}`, `Alarms of degradation level ${index + 1}`, { eventPattern });
  });
  rule('ModeChanged', 'The mode of degradation', {
    eventPattern: {
      source: ['aws.ssm'],
      detailType: ['Parameter Store Change'],
      detail: { name: [mode.parameterName], operation: ['Update'] },
    },
  });
  const status = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];
  rule('Deployed', 'Deployments of the flags', {
    eventPattern: {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: { 'stack-id': [stack.stackId], 'status-details': { status } },
    },
  });
  rule('Check', 'Regular check of the level', { schedule: events.Schedule.rate(Duration.minutes(5)) });
}

function watch(stack: AppStack, machine: sfn.StateMachine, { deadLetterQueue }: Starter): void {
  const failures = new cloudwatch.MathExpression({
    expression: 'FILL(failed, 0) + FILL(late, 0)',
    usingMetrics: { failed: machine.metricFailed({ period }), late: machine.metricTimedOut({ period }) },
    label: 'executions that failed',
    period,
  });
  const once = { threshold: 1, evaluationPeriods: 1, comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD };
  alarm(stack, 'DegradationFailed', stack.foundation.operations, {
    ...once,
    alarmDescription: 'Degradation failed: the level may not fit. Read the execution, and set the mode to a level',
    metric: failures,
  });
  alarm(stack, 'DegradationNotStarted', stack.foundation.operations, {
    ...once,
    alarmDescription: 'Degradation could not be started by an event',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period }),
  });
}
