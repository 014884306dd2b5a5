import type { RelationalDatabase } from '../../data';
import type { Json } from '../workflow/workflow-states';

/** The replicas behind the reader of a database. */
export type ReplicaPool = NonNullable<RelationalDatabase['_pool']>;

/** A place for a replica that is added. */
export type ReplicaSlot = ReturnType<ReplicaPool['slot']>;

/** A place for a replica as the workflow passes it on. */
export interface SlotItem {
  readonly identifier: string;
  readonly availabilityZone?: string;
  readonly healthCheckId: string;
  readonly alarms: string[];
}

/** What the workflow works with. */
export interface WorkflowParts {
  readonly tableName: string;
  readonly ruleName: string;
  readonly highAlarm: string;
  readonly lowAlarm: string;
  /** Identifier of the instance that is copied. */
  readonly source: string;
  readonly slots: SlotItem[];
  /** Request that makes a replica, without what the slot says. */
  readonly request: Json;
  readonly hostedZoneId: string;
  /** Name of the reader as Route 53 spells it, with its full stop. */
  readonly recordName: string;
  readonly ttlSeconds: number;
  readonly step: number;
  readonly rounds: number;
  readonly mostAddLooks: number;
  readonly mostDrainLooks: number;
  readonly mostDeleteLooks: number;
  readonly pauseAfterAdding: number;
  readonly pauseAfterRemoving: number;
  readonly longestSeconds: number;
}
