import { TargetGroupLoadBalancingAlgorithmType as Algorithm } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/**
 * How the load balancer picks the member for a request.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
export class BalancingAlgorithm {
  /** Each member in turn. For requests that cost about the same; the only algorithm that can start members slowly. */
  public static roundRobin(): BalancingAlgorithm {
    return new BalancingAlgorithm(Algorithm.ROUND_ROBIN);
  }

  /** The member with the fewest requests in progress. For requests of very different cost. */
  public static leastOutstandingRequests(): BalancingAlgorithm {
    return new BalancingAlgorithm(Algorithm.LEAST_OUTSTANDING_REQUESTS);
  }

  /**
   * A random member, of which those that return more errors than their peers get less: survives members that pass
   * their health check and fail all the same. Not together with sticky sessions.
   */
  public static weightedRandom(): BalancingAlgorithm {
    return new BalancingAlgorithm(Algorithm.WEIGHTED_RANDOM);
  }

  private constructor(
    /** @internal */
    public readonly _type: Algorithm,
  ) {}
}
