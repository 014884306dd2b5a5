import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { RegionalStack } from '../../../../constructs/core';
import { DegradationLadder } from '../../../../constructs/scaling/degradation/degradation-ladder';
import type {
  DegradationLadderProps,
  DegradationLevel,
} from '../../../../constructs/scaling/degradation/degradation-ladder-props';
import { LogVault, NotificationTopic, PlatformKey } from '../../../../constructs/security';

/** An alarm that tells somebody. */
export function alarmIn(stack: RegionalStack, id: string): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(stack, id, {
    metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: id, period: Duration.minutes(1) }),
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  tellSomebody(alarm);
  return alarm;
}

/** Packs refuse an alarm without an action. */
export function tellSomebody(alarm: cloudwatch.AlarmBase): void {
  alarm.addAlarmAction({ bind: () => ({ alarmActionArn: 'arn:aws:sns:us-east-1:111111111111:told' }) });
}

const FLAGS = [['reviews', 'recommendations'], ['email'], ['search'], ['cart']];

/** Levels 1 to `count`; the alarm of level 1 is called `A1`. */
export function levelsIn(stack: RegionalStack, count: number): DegradationLevel[] {
  return FLAGS.slice(0, count).map((switchesOff, index) => ({
    level: index + 1,
    switchesOff,
    alarms: [alarmIn(stack, `A${index + 1}`)],
  }));
}

/** A ladder with `count` levels. */
export function ladderIn(stack: RegionalStack, count: number, changes: Partial<DegradationLadderProps> = {}) {
  const { key } = new PlatformKey(stack, 'Key');
  return new DegradationLadder(stack, 'Ladder', {
    key,
    logVault: new LogVault(stack, 'Logs', { key }),
    notifications: new NotificationTopic(stack, 'Told', { key }).topic,
    levels: changes.levels ?? levelsIn(stack, count),
    ...changes,
  });
}
