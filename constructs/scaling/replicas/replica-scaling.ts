import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { validate } from '../../core/errors';
import type { RelationalDatabase } from '../../data';
import { createAlarms } from './replica-scaling-alarms';
import { databaseChecks, scalingChecks } from './replica-scaling-checks';
import { createLock } from './replica-scaling-lock';
import type { ReplicaSlot } from './replica-scaling-parts';
import type { ReplicaScalingProps } from './replica-scaling-props';
import { createRole } from './replica-scaling-role';
import { type ScalingSettings, scalingSettings } from './replica-scaling-settings';
import { createRule, reportFailures } from './replica-scaling-trigger';
import { workflowDefinition } from './replica-scaling-workflow';
import { workflowParts } from './replica-scaling-workflow-parts';
import { workflowMachine } from '../workflow/workflow-machine';

/**
 * Read replicas of an RDS writer by load, which Application Auto Scaling does not offer: a workflow adds them while the
 * fixed ones are busy and removes them again while they are idle. The replicas of the template are the minimum and are
 * never touched.
 *
 * A replica gets reads once it is available and its lag is within the limit, and loses them before it is deleted: record
 * first, then a pause for clients, then the instance. What cannot be finished is undone and reported. One run works at a
 * time, looks at everything anew in every round, and so finishes what a lost one left. It does nothing unless RDS says that
 * the writer is available: not during a failover, a backup or maintenance.
 *
 * Survives the loss of a zone and of a run. While Step Functions, RDS or the control plane of Route 53 (in us-east-1) is
 * gone, nothing is added or removed, and reads go on. Does not survive a sudden peak: a replica takes ten minutes or more,
 * and its disk is cold; keep as many fixed ones as a peak needs until then. New replicas get a share of new connections
 * only, so let clients renew theirs.
 *
 * To freeze it, disable `rule`: a run that works ends after its round. Before this is removed, `maximumReplicas` lowered or
 * `readReplicas` raised, freeze it and start `stateMachine` with `{"drain": true}`, which removes all that it added: what is
 * left then is no longer looked after, and its records keep the zone from being deleted.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
 */
export class ReplicaScaling extends Construct {
  /** The workflow. Do not redrive a run; start a new one. */
  public readonly stateMachine: sfn.IStateMachine;
  /** Starts the workflow on alarms and every few minutes. Disabled, it keeps a run from beginning another round. */
  public readonly rule: events.IRule;
  /** What the workflow runs as. */
  public readonly role: iam.IRole;
  /** In alarm while the load asks for more replicas. */
  public readonly highAlarm: cloudwatch.IAlarm;
  /** In alarm while the load asks for fewer. */
  public readonly lowAlarm: cloudwatch.IAlarm;
  /** Identifiers that added replicas get. */
  public readonly replicaIdentifiers: string[];

  constructor(scope: Construct, id: string, props: ReplicaScalingProps) {
    super(scope, id);
    const { database } = props;
    const settings = this.check(props);
    const { context } = database._pool!;
    const notifications = props.notifications ?? context.notifications;
    const name = `${context.identifier}-replicas`;
    const slots = this.createSlots(database, settings);
    const alarms = createAlarms(this, database.replicas, settings, notifications);
    const lock = createLock(this, context.key);
    const role = createRole(this, { database, slots, alarms: [alarms.high, alarms.low], lock, name });
    const parts = workflowParts({ database, slots, alarms, settings, name, tableName: lock.tableName });
    const { logVault } = context;
    const machine = workflowMachine(this, { name, role, logVault, definition: workflowDefinition(parts) });
    this.stateMachine = machine;
    this.role = role;
    this.rule = createRule(this, {
      ...{ name, machine, alarms, minutes: settings.checkEvery },
      enabled: props.enabled ?? true,
      key: context.key,
    });
    this.highAlarm = alarms.high;
    this.lowAlarm = alarms.low;
    this.replicaIdentifiers = slots.map((slot) => slot.identifier);
    reportFailures(machine, notifications);
    database._openLogins();
  }

  private check(props: ReplicaScalingProps): ScalingSettings {
    const { database } = props;
    validate(this, databaseChecks(this, database));
    const settings = scalingSettings(props);
    const pool = database._pool!;
    validate(this, scalingChecks(settings, pool.size.fixed, pool.size.most));
    pool.isScaled = true;
    return settings;
  }

  /** Log groups, alarms and health checks of all replicas that may come: they cost next to nothing while there are none. */
  private createSlots(database: RelationalDatabase, { maximum }: ScalingSettings): ReplicaSlot[] {
    const pool = database._pool!;
    const slots = new Construct(this, 'Slots');
    return Array.from({ length: maximum - pool.size.fixed }, (_, index) => pool.slot(slots, index + 1));
  }
}
