import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { AlarmResponse, type DeploymentWave } from './deployment-wave';
import { nameOf } from './wave-alarms';

/** A ringing alarm gets this long to calm down before the wave is refused. */
const ENTRY_PATIENCE_MINUTES = 5;

/** No deployment into a region that is in trouble: it would hide the cause, or become it. */
export function entryCondition(wave: DeploymentWave): codepipeline.Conditions {
  const rules = alarmRules(wave, 'Entry', ENTRY_PATIENCE_MINUTES);
  return { conditions: [{ rules, result: codepipeline.Result.FAIL }] };
}

/** The stage succeeds when none of the alarms has rung until the end of the bake. */
export function bakeCondition(wave: DeploymentWave): codepipeline.Conditions {
  const rollsBack = wave.onAlarm === AlarmResponse.ROLL_BACK;
  const rules = alarmRules(wave, 'Bake', wave.bake.toMinutes());
  return { conditions: [{ rules, result: rollsBack ? codepipeline.Result.ROLLBACK : codepipeline.Result.FAIL }] };
}

/**
 * One rule per alarm, evaluated in the region of the alarm. Only ALARM counts: an alarm that the wave has just made begins
 * without data.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html
 */
function alarmRules({ name, region, alarms }: DeploymentWave, purpose: string, minutes: number): codepipeline.Rule[] {
  return alarms.map(
    (alarm, index) =>
      new codepipeline.Rule({
        name: `${name}-${purpose}-${index + 1}`,
        provider: 'CloudWatchAlarm',
        version: '1',
        region,
        configuration: { AlarmName: nameOf(alarm), AlarmStates: 'ALARM', WaitTime: String(minutes) },
      }),
  );
}
