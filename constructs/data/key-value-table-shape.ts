import { Duration, Reference, ReferenceStrength, RemovalPolicy, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { billingOf, TableBilling } from './key-value-table-billing';
import { GlobalTable } from './key-value-table-global';
import type { KeyValueTableProps } from './key-value-table-props';

/** The props of a table as the CDK has them, but for its keys of encryption. */
export function tableShape(props: KeyValueTableProps): dynamodb.TablePropsV2 {
  return {
    ...keyProps(props),
    ...globalProps(props.globalTable ?? GlobalTable.none()),
    ...throughputProps(props),
    ...protectionProps(props),
    dynamoStream: props.stream,
    tableClass: props.tableClass,
  };
}

function keyProps({ partitionKey, sortKey, tableName, globalIndexes, localIndexes }: KeyValueTableProps) {
  return {
    partitionKey,
    sortKey,
    tableName,
    globalSecondaryIndexes: globalIndexes,
    localSecondaryIndexes: localIndexes,
  };
}

function globalProps(global: GlobalTable) {
  const { STRONG } = dynamodb.MultiRegionConsistency;
  return {
    replicas: global._replicas.map(({ region }) => ({ region })),
    witnessRegion: global._witnessRegion,
    multiRegionConsistency: global._isStrong ? STRONG : undefined,
  };
}

function throughputProps({ billing, warmThroughput, contributorInsights: mode }: KeyValueTableProps) {
  return {
    billing: billingOf(billing ?? TableBilling.onDemand()),
    warmThroughput,
    contributorInsightsSpecification: mode ? { enabled: true, mode } : undefined,
  };
}

function protectionProps(props: KeyValueTableProps) {
  return {
    timeToLiveAttribute: props.timeToLiveAttribute,
    deletionProtection: props.deletionProtection ?? true,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    pointInTimeRecoverySpecification: {
      pointInTimeRecoveryEnabled: true,
      recoveryPeriodInDays: (props.recoveryPeriod ?? Duration.days(35)).toDays(),
    },
  };
}

/** Whatever holds elsewhere in the app: the stacks of two regions must not lock each other. */
export function weakly(value: string): string {
  const isReference = Token.isUnresolved(value) && Reference.isReference(Tokenization.reverse(value));
  return isReference ? Stack.consumeReference(value, ReferenceStrength.WEAK) : value;
}
