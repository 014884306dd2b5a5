import { type Duration, Stack, Token } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import { canonicalName } from './domain-name';
import { memberChecks } from './global-record-checks';
import type { HealthSource } from './health-source';
import { type PlannedRecord, planRecords } from './record-plan';
import { joinSets } from './record-set-checks';
import { warnOfWeakRecords } from './record-warnings';
import { writeRecords } from './record-writer';
import type { RoutingPolicy } from './routing-policy';
import type { Leaf } from './routing-step';

const { RecordType } = route53;

/** One region's member of a global name. */
export interface GlobalRecordProps {
  /** The hosted zone of the name, imported by its literal id and name (`HostedZone.fromHostedZoneAttributes`). */
  readonly zone: route53.IHostedZone;
  /** The full name, for example `api.example.com`: the same for all members. */
  readonly recordName: string;
  /** How Route 53 chooses between the members. */
  readonly routing: RoutingPolicy;
  /** What answers in this region: an alias to an API, a load balancer or a distribution, or IPv4 addresses. */
  readonly target: route53.RecordTarget;
  /**
   * How the health of the target is known.
   * @default - by the target itself where it can tell (`evaluateTargetHealth`), else it always counts as healthy
   */
  readonly health?: HealthSource;
  /**
   * Whether Route 53 asks the target of an alias for its health. A load balancer answers for its targets; API Gateway
   * answers only for itself, so give such a record a health check too.
   * @default - true where it is possible: not for CloudFront and not for IP addresses
   */
  readonly evaluateTargetHealth?: boolean;
  /**
   * How long resolvers keep the IP addresses. An alias has the TTL of its target.
   * @default - 60 seconds
   */
  readonly ttl?: Duration;
  /**
   * Whether there is an AAAA record beside every A record; all members of a name should agree.
   * @default false
   */
  readonly ipv6?: boolean;
}

/**
 * One region's member of a name that is served from several regions. It lives in that region's stack: no stack refers to
 * another, so a region is added or removed alone, and nothing has to be edited when one is lost.
 *
 * Survives the loss of a region, as far as its routing policy says: unhealthy members leave the answers by themselves, on
 * the data plane of Route 53. Does not survive: resolvers and clients that keep an answer longer than its TTL; the loss of
 * all members of a name, which Route 53 then all takes for healthy.
 *
 * When the app is synthesized, the members of all its stacks and stages are judged together: a geolocation set has a
 * default location, nothing is held twice, and all members of a name have the same kind of policy.
 *
 * A location, role or identifier that moves to another stack needs two deployments, first of the stack that gives it up:
 * Route 53 does not take the second record while the first is there. Until then the rest of the tree answers.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
export class GlobalRecord extends Construct {
  /** The full name, in lower case and without a final dot. */
  public readonly recordName: string;
  /** The records that this member holds, those at the bottom of the tree first. */
  public readonly records: route53.IRecordSet[];
  /** The health check of the target, if there is one. */
  public readonly healthCheck?: route53.IHealthCheck;

  constructor(scope: Construct, id: string, props: GlobalRecordProps) {
    super(scope, id);
    const { zone, target, health, evaluateTargetHealth, ttl } = props;
    const own: Leaf = { target, health, evaluateTargetHealth };
    const plan = this.plan(props, own);
    const held = plan.filter((record) => record.held);
    const checks = this.addHealthChecks(held, own);
    const types = props.ipv6 ? [RecordType.A, RecordType.AAAA] : [RecordType.A];
    const written = types.flatMap((type) => writeRecords(this, type, held, { zone, ttl, checks }));
    this.recordName = canonicalName(props.recordName);
    this.records = written.map(({ record }) => record);
    this.healthCheck = checks.get(own);
    warnOfWeakRecords(this, written, ttl);
    joinSets(this, { zone: zoneKey(zone), types, records: plan });
  }

  private plan(props: GlobalRecordProps, leaf: Leaf): PlannedRecord[] {
    const { zone, recordName, ttl, ipv6 = false } = props;
    const [stack, steps] = [Stack.of(this), props.routing._steps];
    const plan = planRecords(canonicalName(recordName), steps, leaf, stack.region);
    validate(this, memberChecks({ zone, recordName, steps, leaf, plan, stack, ttl, ipv6 }));
    return plan;
  }

  private addHealthChecks(held: PlannedRecord[], own: Leaf): Map<Leaf, route53.IHealthCheck> {
    const secondary = held.find((record) => record.leaf && record.leaf !== own)?.leaf;
    const checks = new Map<Leaf, route53.IHealthCheck>();
    if (own.health) checks.set(own, own.health._bind(this, 'Health'));
    if (secondary?.health) checks.set(secondary, secondary.health._bind(this, 'SecondaryHealth'));
    return checks;
  }
}

/** Zones are the same when their ids are; one whose id is known only at deployment goes by account and name. */
function zoneKey(zone: route53.IHostedZone): string {
  if (!Token.isUnresolved(zone.hostedZoneId)) return zone.hostedZoneId;
  return `${zone.env.account}/${canonicalName(zone.zoneName)}`;
}
