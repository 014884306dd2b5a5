import { Names } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type { Construct } from 'constructs';
import type { Check } from '../../core/errors';
import type { RestoreTest } from './backup-restore-test';

/** A name that restore tests accept: letters, digits and underscores, at most 50. */
export function restoreName(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 50, separator: '_', allowedSpecialCharacters: '_' });
}

/** The schedule by which a vault's latest backups are restored. */
export function restorePlan(
  scope: Construct,
  vaultArn: string,
  test: RestoreTest,
  continuous: boolean,
): backup.CfnRestoreTestingPlan | undefined {
  if (!test._schedule) return undefined;
  return new backup.CfnRestoreTestingPlan(scope, 'RestoreTest', {
    restoreTestingPlanName: restoreName(scope),
    scheduleExpression: test._schedule.expressionString,
    startWindowHours: 1,
    recoveryPointSelection: {
      algorithm: 'LATEST_WITHIN_WINDOW',
      includeVaults: [vaultArn],
      recoveryPointTypes: continuous ? ['CONTINUOUS', 'SNAPSHOT'] : ['SNAPSHOT'],
      selectionWindowDays: test._lookBackDays,
    },
  });
}

/** What can be wrong with a restore test. */
export function restoreChecks(test: RestoreTest): Check[] {
  if (!test._schedule) return [];
  return [
    rangeCheck('ValidationWindowOutOfRange', 'restoreTest.validationWindow', test._windowHours, 168, 'hours'),
    rangeCheck('LookBackOutOfRange', 'restoreTest.lookBack', test._lookBackDays, 365, 'days'),
    {
      code: 'RestoreScheduleNotCron',
      property: 'restoreTest.schedule',
      when: !test._schedule.expressionString.startsWith('cron('),
      value: test._schedule.expressionString,
      allowed: 'a cron expression',
      action: 'Use events.Schedule.cron(...)',
    },
  ];
}

function rangeCheck(code: string, property: string, value: number, maximum: number, unit: string): Check {
  return {
    code,
    property,
    when: !(Number.isInteger(value) && value >= 1 && value <= maximum),
    value,
    allowed: `1 to ${maximum} whole ${unit}`,
    action: 'Choose a length in this range',
  };
}
