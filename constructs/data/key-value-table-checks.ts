import { RemovalPolicy, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Check } from '../core/errors';
import { billingChecks, TableBilling } from './key-value-table-billing';
import { GlobalTable, globalChecks } from './key-value-table-global';
import { indexChecks } from './key-value-table-index-checks';
import type { KeyValueTableProps } from './key-value-table-props';

const MAX_RECOVERY_DAYS = 35;

/** Everything that can be wrong with a table. */
export function tableChecks(props: KeyValueTableProps, region: string): Check[] {
  const global = props.globalTable ?? GlobalTable.none();
  return [
    ...globalChecks(global, region),
    ...indexChecks(props),
    ...billingChecks(props.billing ?? TableBilling.onDemand(), props.warmThroughput),
    ...(global._isStrong ? strongFeatureChecks(props) : []),
    nameCheck(props),
    streamCheck(props, global),
    recoveryCheck(props),
    retentionCheck(props),
    removalCheck(props),
  ];
}

function strongFeatureChecks(props: KeyValueTableProps): Check[] {
  const indexes = (props.localIndexes ?? []).map(({ indexName }) => indexName);
  return [
    {
      code: 'TimeToLiveWithStrong',
      property: 'timeToLiveAttribute',
      when: props.timeToLiveAttribute !== undefined,
      value: props.timeToLiveAttribute,
      allowed: 'none: regions that agree on every write do not expire items',
      action: 'Delete items yourself, or use GlobalTable.eventual()',
    },
    {
      code: 'LocalIndexWithStrong',
      property: 'localIndexes',
      when: indexes.length > 0,
      value: indexes,
      allowed: 'none: regions that agree on every write have no local indexes',
      action: 'Use global indexes, or GlobalTable.eventual()',
    },
  ];
}

function nameCheck({ tableName }: KeyValueTableProps): Check {
  return {
    code: 'InvalidTableName',
    property: 'tableName',
    when: tableName !== undefined && !Token.isUnresolved(tableName) && !/^[A-Za-z0-9_.-]{3,255}$/.test(tableName),
    value: tableName,
    allowed: '3 to 255 letters, digits, dots, hyphens and underscores',
    action: 'Correct the name, or leave it out',
  };
}

/** Eventual replicas are made of the stream, so it has to tell everything. */
function streamCheck({ stream }: KeyValueTableProps, global: GlobalTable): Check {
  const feedsReplicas = global._replicas.length > 0 && !global._isStrong;
  return {
    code: 'StreamTooNarrow',
    property: 'stream',
    when: feedsReplicas && stream !== undefined && stream !== dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    value: stream,
    allowed: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    action: 'Let the stream tell both images, or leave it out',
  };
}

function recoveryCheck({ recoveryPeriod }: KeyValueTableProps): Check {
  const days = recoveryPeriod?.toDays({ integral: false }) ?? MAX_RECOVERY_DAYS;
  return {
    code: 'RecoveryPeriodOutOfRange',
    property: 'recoveryPeriod',
    when: !Number.isInteger(days) || days < 1 || days > MAX_RECOVERY_DAYS,
    value: recoveryPeriod?.toString(),
    allowed: `1 to ${MAX_RECOVERY_DAYS} whole days`,
    action: 'Choose a period in this range; the longest is the safest',
  };
}

function retentionCheck({ backup }: KeyValueTableProps): Check {
  const days = backup?._choice?.retention?.toDays({ integral: false }) ?? 1;
  return {
    code: 'BackupRetentionOutOfRange',
    property: 'backup',
    when: !Number.isInteger(days) || days < 1,
    value: backup?._choice?.retention?.toString(),
    allowed: 'whole days, 1 or more',
    action: 'State how long a backup is kept',
  };
}

function removalCheck({ removalPolicy }: KeyValueTableProps): Check {
  return {
    code: 'RemovalPolicyUnsupported',
    property: 'removalPolicy',
    when: removalPolicy === RemovalPolicy.SNAPSHOT,
    value: removalPolicy,
    allowed: 'RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
    action: 'Keep the table; tables have no last snapshot',
  };
}
