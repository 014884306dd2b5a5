import { Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ManagedPolicyRole } from '../../security';
import { type PlannedEvent, workflowInput } from './calendar-event';
import { calendarFields, instantOf } from './calendar-instant';

const MINUTE = 60;
const DAY = 24 * 3600;

/** Starts the workflow of each event when its pre-warm begins. */
export class CalendarSchedules {
  /** Has the schedules of the plan, and their metrics. */
  public readonly group: scheduler.ScheduleGroup;
  private readonly role: ManagedPolicyRole;

  constructor(
    private readonly scope: Construct,
    private readonly workflow: sfn.IStateMachine,
  ) {
    this.group = new scheduler.ScheduleGroup(scope, 'Calendar', { removalPolicy: RemovalPolicy.DESTROY });
    this.role = schedulerRole(scope);
  }

  /**
   * A schedule that comes every year on the day of the event, and an execution with a name of its own, so that it is
   * started once however often the schedule tries. A one-time schedule would be the simpler word for it, but AWS refuses
   * those in the past: a stack with an old event could then neither be made again nor changed.
   */
  public add(planned: PlannedEvent): scheduler.Schedule {
    const { event, prewarm, end } = planned;
    return new scheduler.Schedule(this.scope, `Event ${event.name}`, {
      description: `Pre-warm of ${event.name}: ${event.start} to ${event.end}`,
      schedule: scheduler.ScheduleExpression.cron({ ...calendarFields(prewarm), timeZone: TimeZone.ETC_UTC }),
      scheduleGroup: this.group,
      target: new Universal({
        service: 'sfn',
        action: 'startExecution',
        role: this.role,
        policyStatements: [
          new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [this.workflow.stateMachineArn] }),
        ],
        input: scheduler.ScheduleTargetInput.fromObject(this.startOf(planned)),
        // A late start is better than none, as long as there is anything left of the event.
        maxEventAge: Duration.seconds(Math.min(Math.max(end - prewarm, MINUTE), DAY)),
        retryAttempts: 185,
      }),
    });
  }

  private startOf(planned: PlannedEvent): object {
    return {
      StateMachineArn: this.workflow.stateMachineArn,
      Name: `${planned.event.name}-${instantOf(planned.start).replace(/[-:]/g, '')}`,
      Input: Stack.of(this.scope).toJsonString(workflowInput(planned)),
    };
  }
}

function schedulerRole(scope: Construct): ManagedPolicyRole {
  const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  return new ManagedPolicyRole(scope, 'SchedulerRole', {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions }),
  });
}
