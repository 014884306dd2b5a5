import { Duration, Validations } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { CacheProfile } from './cache-profile';
import type { EdgeDistributionProps } from './edge-distribution-props';
import {
  type ConnectionOptions,
  type EdgeLoadBalancer,
  loadBalancerOrigin,
  reference,
  vpcOrigin,
} from './edge-load-balancer';
import { directBehavior, type EdgePath, filesBehavior, pagesBehavior, type PathDefaults } from './edge-paths';
import { OriginFailover } from './origin-failover';
import { type StaticContent, StaticOrigin } from './static-origin';

const PATIENT = Duration.seconds(30);

/** All path patterns, in the order in which CloudFront tries them. */
export function patternsOf(props: EdgeDistributionProps): string[] {
  const { loadBalancers = [], appPath = '/app/*', apiDomainName, apiPath = '/api/*', immutablePaths = [] } = props;
  return [
    ...loadBalancers.flatMap((loadBalancer) => loadBalancer.paths ?? []),
    ...(loadBalancers.length > 0 ? [appPath] : []),
    ...(apiDomainName ? [apiPath] : []),
    ...immutablePaths,
  ];
}

/** The origins of a distribution and the paths that lead to them. */
export class EdgeOrigins {
  private readonly passesHost: boolean;
  private readonly failover: OriginFailover;
  private readonly connection: ConnectionOptions;

  constructor(
    private readonly scope: Construct,
    private readonly props: EdgeDistributionProps,
    private readonly defaults: PathDefaults,
  ) {
    this.passesHost = props.originHostName === undefined;
    this.failover = props.failover ?? OriginFailover.onServerErrors();
    this.connection = {
      hostName: props.originHostName,
      connectionTimeout: props.connectionTimeout ?? Duration.seconds(3),
      connectionAttempts: props.connectionAttempts ?? 2,
      responseTimeout: props.responseTimeout ?? (this.failover.isActive ? Duration.seconds(10) : PATIENT),
      originShieldRegion: props.originShieldRegion,
    };
  }

  /** The bucket, or the bucket and its replica as a group. */
  public files(content: StaticContent, replica?: StaticContent): cloudfront.IOrigin {
    const { originAccessControlId } = new cloudfront.S3OriginAccessControl(this.scope, 'StaticAccess', {
      signing: cloudfront.Signing.SIGV4_ALWAYS,
    });
    const { connectionTimeout, connectionAttempts, originShieldRegion } = this.connection;
    const options = { originAccessControlId, connectionTimeout, connectionAttempts, originShieldRegion };
    const origin = ({ bucket }: StaticContent, originId: string) =>
      new StaticOrigin(reference(this.scope, bucket, bucket.bucketRegionalDomainName), { ...options, originId });
    const primaryOrigin = origin(content, 'static');
    if (!replica) return primaryOrigin;
    return new origins.OriginGroup({ primaryOrigin, fallbackOrigin: origin(replica, 'static-replica') });
  }

  /** What happens to everything that no other path takes. */
  public default(files: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    const profile = this.props.staticCache ?? CacheProfile.files();
    return filesBehavior(files, profile._policy(this.scope, 'StaticCache'), this.defaults);
  }

  /** All other paths, in the order in which CloudFront tries them. */
  public paths(files: cloudfront.IOrigin): EdgePath[] {
    return [...this.application(), ...this.api(), ...this.immutable(files)];
  }

  private application(): EdgePath[] {
    const { loadBalancers = [], appPath: pattern = '/app/*', appCache = CacheProfile.dynamic() } = this.props;
    if (loadBalancers.length === 0) return [];
    const members = this.failover.isActive ? 2 : 1;
    const reached = loadBalancers.filter(({ paths }, index) => index < members || paths?.length);
    this.warnOfIdle(loadBalancers.filter((entry) => !reached.includes(entry)));
    const vpcOrigins = new Map(reached.map((entry) => [entry.region, vpcOrigin(this.scope, entry)]));
    const direct = reached.flatMap(({ region, paths }) => this.direct(vpcOrigins.get(region)!, region, paths));
    const [primary, next] = reached
      .slice(0, members)
      .map(({ region }) => loadBalancerOrigin(vpcOrigins.get(region)!, region, this.connection));
    const cache = appCache._policy(this.scope, 'AppCache', this.passesHost);
    const origin = next ? this.group(primary, next) : primary;
    const behavior = pagesBehavior(origin, cache, this.failover.isActive, this.passesHost, this.defaults);
    return [...direct, { pattern, behavior }];
  }

  private warnOfIdle(idle: EdgeLoadBalancer[]): void {
    if (idle.length === 0) return;
    const regions = idle.map(({ region }) => region).join(', ');
    const text = `No request reaches ${regions}: an origin group has two members. State \`paths\` for further regions.`;
    Validations.of(this.scope).addWarning('cdk-nines::IdleOrigin', text);
  }

  private group(primaryOrigin: cloudfront.IOrigin, fallbackOrigin: cloudfront.IOrigin): cloudfront.IOrigin {
    const fallbackStatusCodes = this.failover._statusCodes;
    return new origins.OriginGroup({ primaryOrigin, fallbackOrigin, fallbackStatusCodes });
  }

  /** Writes need more patience than reads that can go elsewhere, and nothing of theirs is cached. */
  private direct(vpcOrigin: cloudfront.IVpcOrigin, region: string, paths: string[] = []): EdgePath[] {
    if (paths.length === 0) return [];
    const options = { ...this.connection, responseTimeout: PATIENT, originShieldRegion: undefined };
    const origin = loadBalancerOrigin(vpcOrigin, `${region}-direct`, options);
    return paths.map((pattern) => ({ pattern, behavior: directBehavior(origin, this.passesHost, this.defaults) }));
  }

  private api(): EdgePath[] {
    const { apiDomainName, apiPath: pattern = '/api/*' } = this.props;
    if (!apiDomainName) return [];
    const { connectionTimeout, connectionAttempts } = this.connection;
    const origin = new origins.HttpOrigin(apiDomainName, {
      originId: 'api',
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      readTimeout: PATIENT,
      connectionTimeout,
      connectionAttempts,
    });
    return [{ pattern, behavior: directBehavior(origin, false, this.defaults) }];
  }

  private immutable(files: cloudfront.IOrigin): EdgePath[] {
    const { immutablePaths = [] } = this.props;
    if (immutablePaths.length === 0) return [];
    const cache = CacheProfile.immutable()._policy(this.scope, 'ImmutableCache');
    return immutablePaths.map((pattern) => ({ pattern, behavior: filesBehavior(files, cache, this.defaults) }));
  }
}
