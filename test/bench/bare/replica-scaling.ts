import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type { DataStack } from './data-stack';
import { IDENTIFIER, logGroups } from './database';
import { alarm } from './pieces';
import { healthOf } from './reader';
import { scalingStatements } from './replica-scaling-statements';
import { scalingWorkflow } from './replica-scaling-workflow';
import { EXTRA_REPLICAS } from './settings';
import { createStarter, createWorkflow } from './workflow';

const NAME = `${IDENTIFIER}-replicas`;
const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } =
  cloudwatch.ComparisonOperator;

/** A place for a replica that is there under load only. */
export interface Slot {
  readonly identifier: string;
  readonly alarmName: string;
  readonly healthCheckId: string;
}

/** What the workflow has to know. */
export interface ScalingParts {
  readonly tableName: string;
  readonly ruleName: string;
  readonly high: cloudwatch.Alarm;
  readonly low: cloudwatch.Alarm;
  readonly slots: Slot[];
}

/** Adds read replicas when all are busy and removes them again. */
export function createReplicaScaling(stack: DataStack): void {
  const { key } = stack.foundation;
  const slots = EXTRA_REPLICAS.map((name) => createSlot(stack, name));
  const { high, low } = loadAlarms(stack);
  const table = new dynamodb.TableV2(stack, 'ReplicaLock', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billing: dynamodb.Billing.onDemand(),
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: false,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const parts = { tableName: table.tableName, ruleName: NAME, high, low, slots };
  const statements = scalingStatements(stack, parts, table.tableArn);
  const machine = createWorkflow(stack, 'Replicas', key, statements, scalingWorkflow(stack, parts), NAME);
  const { target } = createStarter(stack, 'Replicas', key, machine);
  new events.Rule(stack, 'ReplicasRule', {
    ruleName: NAME,
    description: 'Looks at the load of the read replicas. Disable it to freeze their number.',
    schedule: events.Schedule.rate(Duration.minutes(15)),
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      resources: [high.alarmArn, low.alarmArn],
      detail: { state: { value: ['ALARM'] } },
    },
    targets: [target({ input: events.RuleTargetInput.fromObject({ drain: false }) })],
  });
  const period = Duration.minutes(5);
  alarm(stack, 'ReplicasFailed', stack.foundation.operations, {
    alarmDescription: 'Read replicas were not added or removed as planned: see the last failed run of the workflow.',
    metric: new cloudwatch.MathExpression({
      expression: 'SUM([failed, timedOut, aborted])',
      usingMetrics: {
        failed: machine.metricFailed({ period }),
        timedOut: machine.metricTimedOut({ period }),
        aborted: machine.metricAborted({ period }),
      },
      label: 'Runs that did not end well',
      period,
    }),
    threshold: 1,
    comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
  });
}

/** Everything of a replica but the replica, so that the workflow only has to make the instance. */
function createSlot(stack: DataStack, name: string): Slot {
  const identifier = `${IDENTIFIER}-${name}`;
  logGroups(stack, identifier);
  const { healthCheckId } = healthOf(stack, name, identifier);
  return { identifier, alarmName: `${identifier}-Lag`, healthCheckId };
}

function loadAlarms(stack: DataStack) {
  const { operations } = stack.foundation;
  const load = (id: string, percent: number, minutes: number, props: Omit<cloudwatch.AlarmProps, 'metric'>) =>
    alarm(stack, `Replicas${id}`, undefined, { ...props, metric: loadOf(stack, percent, Duration.minutes(minutes)) });
  const silence = { treatMissingData: cloudwatch.TreatMissingData.MISSING, threshold: 100 };
  const high = load('High', 60, 1, {
    ...silence,
    alarmDescription: 'Read replicas are added: the load is above 100 % of what adds them.',
    comparisonOperator: GREATER_THAN_THRESHOLD,
    evaluationPeriods: 5,
  });
  const low = load('Low', 25, 1, {
    ...silence,
    alarmDescription: 'A read replica that was added is removed: the load is below 100 % of what keeps it.',
    comparisonOperator: LESS_THAN_THRESHOLD,
    evaluationPeriods: 30,
  });
  const overload = load('Overload', 60, 5, {
    ...silence,
    alarmDescription: 'The load of the read replicas stays high although there was time to add one.',
    comparisonOperator: GREATER_THAN_THRESHOLD,
    evaluationPeriods: 16,
  });
  [high, low].forEach((each) => each.addInsufficientDataAction(new SnsAction(operations)));
  overload.addAlarmAction(new SnsAction(operations));
  return { high, low };
}

function loadOf({ replicas }: DataStack, percent: number, period: Duration): cloudwatch.MathExpression {
  const metrics = replicas.map(
    (replica, index) => [`cpu${index + 1}`, replica.metricCPUUtilization({ period })] as const,
  );
  return new cloudwatch.MathExpression({
    expression: `100 * AVG([${metrics.map(([id]) => id).join(', ')}]) / ${percent}`,
    usingMetrics: Object.fromEntries(metrics),
    label: `CPUUtilization in percent of ${percent}`,
    period,
  });
}
