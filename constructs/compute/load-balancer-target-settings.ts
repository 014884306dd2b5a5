import type { Duration } from 'aws-cdk-lib';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { BalancingAlgorithm } from './balancing-algorithm';
import type { Stickiness } from './stickiness';

/** How a load balancer sends requests to the members of a fleet or service. */
export interface TargetSettings {
  /** Port on which members answer: a literal number. */
  readonly port: number;
  /**
   * Protocol from the load balancer to the members. HTTPS accepts any certificate, also a self-signed one.
   * @default ApplicationProtocol.HTTP
   */
  readonly protocol?: elbv2.ApplicationProtocol;
  /**
   * Version of the protocol: HTTP1, HTTP2 or GRPC.
   * @default ApplicationProtocolVersion.HTTP1
   */
  readonly protocolVersion?: elbv2.ApplicationProtocolVersion;
  /**
   * How a member is picked.
   * @default BalancingAlgorithm.roundRobin()
   */
  readonly algorithm?: BalancingAlgorithm;
  /**
   * Whether requests of one client go to the same member.
   * @default Stickiness.none()
   */
  readonly stickiness?: Stickiness;
  /**
   * How long a new member's share grows to its full size: 30 to 900 seconds. Only with round robin.
   * @default - a new member has its full share at once
   */
  readonly slowStart?: Duration;
  /**
   * How long a leaving member may finish its requests: at most an hour.
   * @default - 60 seconds
   */
  readonly deregistrationDelay?: Duration;
  /**
   * What makes a member healthy. What you leave out keeps its default. Check what only this member can break: a check
   * that asks a shared database takes all members out at once.
   * @default - GET / every 10 seconds answers 200 to 299 within 5 seconds, on the protocol and port of the requests; two
   * in a row decide either way
   */
  readonly healthCheck?: elbv2.HealthCheck;
  /**
   * Whether the load balancer's node in one zone also sends to members in other zones. Without it a zone with fewer
   * members has busier ones, and there are no sticky sessions.
   * @default true
   */
  readonly crossZone?: boolean;
  /**
   * Paths that are sent to the members, at most five together with `hosts`.
   * @default - all
   */
  readonly paths?: string[];
  /**
   * Host names that are sent to the members, at most five together with `paths`.
   * @default - all
   */
  readonly hosts?: string[];
  /**
   * Position among the rules of the load balancer, 1 to 50,000; the lowest that matches wins.
   * @default 1000
   */
  readonly priority?: number;
}
