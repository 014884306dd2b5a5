import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type PrewarmItem, type PrewarmKind, wholeCheck } from './prewarm-kind';
import { atLeast, below, is, present } from './prewarm-states';

/** Requests that a table is to take at once, in every region where it is. */
export interface TableThroughput {
  /**
   * Read units per second.
   * @default - reads stay as they are
   */
  readonly reads?: number;
  /**
   * Write units per second.
   * @default - writes stay as they are
   */
  readonly writes?: number;
}

const table = { 'TableName.$': '$.change.table' };
const read = { api: 'dynamodb:describeTable', parameters: table };
const THROUGHPUT = '$.read.Table.WarmThroughput';
const READS = { now: `${THROUGHPUT}.ReadUnitsPerSecond`, less: below('$.before.reads', '$.change.reads') };
const WRITES = { now: `${THROUGHPUT}.WriteUnitsPerSecond`, less: below('$.before.writes', '$.change.writes') };

const warm = (throughput: object) => ({
  api: 'dynamodb:updateTable',
  parameters: { ...table, WarmThroughput: throughput },
});

const reads = { 'ReadUnitsPerSecond.$': '$.change.reads' };
const writes = { 'WriteUnitsPerSecond.$': '$.change.writes' };

/**
 * Throughput that a table has at once. AWS takes only what is more than there is, and can not lower it again: it stays,
 * and costs nothing after the one charge for raising it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */
export const TABLE: PrewarmKind = {
  name: 'throughput',
  read,
  found: [READS.now, WRITES.now],
  value: { 'reads.$': READS.now, 'writes.$': WRITES.now },
  isOptional: false,
  raises: [
    { name: 'Raise throughput', when: [READS.less, WRITES.less], call: warm({ ...reads, ...writes }) },
    { name: 'Raise reads', when: [READS.less], call: warm(reads) },
    { name: 'Raise writes', when: [WRITES.less], call: warm(writes) },
  ],
  check: read,
  reached: [
    ...[READS.now, WRITES.now, `${THROUGHPUT}.Status`].map(present),
    is(`${THROUGHPUT}.Status`, 'ACTIVE'),
    atLeast(READS.now, '$.change.reads'),
    atLeast(WRITES.now, '$.change.writes'),
  ],
  restores: [],
};

/**
 * Units of each kind that a table may have unless AWS was asked for more.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const QUOTA = 40000;

/** AWS states no time: it depends on the values and the size of the table. */
const AN_HOUR = 3600;

/** A table that gets throughput. */
export function tableItem(target: dynamodb.ITable, wanted: TableThroughput, seconds = AN_HOUR): PrewarmItem {
  const { tableArn, tableName, node } = target;
  const { reads: wantedReads = 0, writes: wantedWrites = 0 } = wanted;
  return {
    kind: TABLE,
    resource: node.path,
    label: `${wantedReads} reads and ${wantedWrites} writes per second of ${node.path}`,
    input: { table: tableName, reads: wantedReads, writes: wantedWrites },
    warmUpSeconds: seconds,
    reads: [],
    statements: [
      new iam.PolicyStatement({ actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'], resources: [tableArn] }),
    ],
    exceeds: Math.max(wantedReads, wantedWrites) > QUOTA ? `a table may have ${QUOTA} of each` : undefined,
    checks: [
      wholeCheck('tableThroughput.reads', wantedReads, 0),
      wholeCheck('tableThroughput.writes', wantedWrites, 0),
      {
        code: 'NothingToWarm',
        property: 'tableThroughput',
        when: wantedReads === 0 && wantedWrites === 0,
        value: wanted,
        allowed: 'reads, writes, or both',
        action: 'State what the table is to take at once',
      },
    ],
  };
}
