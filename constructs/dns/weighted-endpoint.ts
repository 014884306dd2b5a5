import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { canonicalName } from './domain-name';
import { HealthSource } from './health-source';
import { endpointChecks, FALLBACK } from './weighted-endpoint-checks';

/** One instance behind a weighted name. */
export interface WeightedTarget {
  /** Identifies the target in its set, for example `replica-1`: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Host name of the instance. */
  readonly hostName: string;
  /**
   * 0 to 255: share of the answers relative to the other targets.
   * @default 1
   */
  readonly weight?: number;
  /**
   * Alarms by name, all of which have to be quiet for the target to be healthy. Each is on one standard-resolution metric
   * with a simple statistic; Route 53 cannot read metric math.
   */
  readonly alarms: { [name: string]: cloudwatch.IAlarm };
}

/** A private name over several instances. */
export interface WeightedEndpointProps {
  /** The private hosted zone of the name. */
  readonly zone: route53.IHostedZone;
  /** The full name, for example `reader.db.internal`. */
  readonly recordName: string;
  /** The instances. */
  readonly targets: WeightedTarget[];
  /**
   * Host name that answers only while every target is unhealthy, for example the writer of a database. It takes the whole
   * load then: let clients shed it, and alarm on it.
   * @default - none: when every target is unhealthy, all of them are answered as if they were healthy
   */
  readonly fallback?: string;
  /**
   * How long clients keep an answer.
   * @default - 5 seconds
   */
  readonly ttl?: Duration;
}

/**
 * A private name over several instances without a load balancer in between, for example over the read replicas of a
 * database. Answers are spread by weight; alarms take an instance out.
 *
 * Survives the loss of an instance: its name leaves the answers after one or two periods of its alarms plus the TTL, and
 * clients that retry another answer do not have to wait for that. Does not balance connections that are open, and does not
 * hide the instance: credentials and certificates that name a host (IAM tokens, `verify-full`) need the name that the
 * record points to.
 *
 * An instance costs one health check per alarm, and one more when it has several; an account has 200 by default.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html
 */
export class WeightedEndpoint extends Construct {
  /** The name to connect to. */
  public readonly domainName: string;
  /** The records: the targets in their order, then the fallback. */
  public readonly records: route53.CnameRecord[];
  /** The health checks of the targets, in their order. */
  public readonly healthChecks: route53.IHealthCheck[];

  constructor(scope: Construct, id: string, props: WeightedEndpointProps) {
    super(scope, id);
    validate(this, endpointChecks(props));
    this.domainName = canonicalName(props.recordName);
    this.healthChecks = props.targets.map((target) => healthOf(target)._bind(this, `${target.name}-Health`));
    this.records = props.targets.map((target, index) => this.addTarget(props, target, this.healthChecks[index]));
    if (props.fallback) this.records.push(this.addRecord(props, FALLBACK, props.fallback, 0));
  }

  private addTarget(props: WeightedEndpointProps, target: WeightedTarget, healthCheck: route53.IHealthCheck) {
    return this.addRecord(props, target.name, target.hostName, target.weight ?? 1, healthCheck);
  }

  private addRecord(
    { zone, ttl = Duration.seconds(5) }: WeightedEndpointProps,
    setIdentifier: string,
    domainName: string,
    weight: number,
    healthCheck?: route53.IHealthCheck,
  ): route53.CnameRecord {
    const recordName = `${this.domainName}.`;
    return new route53.CnameRecord(this, setIdentifier, {
      zone,
      recordName,
      domainName,
      setIdentifier,
      weight,
      ttl,
      healthCheck,
    });
  }
}

/** One alarm needs no check above it. */
function healthOf(target: WeightedTarget): HealthSource {
  const sources = Object.entries(target.alarms).map(([name, alarm]) => [name, HealthSource.alarm({ alarm })] as const);
  return sources.length === 1 ? sources[0][1] : HealthSource.calculated(Object.fromEntries(sources));
}
