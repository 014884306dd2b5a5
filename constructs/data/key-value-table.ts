import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { backUpTable, TableBackup } from './key-value-table-backup';
import { tableChecks } from './key-value-table-checks';
import { grantReads, grantReadsAndWrites, type RegionalTable } from './key-value-table-grants';
import type { KeyValueTableProps } from './key-value-table-props';
import { tableShape, weakly } from './key-value-table-shape';

/**
 * A DynamoDB table: items found by key, in one region or in several that all take reads and writes.
 *
 * Survives the loss of a zone without loss, mistakes of up to 35 days by restoring to a second before them, and the loss
 * of a region if it is global and clients turn to another one: without the last second of writes if it is eventual,
 * without any loss if it is strong. Does not survive a partition key that everybody writes to. Throughput, global indexes,
 * replicas and protection are changed in place, indexes and replicas one at a time; other keys or local indexes make a new,
 * empty table beside the retained one.
 */
export class KeyValueTable extends Construct {
  /** The table. Its grants name indexes and key actions by wildcards; those of this construct do not. */
  public readonly table: dynamodb.TableV2;
  /** Name of the table, the same in every region. */
  public readonly tableName: string;
  /** Regions with data: its own, then the replicas. */
  public readonly regions: string[];
  /** The plan that backs the table up, if one does. */
  public readonly backupPlan?: backup.IBackupPlan;

  private readonly keyArns: Record<string, string>;
  private readonly indexes: string[];

  constructor(scope: Construct, id: string, props: KeyValueTableProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    validate(this, tableChecks(props, region));
    const replicas = props.globalTable?._replicas ?? [];
    const replicaKeys = Object.fromEntries(replicas.map((replica) => [replica.region, weakly(replica.key.keyArn)]));
    this.keyArns = { [region]: props.key.keyArn, ...replicaKeys };
    this.regions = Object.keys(this.keyArns);
    this.indexes = [...(props.globalIndexes ?? []), ...(props.localIndexes ?? [])].map(({ indexName }) => indexName);
    this.table = new dynamodb.TableV2(this, 'Table', {
      ...tableShape(props),
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(props.key, replicaKeys),
    });
    // The L2 would give the table another name, and so replace it, once another region refers to it.
    this.tableName = (this.table.node.defaultChild as dynamodb.CfnGlobalTable).ref;
    const { key, removalPolicy = RemovalPolicy.RETAIN } = props;
    this.backupPlan = backUpTable(
      this,
      { arn: this.table.tableArn, key, removalPolicy },
      props.backup ?? TableBackup.daily(),
    );
  }

  /**
   * Allows to read items and to query indexes.
   * @param region - where the grantee runs; the table's own region unless stated
   */
  public grantRead(grantee: iam.IGrantable, region?: string): iam.Grant {
    return grantReads(this.at(region), grantee);
  }

  /**
   * Allows to read and write items and to query indexes.
   * @param region - where the grantee runs; the table's own region unless stated
   */
  public grantReadWrite(grantee: iam.IGrantable, region?: string): iam.Grant {
    return grantReadsAndWrites(this.at(region), grantee);
  }

  /** How far a region is behind this one, in milliseconds. Only eventual replicas are. */
  public metricReplicationLatency(region: string): cloudwatch.IMetric {
    return new cloudwatch.Metric({
      namespace: 'AWS/DynamoDB',
      metricName: 'ReplicationLatency',
      dimensionsMap: { TableName: this.tableName, ReceivingRegion: region },
      statistic: 'Average',
      period: Duration.minutes(1),
    });
  }

  private at(region = this.regions[0]): RegionalTable {
    validate(this, [
      {
        code: 'TableNotInRegion',
        property: 'region',
        when: !this.regions.includes(region),
        value: region,
        allowed: this.regions.join(', '),
        action: 'Name a region that the table is in',
      },
    ]);
    const resourceName = region === this.regions[0] ? this.tableName : weakly(this.tableName);
    const arn = Stack.of(this).formatArn({ service: 'dynamodb', region, resource: 'table', resourceName });
    return { arn, indexes: this.indexes, keyArn: this.keyArns[region] };
  }
}
