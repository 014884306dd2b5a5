import { Size, SizeRoundingBehavior } from 'aws-cdk-lib';
import type { Check } from '../core/errors';

/** Storage of an RDS instance: gp3. */
export interface InstanceStorageOptions {
  /**
   * Storage to start with, 20 GiB to 64 TiB. It never shrinks.
   * @default - 100 GiB
   */
  readonly storage?: Size;
  /**
   * Up to where storage grows by itself: at least 10 % more than `storage`, at most 64 TiB.
   * @default - ten times `storage`, at most 64 TiB
   */
  readonly maximumStorage?: Size;
  /**
   * Operations per second, 12,000 to 64,000, from 400 GiB on.
   * @default - what comes with the size: 3,000, from 400 GiB on 12,000
   */
  readonly iops?: number;
  /**
   * Throughput in MiB per second, 500 to 4,000, from 400 GiB on.
   * @default - what comes with the size: 125, from 400 GiB on 500
   */
  readonly throughputMibps?: number;
}

const GIB_MINIMUM = 20;
const GIB_MAXIMUM = 65_536;
/** From this size on RDS stripes volumes, and performance can be bought. */
const GIB_STRIPED = 400;

/**
 * Storage of a writer and its replicas.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
export class InstanceStorage {
  private readonly allocated: number;
  private readonly maximum: number;

  constructor(private readonly options: InstanceStorageOptions) {
    this.allocated = gibibytes(options.storage ?? Size.gibibytes(100));
    this.maximum = options.maximumStorage
      ? gibibytes(options.maximumStorage)
      : Math.min(this.allocated * 10, GIB_MAXIMUM);
  }

  /** The same with another limit. */
  public upTo(maximumStorage: Size): InstanceStorage {
    return new InstanceStorage({ ...this.options, maximumStorage });
  }

  /** Settings of the instance that the storage is made for. */
  public forWriter() {
    return { allocatedStorage: this.allocated, ...this.forReplica() };
  }

  /** Settings of a copy, whose size follows from its source. */
  public forReplica() {
    const { iops, throughputMibps } = this.options;
    const maxAllocatedStorage = this.maximum >= this.allocated * 1.1 ? this.maximum : undefined;
    return { maxAllocatedStorage, iops, storageThroughput: throughputMibps };
  }

  public checks(): Check[] {
    return [...this.sizeChecks(), ...this.performanceChecks()];
  }

  private sizeChecks(): Check[] {
    return [
      {
        code: 'StorageOutOfRange',
        property: 'storage',
        when: !isWithin(this.allocated, GIB_MINIMUM, GIB_MAXIMUM),
        value: `${this.allocated} GiB`,
        allowed: `${GIB_MINIMUM} to ${GIB_MAXIMUM} whole GiB`,
        action: 'Choose a size in this range; shard the data beyond it',
      },
      {
        code: 'MaximumStorageOutOfRange',
        property: 'maximumStorage',
        when: this.options.maximumStorage !== undefined && !this.isMaximumValid(),
        value: `${this.maximum} GiB`,
        allowed: `10 % more than storage (${this.allocated} GiB) to ${GIB_MAXIMUM} whole GiB`,
        action: 'Raise the maximum, or start with less storage',
      },
    ];
  }

  private isMaximumValid(): boolean {
    return isWithin(this.maximum, this.allocated * 1.1, GIB_MAXIMUM);
  }

  private performanceChecks(): Check[] {
    const { iops, throughputMibps } = this.options;
    const outside = (value: number | undefined, least: number, most: number) =>
      value !== undefined && (this.allocated < GIB_STRIPED || !isWithin(value, least, most));
    return [
      {
        code: 'IopsOutOfRange',
        property: 'iops',
        when: outside(iops, 12_000, 64_000),
        value: iops,
        allowed: `12,000 to 64,000 with at least ${GIB_STRIPED} GiB of storage`,
        action: 'Leave it out below that size, or start with more storage',
      },
      {
        code: 'ThroughputOutOfRange',
        property: 'throughputMibps',
        when: outside(throughputMibps, 500, 4_000) || (throughputMibps ?? 0) > (iops ?? 12_000) / 4,
        value: throughputMibps,
        allowed: `500 to 4,000, at most a quarter of the operations per second, with at least ${GIB_STRIPED} GiB of storage`,
        action: 'Lower the throughput, or raise iops',
      },
    ];
  }
}

function gibibytes(size: Size): number {
  return size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
