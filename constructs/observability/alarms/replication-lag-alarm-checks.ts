import { Duration } from 'aws-cdk-lib';
import type { Check } from '../../core/errors';
import type { ReplicationLagAlarmProps } from './replication-lag-alarm';

/** Everything that can be wrong with an alarm on a lag. */
export function replicationLagChecks(props: ReplicationLagAlarmProps): Check[] {
  const { warnAtPercent = 50, evaluationMinutes = 3 } = props;
  return [
    ...objectiveChecks(props),
    {
      code: 'LagWarningOutOfRange',
      property: 'warnAtPercent',
      when: !(warnAtPercent > 0 && warnAtPercent < 100),
      value: warnAtPercent,
      allowed: 'above 0 and below 100 percent of the RPO',
      action: 'Warn while there is still time to act, for example at 50',
    },
    {
      code: 'EvaluationMinutesOutOfRange',
      property: 'evaluationMinutes',
      when: !Number.isInteger(evaluationMinutes) || evaluationMinutes < 1 || evaluationMinutes > 60,
      value: evaluationMinutes,
      allowed: 'a whole number from 1 to 60',
      action: 'State for how many minutes a copy has to be behind',
    },
  ];
}

function objectiveChecks({ source, recovery }: ReplicationLagAlarmProps): Check[] {
  const { copies, floor, kind } = source._spec;
  return [
    {
      code: 'NothingReplicates',
      property: 'source',
      when: copies.length === 0,
      value: source._spec.owner.node.path,
      allowed: 'a database with replicas, a copy of another region, or a global table that is eventual',
      action: 'Watch the copy instead of the original, or leave the alarm out: nothing here can be behind',
    },
    {
      code: 'RpoNotReachable',
      property: 'recovery',
      when: copies.length > 0 && recovery.rpo.toMilliseconds() < floor.toMilliseconds(),
      value: recovery.isZeroLoss ? 'an RPO of 0' : `an RPO of ${text(recovery.rpo)}`,
      allowed: `an RPO of ${text(floor)} or more: this is ${kind}`,
      action: 'Replicate synchronously (a standby in another zone, a strong global table), or state what can be lost',
    },
  ];
}

/** For people: `90 seconds`, `5 minutes`. */
export function text(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  return milliseconds === 0 ? '0 seconds' : Duration.millis(milliseconds).toHumanString();
}
