import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Check } from '../core/errors';

/** The most that an on-demand table may use: a bound for the bill. */
export interface OnDemandBillingOptions {
  /**
   * Read request units per second beyond which requests are throttled.
   * @default - the quota of the account
   */
  readonly maximumReadUnits?: number;
  /**
   * Write request units per second beyond which requests are throttled.
   * @default - the quota of the account
   */
  readonly maximumWriteUnits?: number;
}

/** Capacity that follows the load. */
export interface TableCapacity {
  /** Fewest units: a write unit writes 1 KB, a read unit reads 4 KB consistently, per second. */
  readonly minimum: number;
  /** Most units. */
  readonly maximum: number;
  /**
   * Used share of the units to aim for, in percent: 20 to 90.
   * @default 70
   */
  readonly utilizationPercent?: number;
}

/** Capacity for reads and writes. */
export interface ProvisionedBillingOptions {
  /** Capacity for reads of every replica. */
  readonly read: TableCapacity;
  /** Capacity for writes, the same in every region. */
  readonly write: TableCapacity;
}

/** How the throughput of a table, its indexes and its replicas is made and paid. */
export class TableBilling {
  /** Per request. Takes twice the former peak at once; `warmThroughput` prepares it for more. */
  public static onDemand(options: OnDemandBillingOptions = {}): TableBilling {
    return new TableBilling(options);
  }

  /** Per hour, for units that follow the load within minutes. Cheaper for load that is steady. */
  public static provisioned(options: ProvisionedBillingOptions): TableBilling {
    return new TableBilling({}, options);
  }

  private constructor(
    /** @internal */
    public readonly _onDemand: OnDemandBillingOptions,
    /** @internal */
    public readonly _provisioned?: ProvisionedBillingOptions,
  ) {}
}

/** The billing as the CDK has it. Checked before, because the CDK finds one mistake at a time. */
export function billingOf({ _provisioned: provisioned, _onDemand: onDemand }: TableBilling): dynamodb.Billing {
  if (provisioned) {
    return dynamodb.Billing.provisioned({
      readCapacity: capacity(provisioned.read),
      writeCapacity: capacity(provisioned.write),
    });
  }
  return dynamodb.Billing.onDemand({
    maxReadRequestUnits: onDemand.maximumReadUnits,
    maxWriteRequestUnits: onDemand.maximumWriteUnits,
  });
}

/** The seed makes it possible to change from one kind of billing to the other. */
function capacity({ minimum, maximum, utilizationPercent }: TableCapacity): dynamodb.Capacity {
  return dynamodb.Capacity.autoscaled({
    minCapacity: minimum,
    maxCapacity: maximum,
    targetUtilizationPercent: utilizationPercent ?? 70,
    seedCapacity: minimum,
  });
}

/** Everything that can be wrong with throughput. */
export function billingChecks(
  { _provisioned: provisioned, _onDemand: onDemand }: TableBilling,
  warm: dynamodb.WarmThroughput = {},
): Check[] {
  if (provisioned) {
    return [...rangeChecks('read', provisioned.read), ...rangeChecks('write', provisioned.write)];
  }
  return [
    ...maximumChecks(onDemand),
    warmCheck('readUnitsPerSecond', warm.readUnitsPerSecond, WARM_FROM_THE_START.read),
    warmCheck('writeUnitsPerSecond', warm.writeUnitsPerSecond, WARM_FROM_THE_START.write),
  ];
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html */
const WARM_FROM_THE_START = { read: 12000, write: 4000 };

function rangeChecks(property: string, range: TableCapacity): Check[] {
  const { minimum, maximum, utilizationPercent: percent = 70 } = range;
  const areWhole = Number.isInteger(minimum) && Number.isInteger(maximum);
  return [
    {
      code: 'CapacityRange',
      property: `billing.${property}`,
      when: !areWhole || minimum < 1 || minimum > maximum,
      value: { minimum, maximum },
      allowed: '1 <= minimum <= maximum, whole numbers',
      action: `Correct the range of the ${property} capacity`,
    },
    {
      code: 'UtilizationOutOfRange',
      property: `billing.${property}.utilizationPercent`,
      when: !(percent >= 20 && percent <= 90),
      value: percent,
      allowed: '20 to 90 percent',
      action: 'Leave room for the minutes that new capacity takes',
    },
  ];
}

function maximumChecks({ maximumReadUnits, maximumWriteUnits }: OnDemandBillingOptions): Check[] {
  return Object.entries({ maximumReadUnits, maximumWriteUnits }).map(([property, units]) => ({
    code: 'MaximumUnitsNotPositive',
    property: `billing.${property}`,
    when: units !== undefined && !(Number.isInteger(units) && units >= 1),
    value: units,
    allowed: 'a whole number, 1 or more',
    action: 'State the most units per second, or leave it out',
  }));
}

function warmCheck(property: string, units: number | undefined, fromTheStart: number): Check {
  return {
    code: 'WarmThroughputTooLow',
    property: `warmThroughput.${property}`,
    when: units !== undefined && !(Number.isInteger(units) && units >= fromTheStart),
    value: units,
    allowed: `${fromTheStart} or more: an on-demand table is that warm from the start`,
    action: 'State the units that the launch needs, or leave it out',
  };
}
