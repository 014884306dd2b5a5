import { Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type LogVault, ManagedPolicyRole, Wildcard } from '../../security';
import { workflowAlarm } from '../workflow/workflow-alarm';
import { workflowPrincipal } from '../workflow/workflow-machine';
import type { PrewarmItem } from './prewarm-kind';
import { prewarmWorkflow } from './prewarm-workflow';

/** What the workflow of a plan is made of. */
export interface PrewarmMachineProps {
  /** Everything that its events raise. */
  readonly items: PrewarmItem[];
  /** Makes its log group. */
  readonly logVault: LogVault;
  /** Told what does not go as planned. */
  readonly notifications: sns.ITopic;
}

/** The workflow of all events of a plan. It may do what their resources need, and nothing else. */
export function prewarmMachine(scope: Construct, props: PrewarmMachineProps): sfn.StateMachine {
  const { items, notifications, logVault } = props;
  const role = workflowRole(scope, items, notifications);
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const machine = new sfn.StateMachine(scope, 'Prewarm', {
    definitionBody: sfn.DefinitionBody.fromString(definition(scope, prewarmWorkflow(kinds, notifications.topicArn))),
    role,
    logs: { destination: logVault.group(scope, 'Logs'), level: sfn.LogLevel.ALL, includeExecutionData: true },
    tracingEnabled: true,
  });
  letListRuns(scope, role, machine);
  return machine;
}

/** Alarms for what the workflow cannot tell itself: that it failed, was stopped, or did not start. */
export function prewarmAlarms(
  scope: Construct,
  machine: sfn.StateMachine,
  schedules: scheduler.IScheduleGroup,
  notifications: sns.ITopic,
): cloudwatch.Alarm[] {
  const because = (id: string, metric: cloudwatch.IMetric, what: string) =>
    workflowAlarm(scope, id, { metric, alarmDescription: `${scope.node.path}: a pre-warm ${what}`, notifications });
  return [
    because('PrewarmFailed', machine.metricFailed(), 'failed: the notifications say what is not as it was.'),
    because('PrewarmStopped', machine.metricAborted(), 'was stopped: set back by hand what it raised.'),
    because('PrewarmNotStarted', schedules.metricDropped(), 'did not start: start it by hand.'),
  ];
}

function definition(scope: Construct, workflow: object): string {
  const { partition } = Stack.of(scope);
  return JSON.stringify(workflow).replaceAll('arn:aws:states:::', `arn:${partition}:states:::`);
}

function workflowRole(scope: Construct, items: PrewarmItem[], notifications: sns.ITopic): ManagedPolicyRole {
  const role = new ManagedPolicyRole(scope, 'PrewarmRole', {
    assumedBy: workflowPrincipal(scope),
    statements: [
      ...reading(items),
      ...eachOnce(items).flatMap(({ statements }) => statements),
      ...publishing(notifications),
    ],
  });
  role.acknowledgeWildcard(
    Wildcard.resource('*'),
    'Tracing, log delivery and reading actions of scaling know no resources; registering is narrowed to one dimension.',
  );
  return role;
}

function reading(items: PrewarmItem[]): iam.PolicyStatement[] {
  const actions = [...new Set(items.flatMap(({ reads }) => reads))];
  return actions.length > 0 ? [new iam.PolicyStatement({ actions, resources: ['*'] })] : [];
}

/** Step by step, because the grant of the topic names the actions of its key by a wildcard. */
function publishing({ topicArn, masterKey }: sns.ITopic): iam.PolicyStatement[] {
  const publish = new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] });
  if (!masterKey) return [publish];
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return [publish, new iam.PolicyStatement({ actions, resources: [masterKey.keyArn] })];
}

function eachOnce(items: PrewarmItem[]): PrewarmItem[] {
  return [...new Map(items.map((item) => [item.resource, item])).values()];
}

/** Apart from the role, which exists before the machine that it names. */
function letListRuns(scope: Construct, role: iam.IRole, machine: sfn.StateMachine): void {
  new iam.ManagedPolicy(scope, 'ListRuns', {
    roles: [role],
    statements: [new iam.PolicyStatement({ actions: ['states:ListExecutions'], resources: [machine.stateMachineArn] })],
  });
}
