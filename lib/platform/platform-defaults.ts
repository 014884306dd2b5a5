import { Duration } from 'aws-cdk-lib';
import { RecoveryObjective, ServiceLevelObjective } from '../../constructs/core';

/** Read replicas in the primary region. */
export const READ_REPLICAS = 5;
/** Read replicas that load adds at most, beside those. */
export const ADDED_READ_REPLICAS = 3;
/** What RDS takes behind one writer. */
export const MOST_READ_REPLICAS = 15;

/** 99.95 % with an SLA of 99.9 %, in percent; p99 under 200 ms in any case. */
export function objectiveOf(availability = 99.95, sla = 99.9): ServiceLevelObjective {
  const latency = [{ percentile: 99, threshold: Duration.millis(200) }];
  return new ServiceLevelObjective({ availability, sla, latency });
}

/** Half an hour to recover with five minutes of writes lost, in minutes. */
export function recoveryOf(rtoMinutes = 30, rpoMinutes = 5): RecoveryObjective {
  const minutes = (value: number) => Duration.millis(Math.round(value * 60_000));
  return new RecoveryObjective({ rto: minutes(rtoMinutes), rpo: minutes(rpoMinutes) });
}
