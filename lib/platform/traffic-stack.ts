import type { Construct } from 'constructs';
import { RegionalStack, type RegionSet, type RegionSpec } from '../../constructs/core';
import { GlobalRecord, HealthSource } from '../../constructs/dns';
import type { RegionSwitch } from '../../constructs/resilience';
import { apiRouting } from './api-routing';
import type { AppStack } from './app-stack';
import { hostedZone } from './hosted-zone';
import type { PlatformDomain } from './platform-props';

/** How users find one region. */
export interface TrafficStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** The region. */
  readonly region: RegionSpec;
  /** All regions, for the routing between them. */
  readonly regions: RegionSet;
  /** What the platform is reachable as. */
  readonly domain: PlatformDomain;
  /** What answers in the region. */
  readonly app: AppStack;
  /**
   * The plan that can take the region out of the answers, although its API answers.
   * @default - none: only the health of the API decides
   */
  readonly plan?: RegionSwitch;
}

/**
 * How users find one region: its records of the global API name. Beside the applications, because the plan of recovery
 * knows these, and the records know the plan's health checks.
 *
 * A region without a healthy API leaves the answers by itself. One that answers and is wrong all the same leaves them when
 * the plan of recovery says so. Both happen on the data plane of Route 53: no record is edited. Nor is any when roles are
 * exchanged: a standby's place among the records stays where it was, and the plan says who of the two has the users.
 */
export class TrafficStack extends RegionalStack {
  /** The region's member of the global API name. */
  public readonly record: GlobalRecord;

  constructor(scope: Construct, id: string, props: TrafficStackProps) {
    const { domain, region, regions, app } = props;
    super(scope, id, {
      stackName: props.stackName,
      region: region.name,
      zones: region.zones,
      account: app.account,
      description: `Records of the API in ${region.name}`,
    });
    this.record = new GlobalRecord(this, 'ApiRecord', {
      zone: hostedZone(this, domain),
      recordName: `api.${domain.name}`,
      routing: apiRouting(region, regions),
      target: app.gateway.recordTarget(),
      health: health(props),
    });
  }
}

function health({ app, plan, region }: TrafficStackProps): HealthSource {
  const answers = HealthSource.alarm({ alarm: app.health });
  if (!plan) return answers;
  return HealthSource.calculated({ Answers: answers, Plan: HealthSource.existing(plan.healthCheckId(region.name)) });
}
