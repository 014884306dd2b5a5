import { Size, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { validate } from '../core/errors';
import type { IWebFirewall } from '../edge';
import type { LogVault } from '../security';
import { AccountLogging } from './account-logging';
import type { ApiRoute, Throttle } from './api-route';
import type { Authorization } from './authorization';
import { restGatewayChecks } from './rest-gateway-checks';
import { RouteMethods } from './route-methods';
import { stageOptions } from './stage-options';
import { type UsagePlanOptions } from './usage-plan';

/**
 * TLS 1.3 and 1.2 with forward secrecy.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
 */
const TLS = {
  securityPolicy: apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: apigateway.EndpointAccessMode.BASIC,
};

/** A name of the gateway: the same in every region. */
export interface GatewayDomain {
  /** Full name, for example `api.example.com`. */
  readonly name: string;
  /** Certificate of the name, in this region. */
  readonly certificate: acm.ICertificate;
  /**
   * First segment of the path under this name: `api` for `https://api.example.com/api/orders`.
   * @default - none
   */
  readonly basePath?: string;
}

/** A regional API. */
export interface RestGatewayProps {
  /** What the API answers. */
  readonly routes: ApiRoute[];
  /** Who may call it. */
  readonly authorization: Authorization;
  /** The regional web ACL in front of it. */
  readonly firewall: IWebFirewall;
  /** Makes the log groups. */
  readonly logVault: LogVault;
  /**
   * Name of the gateway. With a name, the address that AWS gives every API is switched off, so that nobody goes around
   * the name and its failover.
   * @default - the address that AWS gives it
   */
  readonly domain?: GatewayDomain;
  /**
   * Stage: the first segment of the paths that targets see.
   * @default 'v1'
   */
  readonly stageName?: string;
  /**
   * How many requests each route lets through.
   * @default - 1,000 per second, 2,000 at once
   */
  readonly throttle?: Throttle;
  /**
   * What kinds of clients may use.
   * @default - none: callers are not counted
   */
  readonly usagePlans?: UsagePlanOptions[];
  /**
   * Bodies from this size on are compressed when the client accepts it.
   * @default - 1 KiB
   */
  readonly minimumCompressionSize?: Size;
  /**
   * Whether the account's log role is made here.
   * @default AccountLogging.managed()
   */
  readonly accountLogging?: AccountLogging;
  /**
   * Size of the encrypted response cache in gigabytes: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237. Only routes with
   * `cacheFor` are cached.
   * @default '0.5'
   */
  readonly cacheSize?: string;
}

/**
 * A regional REST API that checks requests against JSON schemas, throttles, authorizes, logs and traces them before a
 * target sees them.
 *
 * Survives the loss of a zone. Survives the loss of a region with one gateway per region under the same domain name and a
 * `GlobalRecord` over them. Quotas and throttles are per region and best effort.
 */
export class RestGateway extends Construct {
  /** The API. */
  public readonly api: apigateway.RestApi;
  /** Access logs: one JSON line per request. */
  public readonly accessLogGroup: logs.ILogGroup;
  /** The custom domain name, if there is one. */
  public readonly domainName?: apigateway.DomainName;
  /** Usage plans by name. */
  public readonly usagePlans: { [name: string]: apigateway.UsagePlan } = {};

  private readonly stageName: string;

  constructor(scope: Construct, id: string, props: RestGatewayProps) {
    super(scope, id);
    validate(this, restGatewayChecks(props));
    this.stageName = props.stageName ?? 'v1';
    this.accessLogGroup = props.logVault.group(this, 'AccessLogs');
    this.api = this.createApi(props);
    this.addRoutes(props);
    this.addExecutionLogs(props);
    this.addUsagePlans(props.usagePlans ?? []);
    this.protect(props.firewall);
    this.domainName = props.domain && this.addDomain(props.domain);
    this.warnOfUselessCache(props);
  }

  /** The gateway as a target of DNS records. Needs a `domain`. */
  public recordTarget(): route53.RecordTarget {
    validate(this, [
      {
        code: 'GatewayWithoutDomain',
        property: 'domain',
        when: this.domainName === undefined,
        value: undefined,
        allowed: 'a domain name with its certificate',
        action: 'Give the gateway a `domain`: records cannot point to the address that AWS gives it',
      },
    ]);
    return route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(this.domainName!));
  }

  private createApi(props: RestGatewayProps): apigateway.RestApi {
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: this.node.path,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      disableExecuteApiEndpoint: props.domain !== undefined,
      minCompressionSize: props.minimumCompressionSize ?? Size.kibibytes(1),
      cloudWatchRole: false,
      deployOptions: stageOptions(
        { ...props, stageName: this.stageName },
        this.accessLogGroup,
        this.clientCertificate(),
      ),
    });
    // Callers of the domain name get the policy of the API, which is TLS 1.0 unless it says something else.
    Object.assign(api.node.defaultChild as apigateway.CfnRestApi, TLS);
    return api;
  }

  /** Targets can tell by it that a request came through this gateway. */
  private clientCertificate(): string {
    return new apigateway.CfnClientCertificate(this, 'ClientCertificate').attrClientCertificateId;
  }

  private addRoutes({ routes, authorization, usagePlans }: RestGatewayProps): void {
    const methods = new RouteMethods(this.api, this.stageName, authorization, !!usagePlans?.length);
    routes.forEach((route) => methods.add(route));
  }

  /** API Gateway would make this group by itself: unencrypted, and kept forever. */
  private addExecutionLogs(props: RestGatewayProps): void {
    const stage = this.api.deploymentStage;
    const name = `API-Gateway-Execution-Logs_${this.api.restApiId}/${this.stageName}`;
    stage.node.addDependency(props.logVault.group(this, 'ExecutionLogs', name));
    const account = (props.accountLogging ?? AccountLogging.managed())._bind(this);
    if (account) stage.node.addDependency(account);
  }

  private addUsagePlans(plans: UsagePlanOptions[]): void {
    for (const { name, throttle, quota, period, apiKeys } of plans) {
      const plan = new apigateway.UsagePlan(this, `Plan-${name}`, {
        name: `${this.node.path}/${name}`,
        apiStages: [{ api: this.api, stage: this.api.deploymentStage }],
        throttle: { rateLimit: throttle.requestsPerSecond, burstLimit: throttle.burst },
        quota: quota === undefined ? undefined : { limit: quota, period: (period ?? 'MONTH') as apigateway.Period },
      });
      apiKeys?.forEach((key) => plan.addApiKey(key));
      this.usagePlans[name] = plan;
    }
  }

  private warnOfUselessCache({ routes, authorization }: RestGatewayProps): void {
    const useless = routes.filter((route) => route.cacheFor && !route.cacheSharedByCallers);
    if (useless.length === 0 || !authorization._signsEachRequest) return;
    const names = useless.map(({ method, path }) => `${method} ${path}`).join(', ');
    Validations.of(this).addWarning(
      'cdk-nines::CacheNeverHits',
      `Callers sign every request anew, so no two share a cached answer: ${names}. Say cacheSharedByCallers or drop cacheFor.`,
    );
  }

  /** In this stack, because policy checks match the association only there. */
  private protect(firewall: IWebFirewall): void {
    new wafv2.CfnWebACLAssociation(this, 'Firewall', {
      resourceArn: this.api.deploymentStage.stageArn,
      webAclArn: firewall.webAclArn,
    });
  }

  private addDomain({ name, certificate, basePath }: GatewayDomain): apigateway.DomainName {
    return new apigateway.DomainName(this, 'Domain', {
      domainName: name,
      certificate,
      endpointType: apigateway.EndpointType.REGIONAL,
      ...TLS,
      mapping: this.api,
      basePath,
    });
  }
}
