import { Duration } from 'aws-cdk-lib';
import { RecoveryObjective } from '../../../constructs/core';
import { codesOf } from '../../_helpers/errors';

test('zero loss is an RPO of nothing', () => {
  const objective = RecoveryObjective.zeroLoss(Duration.minutes(15));
  expect([objective.isZeroLoss, objective.rto.toMinutes()]).toEqual([true, 15]);
  expect(new RecoveryObjective({ rto: Duration.minutes(1), rpo: Duration.seconds(1) }).isZeroLoss).toBe(false);
});

test('fails on a recovery time of more than a year', () => {
  expect(codesOf(() => RecoveryObjective.zeroLoss(Duration.days(366)))).toEqual(['RecoveryTimeTooLong']);
});
