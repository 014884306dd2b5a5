import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { AppStack } from './app-stack';

/** The region takes part while its API has a healthy task. */
export function createRegionHealth(stack: AppStack): cloudwatch.Alarm {
  const { metrics } = stack.api.targetGroup;
  const alarm = new cloudwatch.Alarm(stack, 'RegionHealth', {
    alarmDescription: 'The API has no healthy task',
    metric: metrics.healthyHostCount({ statistic: cloudwatch.Stats.MAXIMUM, period: Duration.minutes(1) }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(stack.foundation.operations));
  return alarm;
}
