import type { Construct } from 'constructs';
import { RegionalStack } from '../../constructs/core';
import { EdgeDistribution, type EdgeLoadBalancer, GeoAccess, OriginFailover } from '../../constructs/edge';
import { type BucketReplica, LogVault, PlatformKey } from '../../constructs/security';
import { hostedZone } from './hosted-zone';
import type { PlatformDomain } from './platform-props';

/** What is in front of all regions. */
export interface EdgeStackProps {
  /**
   * Name of the stack.
   * @default - derived from the construct path
   */
  readonly stackName?: string;
  /** What the platform is reachable as. */
  readonly domain: PlatformDomain;
  /** Load balancers of the web tier: the primary region first, then the one that takes over. */
  readonly loadBalancers: EdgeLoadBalancer[];
  /** Countries that are not served, as ISO 3166-1 codes. */
  readonly deniedCountries: string[];
  /**
   * Bucket in another region that answers when the static files' own does not.
   * @default - none
   */
  readonly staticReplica?: BucketReplica;
  /**
   * Account id.
   * @default - the account of the credentials at deployment
   */
  readonly account?: string;
}

/** Zones of us-east-1; nothing in this stack is in a zone. */
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

/**
 * What is in front of all regions: CloudFront with its firewall and certificate, which AWS has in us-east-1 only.
 * Serving does not depend on us-east-1, changing it does.
 */
export class EdgeStack extends RegionalStack {
  /** Key of what is encrypted here. */
  public readonly key: PlatformKey;
  /** The distribution. */
  public readonly edge: EdgeDistribution;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, {
      stackName: props.stackName,
      region: 'us-east-1',
      zones: ZONES,
      account: props.account,
      terminationProtection: true,
      description: 'CloudFront with its firewall, certificate and static files',
    });
    this.key = new PlatformKey(this, 'Key');
    const logVault = new LogVault(this, 'Logs', { key: this.key.key });
    this.edge = new EdgeDistribution(this, 'Edge', {
      domainNames: [`www.${props.domain.name}`],
      zone: hostedZone(this, props.domain),
      geo: GeoAccess.deny(...props.deniedCountries),
      logVault,
      loadBalancers: props.loadBalancers,
      failover: props.loadBalancers.length > 1 ? undefined : OriginFailover.none(),
      staticReplica: props.staticReplica,
      immutablePaths: ['/assets/*'],
    });
  }
}
