import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { HandlerFunction } from '../../compute';
import { ManagedPolicyRole } from '../../security';

/**
 * Invokes the handler every minute with what it has to do. A minute that could not be invoked is not made up for later,
 * because by then the next one has been; it is put aside with the dead letters of the handler.
 */
export function everyMinute(scope: Construct, handler: HandlerFunction, run: object): scheduler.Schedule {
  const role = schedulerRole(scope, handler);
  const input = { time: scheduler.ContextAttribute.scheduledTime, ...run };
  const schedule = new scheduler.Schedule(scope, 'EveryMinute', {
    description: `Publishes ${scope.node.path}`.slice(0, 512),
    schedule: scheduler.ScheduleExpression.rate(Duration.minutes(1)),
    timeWindow: scheduler.TimeWindow.off(),
    // The target of the CDK would allow all versions of the function, by a wildcard.
    target: {
      bind: () => ({
        arn: handler.function.functionArn,
        role,
        input: scheduler.ScheduleTargetInput.fromObject(input),
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
        deadLetterConfig: { arn: handler.deadLetter.queueArn },
      }),
    },
  });
  schedule.node.addDependency(role);
  return schedule;
}

/** Only schedules of this account, and only this function and its queue. */
function schedulerRole(scope: Construct, { function: invoked, deadLetter }: HandlerFunction): ManagedPolicyRole {
  const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  const key = deadLetter.encryptionMasterKey;
  return new ManagedPolicyRole(scope, 'SchedulerRole', {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions }),
    statements: [
      allow(['lambda:InvokeFunction'], invoked.functionArn),
      allow(['sqs:SendMessage'], deadLetter.queueArn),
      ...(key ? [allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn)] : []),
    ],
  });
}

function allow(actions: string[], resource: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources: [resource] });
}
