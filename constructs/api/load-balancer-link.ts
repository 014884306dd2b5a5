import type { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type ITieredVpc, TierSecurityGroup } from '../network';
import type { ApiRoute } from './api-route';

/** A way from API Gateway into the VPC. */
export interface LoadBalancerLinkProps {
  /** Where the load balancer is. */
  readonly network: ITieredVpc;
  /** An internal Application Load Balancer with an HTTPS listener on port 443. */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  /** A name on the load balancer's certificate, which API Gateway checks it against. */
  readonly serverName: string;
}

/**
 * A VPC link (V2) to an internal Application Load Balancer, over HTTPS. Survives the loss of a zone: it has an interface
 * in every zone of the app tier. Admit it at the load balancer: its connections come from addresses of the VPC.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export class LoadBalancerLink extends Construct {
  /** The VPC link. */
  public readonly vpcLink: apigatewayv2.VpcLink;
  /** Security group of the link's interfaces. */
  public readonly securityGroup: TierSecurityGroup;

  private readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  private readonly serverName: string;

  constructor(scope: Construct, id: string, props: LoadBalancerLinkProps) {
    super(scope, id);
    const { vpc, app } = props.network;
    this.loadBalancer = props.loadBalancer;
    this.serverName = props.serverName;
    this.securityGroup = new TierSecurityGroup(this, 'Gateway', { vpc, description: 'API Gateway inside the VPC' });
    const securityGroups = [this.securityGroup.reference];
    this.vpcLink = new apigatewayv2.VpcLink(this, 'Link', { vpc, subnets: app, securityGroups });
  }

  /** @internal */
  public _integrate(route: ApiRoute, stageName: string, timeout: Duration): apigateway.Integration {
    return new apigateway.Integration({
      type: apigateway.IntegrationType.HTTP_PROXY,
      integrationHttpMethod: route.method,
      uri: `https://${this.serverName}:443/${stageName}${route.path}`,
      options: { timeout, requestParameters: forwarded(route), cacheKeyParameters: cacheKeys(route) },
    });
  }

  /**
   * The connection of a V2 link is known only to the resource underneath.
   * @internal
   */
  public _finish(method: apigateway.Method): void {
    const resource = method.node.defaultChild as apigateway.CfnMethod;
    resource.addPropertyOverride('Integration.ConnectionType', 'VPC_LINK');
    resource.addPropertyOverride('Integration.ConnectionId', this.vpcLink.vpcLinkId);
    resource.addPropertyOverride('Integration.IntegrationTarget', this.loadBalancer.loadBalancerArn);
  }
}

function forwarded(route: ApiRoute): { [name: string]: string } {
  const paths = pathParameters(route.path).map((name) => [
    `integration.request.path.${name}`,
    `method.request.path.${name}`,
  ]);
  return Object.fromEntries(paths) as { [name: string]: string };
}

/** What tells cached answers apart: path, query and the caller, or one caller would read another's answer. */
export function cacheKeys(route: ApiRoute): string[] | undefined {
  if (!route.cacheFor) return undefined;
  const query = [...(route.requiredQuery ?? []), ...(route.optionalQuery ?? [])];
  return [
    'method.request.header.Authorization',
    ...pathParameters(route.path).map((name) => `method.request.path.${name}`),
    ...query.map((name) => `method.request.querystring.${name}`),
  ];
}

/** Names of the parameters of a path: `id` of `/orders/{id}`. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([A-Za-z0-9_]+)\+?\}/g)].map(([, name]) => name);
}
