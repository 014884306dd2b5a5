import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Share of failed requests that no release may cause, in percent. */
const FAILED_PERCENT = 5;

/** Requests per minute below which a share says nothing. */
const FEWEST_REQUESTS = 20;

const period = Duration.minutes(1);

/**
 * Two of three minutes, after those in which failing is allowed. Few and short periods: ECS waits as long as the alarms
 * need before it calls a deployment complete.
 */
function periodsAfter(allowed: Duration) {
  const minutes = Math.ceil(allowed.toMinutes({ integral: false }));
  return {
    evaluationPeriods: minutes + 3,
    datapointsToAlarm: minutes + 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}

/** The alarms that tell a bad release: requests fail, or members do not become healthy. */
export function releaseAlarms(
  scope: Construct,
  group: elbv2.ApplicationTargetGroup,
  notifications: sns.ITopic,
  grace: Duration,
): cloudwatch.Alarm[] {
  const alarms = [failureAlarm(scope, group), unhealthyAlarm(scope, group, grace)];
  alarms.forEach((alarm) => alarm.addAlarmAction(new SnsAction(notifications)));
  return alarms;
}

/**
 * Rolls deployments back on alarms. On the resource: the L2 keeps only the alarms of its first call, and notes that names
 * which are references may be cycles; these alarms watch the target group, which does not depend on the service.
 */
export function rollBackOn(service: ecs.FargateService, alarms: cloudwatch.IAlarm[]): void {
  if (alarms.length === 0) return;
  const configuration = { AlarmNames: alarms.map((alarm) => alarm.alarmName), Enable: true, Rollback: true };
  (service.node.defaultChild as ecs.CfnService).addPropertyOverride('DeploymentConfiguration.Alarms', configuration);
}

function failureAlarm(scope: Construct, { metrics }: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
  const requests = metrics.requestCount({ period });
  const failures = metrics.httpCodeTarget(elbv2.HttpCodeTarget.TARGET_5XX_COUNT, { period, statistic: 'Sum' });
  const expression = `IF(requests >= ${FEWEST_REQUESTS}, 100 * FILL(failures, 0) / requests, 0)`;
  return new cloudwatch.Alarm(scope, 'FailureAlarm', {
    alarmDescription: `More than ${FAILED_PERCENT} percent of the requests fail in ${scope.node.path}`,
    metric: new cloudwatch.MathExpression({
      expression,
      usingMetrics: { requests, failures },
      period,
      label: 'failed, percent',
    }),
    threshold: FAILED_PERCENT,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    ...periodsAfter(Duration.minutes(0)),
  });
}

/** A new task counts as unhealthy while it starts: only what goes on beyond the grace period is the release's fault. */
function unhealthyAlarm(
  scope: Construct,
  { metrics }: elbv2.ApplicationTargetGroup,
  grace: Duration,
): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, 'UnhealthyAlarm', {
    alarmDescription: `Members fail their health check in ${scope.node.path}`,
    metric: metrics.unhealthyHostCount({ period, statistic: 'Maximum' }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    ...periodsAfter(grace),
  });
}
