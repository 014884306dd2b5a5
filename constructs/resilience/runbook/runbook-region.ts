import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { regionalArn } from './runbook-arns';
import type { RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/**
 * The item of a global table that names the region that may write. It is the fence: applications read it every few
 * seconds, and stop writing when it names another region or when they cannot read it. A region that is cut off from the
 * others does not hear of a change; there, only applications that also stop on their own when they lose touch are fenced.
 */
export interface WriterItem {
  /** Name of the table, which has a replica in every region. */
  readonly tableName: string;
  /** ARN of the table's key in this region. */
  readonly tableKeyArn: string;
  /**
   * Name of the partition key, a string.
   * @default id
   */
  readonly partitionKey?: string;
  /**
   * Its value for this item; the attribute `region` is the name of the region, or `none` while it moves.
   * @default writer
   */
  readonly item?: string;
}

/** The database of this region that is to become the writer. */
export interface RegionFailoverOptions {
  /** Identifier of the read replica in this region. */
  readonly replicaIdentifier: string;
  /** ARN of what it replicates, in the other region. */
  readonly sourceArn: string;
  /** Region that loses the writer. */
  readonly fromRegion: string;
  /** The fence. */
  readonly writer: WriterItem;
  /** Name of the alarm of this region that is OK when the replica's lag is within the recovery point objective. */
  readonly lagAlarmName: string;
  /**
   * How long writes that began before the fence may go on.
   * @default - 30 seconds
   */
  readonly drain?: Duration;
  /**
   * How long automated backups of the promoted database live.
   * @default - 7 days
   */
  readonly backupRetention?: Duration;
  /**
   * What has to be there before users come, for example more capacity.
   * @default - nothing: the region runs at the size it needs
   */
  readonly capacity?: RunbookStep[];
  /**
   * What compares the writes that did not arrive, once users are served.
   * @default - nothing: the run's outputs say how far the replica was
   */
  readonly reconcile?: RunbookStep[];
}

/** Fence, drain, wait for lag, promote, open; an unplanned one may go on without the writes that did not arrive. */
export function regionFailover(options: RegionFailoverOptions): RunbookProcedureProps {
  return moveWriter(options, {
    description:
      `Moves the writer from ${options.fromRegion} to this region. Afterwards: keep ${options.fromRegion} fenced, compare ` +
      'what it still has, make a new replica there, and fail back with the runbook of that region.',
    parameters: [
      PROMOTED,
      {
        name: 'AcceptDataLoss',
        description: 'Whether to promote although writes of the lost region have not arrived: only when it is gone',
        defaultValue: 'false',
        allowedValues: ['true', 'false'],
      },
    ],
    steps: [
      RunbookStep.branch('DataLossOrNot', {
        variable: '{{AcceptDataLoss}}',
        value: 'true',
        then: 'Promote',
        otherwise: 'WaitForLag',
      }),
    ],
  });
}

/** The planned way back: the same, but never without all writes. */
export function regionFailback(options: RegionFailoverOptions): RunbookProcedureProps {
  return moveWriter(options, {
    description: `Moves the writer back from ${options.fromRegion} to this region, without losing a write.`,
    parameters: [PROMOTED],
    steps: [],
  });
}

/** A run that stopped after the promotion is started again with it. */
const PROMOTED = {
  name: 'AlreadyPromoted',
  description: 'Whether an earlier run stopped after it had promoted the database',
  defaultValue: 'false',
  allowedValues: ['true', 'false'],
};

type Variant = Pick<RunbookProcedureProps, 'description' | 'steps'> &
  Required<Pick<RunbookProcedureProps, 'parameters'>>;

function moveWriter(options: RegionFailoverOptions, variant: Variant): RunbookProcedureProps {
  const { fromRegion, drain = Duration.seconds(30), capacity = [], reconcile = [], writer } = options;
  const database = databaseSteps(options);
  const promoted = { variable: '{{AlreadyPromoted}}', value: 'true' };
  const lag = lagSteps(options.lagAlarmName);
  return {
    ...variant,
    preconditions: [
      fenceIs(writer, fromRegion),
      lag.read,
      database.isAvailable,
      RunbookStep.branch('ReplicaOrPromoted', { ...promoted, then: 'DryRunOrNot', otherwise: 'RequireReplica' }),
      database.isReplica,
    ],
    steps: [
      moveFence('Fence', writer, fromRegion, 'none'),
      RunbookStep.sleep('Drain', drain, { description: 'Let writes end that began before the fence' }),
      RunbookStep.branch('PromoteOrGoOn', {
        ...promoted,
        then: 'WaitForPromotion',
        otherwise: variant.steps[0]?.name ?? 'WaitForLag',
      }),
      ...variant.steps,
      lag.wait,
      ...database.promotion,
      ...capacity,
      moveFence('Open', writer, 'none', Aws.REGION),
      ...reconcile,
    ],
    outputs: ['ReadLag.Reason'],
  };
}

function lagSteps(alarmName: string): { read: RunbookStep; wait: RunbookStep } {
  const describe = {
    service: 'cloudwatch',
    api: 'DescribeAlarms',
    inputs: { AlarmNames: [alarmName] },
    resources: [regionalArn('cloudwatch', `alarm:${alarmName}`)],
  };
  return {
    read: RunbookStep.read('ReadLag', {
      ...describe,
      description: 'Note how far the replica was: what is to be reconciled begins there',
      outputs: [{ name: 'Reason', selector: '$.MetricAlarms[0].StateReason' }],
    }),
    wait: RunbookStep.waitFor('WaitForLag', {
      ...describe,
      description: 'Wait until the replica has caught up',
      selector: '$.MetricAlarms[0].StateValue',
      desired: ['OK'],
    }),
  };
}

interface DatabaseSteps {
  readonly isAvailable: RunbookStep;
  readonly isReplica: RunbookStep;
  readonly promotion: RunbookStep[];
}

function databaseSteps(options: RegionFailoverOptions): DatabaseSteps {
  const { replicaIdentifier, sourceArn, backupRetention = Duration.days(7) } = options;
  const service = 'rds';
  const resources = [regionalArn('rds', `db:${replicaIdentifier}`)];
  const inputs = { DBInstanceIdentifier: replicaIdentifier };
  const describe = { service, api: 'DescribeDBInstances', inputs, resources };
  const instance = (name: string) => `$.DBInstances[0].${name}`;
  const available = { ...describe, selector: instance('DBInstanceStatus'), desired: ['available'] };
  const source = { selector: instance('ReadReplicaSourceDBInstanceIdentifier'), desired: [sourceArn] };
  const promote = RunbookStep.change('Promote', {
    description: `Make ${replicaIdentifier} a database of its own`,
    service,
    api: 'PromoteReadReplica',
    inputs: { ...inputs, BackupRetentionPeriod: backupRetention.toDays() },
    resources,
  });
  return {
    isAvailable: RunbookStep.require('RequireAvailable', available),
    isReplica: RunbookStep.require('RequireReplica', { ...describe, ...source }),
    promotion: [
      promote,
      RunbookStep.sleep('LetPromotionBegin', Duration.minutes(1)),
      RunbookStep.waitFor('WaitForPromotion', { ...available, timeout: Duration.minutes(30) }),
    ],
  };
}

const FENCE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'];

function fence(writer: WriterItem, api: string, inputs: { [name: string]: unknown }) {
  const { tableName, tableKeyArn, partitionKey = 'id', item = 'writer' } = writer;
  return {
    service: 'dynamodb',
    api,
    inputs: { TableName: tableName, Key: { [partitionKey]: { S: item } }, ...inputs },
    resources: [regionalArn('dynamodb', `table/${tableName}`)],
    statements: [new iam.PolicyStatement({ actions: FENCE_KEY, resources: [tableKeyArn] })],
  };
}

function fenceIs(writer: WriterItem, region: string): RunbookStep {
  return RunbookStep.require('RequireWriter', {
    ...fence(writer, 'GetItem', { ConsistentRead: true }),
    description: `${region} may write, or an earlier run stopped behind the fence`,
    selector: '$.Item.region.S',
    desired: [region, 'none'],
  });
}

function moveFence(name: string, writer: WriterItem, from: string, to: string): RunbookStep {
  return RunbookStep.change(name, {
    ...fence(writer, 'UpdateItem', {
      UpdateExpression: 'SET #region = :to',
      ConditionExpression: '#region IN (:from, :to)',
      ExpressionAttributeNames: { '#region': 'region' },
      ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
    }),
    description: to === 'none' ? `Let no region write any more, ${from} included` : 'Let this region write',
  });
}
