import { Token } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Check } from '../core/errors';

/** A copy of the table in another region, which takes reads and writes. */
export interface TableReplica {
  /** Its region: a literal. */
  readonly region: string;
  /** Key of that region. */
  readonly key: kms.IKey;
}

/** Regions that agree on every write. */
export interface StrongTableOptions {
  /** The other regions: two, or one with a witness. */
  readonly replicas: TableReplica[];
  /**
   * A region that only keeps the log of changes, so that two regions with data are enough.
   * @default - none: there are three regions with data
   */
  readonly witnessRegion?: string;
}

/**
 * In which regions a table is, and what these promise each other. A table of one region can become eventual at any time,
 * and strong while it is empty; between eventual and strong there is no way.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class GlobalTable {
  /** One region. */
  public static none(): GlobalTable {
    return new GlobalTable([], false);
  }

  /**
   * Every region takes writes and tells the others within about a second; of two writes to an item the last one wins.
   * Survives the loss of a region without the writes of that second. CloudFormation adds or removes one region at a time.
   */
  public static eventual(replicas: TableReplica[]): GlobalTable {
    return new GlobalTable(replicas, false);
  }

  /**
   * A write is acknowledged when a second region has it: nothing is lost with a region, and consistent reads are so
   * everywhere. Writes take the way to the next region; no transactions, expiry or local indexes; regions cannot be
   * removed one by one.
   */
  public static strong(options: StrongTableOptions): GlobalTable {
    return new GlobalTable(options.replicas, true, options.witnessRegion);
  }

  private constructor(
    /** @internal */
    public readonly _replicas: TableReplica[],
    /** @internal */
    public readonly _isStrong: boolean,
    /** @internal */
    public readonly _witnessRegion?: string,
  ) {}
}

/** Regions that are near enough to agree on every write. */
const STRONG_REGION_SETS = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/** Everything that can be wrong with the regions of a table. */
export function globalChecks(global: GlobalTable, own: string): Check[] {
  const others = global._replicas.map(({ region }) => region);
  const witness = global._witnessRegion === undefined ? [] : [global._witnessRegion];
  return [
    ...[own, ...others].map(regionCheck),
    repetitionCheck(own, [...others, ...witness]),
    ...(global._isStrong ? strongChecks([own, ...others], witness) : []),
  ];
}

function regionCheck(region: string): Check {
  return {
    code: 'RegionUnknown',
    property: 'region',
    when: Token.isUnresolved(region),
    value: 'unknown at synthesis',
    allowed: 'literal regions of the stack and of all replicas, because the key of every region is stated',
    action: 'Put the table into a RegionalStack, and name the regions of its replicas',
  };
}

function repetitionCheck(own: string, others: string[]): Check {
  const repeated = others.filter((region, index) => region === own || others.indexOf(region) !== index);
  return {
    code: 'DuplicateReplicaRegion',
    property: 'globalTable',
    when: repeated.length > 0,
    value: repeated,
    allowed: `each region once, and not ${own}, which is the table's own`,
    action: 'Remove the repetition',
  };
}

function strongChecks(withData: string[], witness: string[]): Check[] {
  const all = [...withData, ...witness];
  const set = STRONG_REGION_SETS.find((regions) => regions.includes(withData[0]));
  return [
    {
      code: 'StrongRegionCount',
      property: 'globalTable',
      when: all.length !== 3 || withData.length < 2,
      value: all,
      allowed: 'three regions: this one and two replicas, or this one, a replica and a witness',
      action: 'State exactly three regions',
    },
    {
      code: 'StrongRegionSet',
      property: 'globalTable',
      when: !set || !all.every((region) => set.includes(region)),
      value: all,
      allowed: `regions of one set: ${STRONG_REGION_SETS.map((regions) => regions.join(', ')).join('; or ')}`,
      action: 'Choose regions of one set, or GlobalTable.eventual()',
    },
  ];
}
