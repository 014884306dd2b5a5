import type { Duration } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { concurrencyItem } from './prewarm-concurrency';
import { entryItem } from './prewarm-entry';
import type { PrewarmItemSource } from './prewarm-kind';
import { type TableThroughput, tableItem } from './prewarm-table';

/**
 * One capacity that a calendar event raises: to at least the stated number, never below what is there. Each takes a time
 * until it is there, which you can state if you have measured it.
 */
export class PrewarmTarget {
  /**
   * The minimum of the plan's tier: servers in service, or running tasks. At most the tier's maximum.
   * @param minimum - how many
   * @param warmUp - how long they take; what the tier says unless stated
   */
  public static members(minimum: number, warmUp?: Duration): PrewarmTarget {
    return new PrewarmTarget((tier) => tier._members(minimum, secondsOf(warmUp)));
  }

  /**
   * Capacity units that a load balancer keeps ready: charged per hour, from the pre-warm on to the end. An account may have
   * none until AWS was asked for a quota in this region.
   * @param alb - the load balancer
   * @param units - how many, at least 100
   * @param warmUp - how long they take; 3 hours unless stated, because AWS says minutes to hours
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html
   */
  public static loadBalancerCapacity(
    alb: elbv2.IApplicationLoadBalancer,
    units: number,
    warmUp?: Duration,
  ): PrewarmTarget {
    return new PrewarmTarget(() => entryItem(alb, units, secondsOf(warmUp)));
  }

  /**
   * Requests that a table takes at once, in all its regions. It is charged once and can not be lowered again: the table
   * keeps it, without further cost. Indexes have a throughput of their own, which is not changed.
   * @param table - the table
   * @param throughput - how much
   * @param warmUp - how long it takes; an hour unless stated, because AWS states no time
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
   */
  public static tableThroughput(table: dynamodb.ITable, throughput: TableThroughput, warmUp?: Duration): PrewarmTarget {
    return new PrewarmTarget(() => tableItem(table, throughput, secondsOf(warmUp)));
  }

  /**
   * Environments that an alias keeps initialized: charged per hour, from the pre-warm on to the end. Not for an alias whose
   * provisioned concurrency is scaled.
   * @param handler - the alias
   * @param environments - how many
   * @param warmUp - how long they take; 5 minutes and a second for every 100 unless stated
   * @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
   */
  public static provisionedConcurrency(handler: lambda.IAlias, environments: number, warmUp?: Duration): PrewarmTarget {
    return new PrewarmTarget(() => concurrencyItem(handler, environments, secondsOf(warmUp)));
  }

  private constructor(
    /** @internal */
    public readonly _item: PrewarmItemSource,
  ) {}
}

function secondsOf(duration?: Duration): number | undefined {
  return duration?.toSeconds({ integral: false });
}
