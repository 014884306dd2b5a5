import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { longName } from '../slo/duration-name';

const { BREACHING, NOT_BREACHING } = cloudwatch.TreatMissingData;

/** How the runs of a canary are judged. */
export interface CanaryJudgement {
  /** Through which entry it comes, in words. */
  readonly entry: string;
  readonly every: Duration;
  readonly failedRuns: number;
  readonly ofRuns: number;
  /** A canary that was stopped on purpose has no data, and nothing to say. */
  readonly isRunning: boolean;
  readonly notifications: sns.ITopic;
}

/** Goes off when runs fail or do not happen. */
export function failureAlarm(
  scope: Construct,
  metric: cloudwatch.IMetric,
  judgement: CanaryJudgement,
): cloudwatch.Alarm {
  return alarm(scope, 'FailureAlarm', judgement, {
    alarmDescription: `${scope.node.path}: probes of ${judgement.entry} fail, ${howOften(judgement)}`,
    metric,
    threshold: 100,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: judgement.isRunning ? BREACHING : NOT_BREACHING,
  });
}

/** Goes off when the slowest step of runs takes longer than its goal. Runs that do not happen are told by the other one. */
export function latencyAlarm(
  scope: Construct,
  metric: cloudwatch.IMetric,
  goal: Duration,
  judgement: CanaryJudgement,
): cloudwatch.Alarm {
  const words = `probes of ${judgement.entry} take longer than ${goal.toMilliseconds()} ms`;
  return alarm(scope, 'LatencyAlarm', judgement, {
    alarmDescription: `${scope.node.path}: ${words}, ${howOften(judgement)}`,
    metric,
    threshold: goal.toMilliseconds(),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: NOT_BREACHING,
  });
}

type Condition = Omit<cloudwatch.AlarmProps, 'evaluationPeriods' | 'datapointsToAlarm'>;

function alarm(scope: Construct, id: string, judgement: CanaryJudgement, condition: Condition): cloudwatch.Alarm {
  const made = new cloudwatch.Alarm(scope, id, {
    ...condition,
    evaluationPeriods: judgement.ofRuns,
    datapointsToAlarm: judgement.failedRuns,
  });
  made.addAlarmAction(new SnsAction(judgement.notifications));
  return made;
}

function howOften({ failedRuns, ofRuns, every }: CanaryJudgement): string {
  return `${failedRuns} of ${ofRuns} runs, one every ${longName(every)}`;
}
