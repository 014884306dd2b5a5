import { Duration } from 'aws-cdk-lib';
import type { RelationalDatabase } from '../../data';
import type { ScalingAlarms } from './replica-scaling-alarms';
import type { ReplicaSlot, SlotItem, WorkflowParts } from './replica-scaling-parts';
import { replicaRequest } from './replica-scaling-request';
import { LONGEST_DELETION, roundsOf, type ScalingSettings } from './replica-scaling-settings';

/** What the parts of the workflow come from. */
export interface WorkflowSource {
  readonly database: RelationalDatabase;
  readonly slots: ReplicaSlot[];
  readonly alarms: ScalingAlarms;
  readonly settings: ScalingSettings;
  /** Name of workflow and rule, and value of the tag. */
  readonly name: string;
  readonly tableName: string;
}

/** All that the workflow says about this database; it looks once a minute. */
export function workflowParts({ database, slots, alarms, settings, name, tableName }: WorkflowSource): WorkflowParts {
  const { context, reader } = database._pool!;
  return {
    tableName,
    ruleName: name,
    highAlarm: alarms.high.alarmName,
    lowAlarm: alarms.low.alarmName,
    source: context.identifier,
    slots: slots.map(itemOf),
    request: replicaRequest(database, name),
    hostedZoneId: reader.zone.hostedZoneId,
    recordName: `${reader.endpoint.host}.`,
    ttlSeconds: reader.ttl.toSeconds(),
    step: settings.step,
    rounds: roundsOf(settings),
    mostAddLooks: settings.longestAdd,
    mostDrainLooks: settings.drainFor,
    mostDeleteLooks: LONGEST_DELETION,
    pauseAfterAdding: seconds(settings.coolDown),
    // The alarm on low load has to have seen a whole window without the replica.
    pauseAfterRemoving: seconds(Math.max(settings.coolDown, settings.lowFor)),
    longestSeconds: seconds(settings.longest),
  };
}

function itemOf({ identifier, availabilityZone, healthCheck, alarmNames }: ReplicaSlot): SlotItem {
  const item = { identifier, healthCheckId: healthCheck.healthCheckId, alarms: alarmNames };
  return availabilityZone ? { ...item, availabilityZone } : item;
}

function seconds(minutes: number): number {
  return Duration.minutes(minutes).toSeconds();
}
