import { type Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ManagedPolicyRole } from '../../security';
import type { DegradationLevel } from './degradation-ladder-props';
import { undeliveredEvents } from '../workflow/undelivered-events';

/** What starts the workflow. */
export interface DegradationTriggersProps {
  /** Levels with their alarms. */
  readonly levels: DegradationLevel[];
  /** Who decides. */
  readonly mode: ssm.IStringParameter;
  /** The workflow. */
  readonly machine: sfn.IStateMachine;
  /** Encrypts events that could not start it. */
  readonly key: kms.IKey;
  /** How often it looks by itself. */
  readonly checkInterval: Duration;
}

/**
 * Starts the workflow when an alarm rings or stops, when people change the mode, when the stack was deployed and the flags
 * may be new, and regularly, because some events are best effort and executions may fail.
 */
export class DegradationTriggers extends Construct {
  /** Events that could not start the workflow. */
  public readonly undelivered: sqs.Queue;

  constructor(scope: Construct, id: string, props: DegradationTriggersProps) {
    super(scope, id);
    const { levels, mode, machine, key, checkInterval } = props;
    this.undelivered = undeliveredEvents(this, key);
    const target = new SfnStateMachine(machine, { role: this.role(machine), deadLetterQueue: this.undelivered });
    const rule = (name: string, description: string, when: object) =>
      new events.Rule(this, name, { description: `${description} of ${scope.node.path}`, ...when, targets: [target] });
    for (const { level, alarms } of levels) {
      rule(`Level${level}`, `Alarms of level ${level}`, { eventPattern: ringing(alarms.map((each) => each.alarmArn)) });
    }
    rule('Mode', 'The mode', { eventPattern: changed(mode) });
    rule('Deployed', 'Deployments', { eventPattern: deployed(Stack.of(this).stackId) });
    rule('Check', 'Regular check', { schedule: events.Schedule.rate(checkInterval) });
  }

  private role(machine: sfn.IStateMachine): ManagedPolicyRole {
    return new ManagedPolicyRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
      statements: [
        new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }),
      ],
    });
  }
}

/** An alarm that begins or stops to ring; that it lacks data or has them again changes nothing. */
function ringing(resources: string[]): events.EventPattern {
  return {
    source: ['aws.cloudwatch'],
    detailType: ['CloudWatch Alarm State Change'],
    resources,
    detail: { $or: [{ state: { value: ['ALARM'] } }, { previousState: { value: ['ALARM'] } }] },
  };
}

function changed(mode: ssm.IStringParameter): events.EventPattern {
  return {
    source: ['aws.ssm'],
    detailType: ['Parameter Store Change'],
    detail: { name: [mode.parameterName], operation: ['Update'] },
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html */
function deployed(stackId: string): events.EventPattern {
  const status = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];
  return {
    source: ['aws.cloudformation'],
    detailType: ['CloudFormation Stack Status Change'],
    detail: { 'stack-id': [stackId], 'status-details': { status } },
  };
}
