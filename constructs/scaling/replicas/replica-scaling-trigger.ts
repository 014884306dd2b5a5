import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ManagedPolicyRole } from '../../security';
import type { ScalingAlarms } from './replica-scaling-alarms';
import { undeliveredEvents } from '../workflow/undelivered-events';

/** What starts the workflow, and when. */
export interface TriggerParts {
  /** Literal, because the workflow asks whether the rule of this name is enabled. */
  readonly name: string;
  readonly machine: sfn.StateMachine;
  readonly alarms: ScalingAlarms;
  readonly minutes: number;
  readonly enabled: boolean;
  readonly key: kms.IKey;
}

/**
 * On an alarm at once, and every few minutes: an alarm that was on already tells nobody when a run that had to stop could
 * go on.
 */
export function createRule(
  scope: Construct,
  { name, machine, alarms, minutes, enabled, key }: TriggerParts,
): events.Rule {
  const role = new ManagedPolicyRole(scope, 'Starter', {
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
    description: `Starts ${name}`,
  });
  return new events.Rule(scope, 'Rule', {
    ruleName: name,
    description: 'Looks at the load of the read replicas. Disable it to freeze their number.',
    enabled,
    schedule: events.Schedule.rate(Duration.minutes(minutes)),
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      resources: [alarms.high.alarmArn, alarms.low.alarmArn],
      detail: { state: { value: ['ALARM'] } },
    },
    targets: [
      new SfnStateMachine(machine, {
        role,
        input: events.RuleTargetInput.fromObject({ drain: false }),
        // Nobody is told: the next event makes up for one that was lost.
        deadLetterQueue: undeliveredEvents(scope, key),
      }),
    ],
  });
}

/** A run that failed says why in its history. */
export function reportFailures(machine: sfn.StateMachine, notifications: sns.ITopic): cloudwatch.Alarm {
  const [failed, timedOut, aborted] = [machine.metricFailed(), machine.metricTimedOut(), machine.metricAborted()];
  const alarm = new cloudwatch.Alarm(machine, 'Failures', {
    alarmDescription: 'Read replicas were not added or removed as planned: see the last failed run of the workflow.',
    metric: new cloudwatch.MathExpression({
      label: 'Runs that did not end well',
      expression: 'SUM([failed, timedOut, aborted])',
      usingMetrics: { failed, timedOut, aborted },
    }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(notifications));
  return alarm;
}
