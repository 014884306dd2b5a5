import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { TableBackup } from './key-value-table-backup';
import type { TableBilling } from './key-value-table-billing';
import type { GlobalTable } from './key-value-table-global';

/** A table of items that are found by key. */
export interface KeyValueTableProps {
  /** What items are spread by. Choose it so that no value takes more than 1,000 writes or 3,000 reads a second. */
  readonly partitionKey: dynamodb.Attribute;
  /**
   * What items of one partition key are ordered by.
   * @default - none: one item per partition key
   */
  readonly sortKey?: dynamodb.Attribute;
  /** Key of this region. */
  readonly key: kms.IKey;
  /**
   * Name of the table, the same in every region.
   * @default - CloudFormation chooses
   */
  readonly tableName?: string;
  /**
   * In which other regions it is.
   * @default GlobalTable.none()
   */
  readonly globalTable?: GlobalTable;
  /**
   * How throughput is made and paid.
   * @default TableBilling.onDemand()
   */
  readonly billing?: TableBilling;
  /**
   * Throughput that is ready at once: before a launch. It costs once.
   * @default - 4,000 writes and 12,000 reads a second, or what the table grew to
   */
  readonly warmThroughput?: dynamodb.WarmThroughput;
  /**
   * Attribute with the time, in seconds since 1970, after which an item may be deleted. This can take days, so check it
   * when you read.
   * @default - items stay
   */
  readonly timeToLiveAttribute?: string;
  /**
   * What a stream of changes tells. Eventual replicas need both images.
   * @default - no stream; both images if there are replicas
   */
  readonly stream?: dynamodb.StreamViewType;
  /**
   * Indexes with a partition key of their own. CloudFormation adds or removes one at a time.
   * @default - none
   */
  readonly globalIndexes?: dynamodb.GlobalSecondaryIndexPropsV2[];
  /**
   * Indexes that order the items of a partition key otherwise. They can never be changed.
   * @default - none
   */
  readonly localIndexes?: dynamodb.LocalSecondaryIndexProps[];
  /**
   * What storage and requests cost relative to each other.
   * @default - standard
   */
  readonly tableClass?: dynamodb.TableClass;
  /**
   * Which keys are reported as the busiest.
   * @default - none
   */
  readonly contributorInsights?: dynamodb.ContributorInsightsMode;
  /**
   * How far back the table can be restored to any second, in every region: 1 to 35 days.
   * @default - 35 days
   */
  readonly recoveryPeriod?: Duration;
  /**
   * Backups in a vault, of this region's table.
   * @default TableBackup.daily()
   */
  readonly backup?: TableBackup;
  /**
   * Whether AWS refuses to delete the table, in every region.
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * What happens to table and vault when they leave the stack: retained or destroyed. What is retained keeps its name.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
