import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Share of failed requests that no release may cause, in percent. */
const FAILED_PERCENT = 5;

/** Requests per minute below which a share says nothing. */
const FEWEST_REQUESTS = 20;

const period = Duration.minutes(1);

/** Few and short periods: ECS waits as long as the alarms need before it calls a deployment complete. */
const PERIODS = {
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
};

/** A topic for alarms. A policy of its own replaces the default one, therefore alarms have to be let in. */
export function alarmTopic(scope: Construct, masterKey: kms.IKey): sns.Topic {
  const topic = new sns.Topic(scope, 'Alarms', { masterKey, enforceSSL: true });
  const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'Alarms',
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions,
    }),
  );
  return topic;
}

/** The alarms that tell a bad release: requests fail, or members do not become healthy. */
export function releaseAlarms(
  scope: Construct,
  group: elbv2.ApplicationTargetGroup,
  notifications: sns.ITopic,
): cloudwatch.Alarm[] {
  const alarms = [failureAlarm(scope, group), unhealthyAlarm(scope, group)];
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
    ...PERIODS,
  });
}

function unhealthyAlarm(scope: Construct, { metrics }: elbv2.ApplicationTargetGroup): cloudwatch.Alarm {
  return new cloudwatch.Alarm(scope, 'UnhealthyAlarm', {
    alarmDescription: `Members fail their health check in ${scope.node.path}`,
    metric: metrics.unhealthyHostCount({ period, statistic: 'Maximum' }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    ...PERIODS,
  });
}
