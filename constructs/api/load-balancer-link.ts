import type { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type ITieredVpc, TierSecurityGroup } from '../network';
import type { ApiRoute } from './api-route';
import { integrationPath, pathParameters } from './route-path';

/** A way from API Gateway into the VPC. */
export interface LoadBalancerLinkProps {
  /** Where the load balancer is. */
  readonly network: ITieredVpc;
  /** An internal Application Load Balancer with an HTTPS listener on port 443. */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  /** A name on the load balancer's certificate, which API Gateway checks it against and sends as `Host`. */
  readonly serverName: string;
}

/**
 * A VPC link (V2) to an internal Application Load Balancer, over HTTPS. Survives the loss of a zone: it has an interface
 * in every zone of the app tier. Admit it at the load balancer: its connections come from addresses of the VPC.
 *
 * A stage is a copy of the API: it is made anew when the subnets of the link or the load balancer's construct change, but
 * not when CloudFormation replaces the load balancer under the same id. Give a replaced one a new construct id.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
export class LoadBalancerLink extends Construct {
  /** The VPC link. */
  public readonly vpcLink: apigatewayv2.VpcLink;
  /** Security group of the link's interfaces. */
  public readonly securityGroup: TierSecurityGroup;

  private readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  private readonly serverName: string;
  private readonly subnetIds: string[];

  constructor(scope: Construct, id: string, props: LoadBalancerLinkProps) {
    super(scope, id);
    const { vpc, app } = props.network;
    this.loadBalancer = props.loadBalancer;
    this.serverName = props.serverName;
    this.subnetIds = vpc.selectSubnets(app).subnetIds;
    this.securityGroup = new TierSecurityGroup(this, 'Gateway', { vpc, description: 'API Gateway inside the VPC' });
    const securityGroups = [this.securityGroup.reference];
    this.vpcLink = new apigatewayv2.VpcLink(this, 'Link', { vpc, subnets: app, securityGroups });
  }

  /**
   * The path of the URI is the path that the load balancer sees.
   * @internal
   */
  public _integrate(route: ApiRoute, stageName: string, timeout: Duration): apigateway.Integration {
    return new apigateway.Integration({
      type: apigateway.IntegrationType.HTTP_PROXY,
      integrationHttpMethod: route.method,
      uri: `https://${this.serverName}:443/${stageName}${integrationPath(route.path)}`,
      options: { timeout, requestParameters: forwarded(route) },
    });
  }

  /**
   * The connection of a V2 link is known only to the resource underneath, and so not to the deployment. Its subnets are
   * part of it: with other subnets the link is replaced, and a stage that kept the old one would lead nowhere.
   * @internal
   */
  public _finish(method: apigateway.Method): void {
    const connection = { ConnectionId: this.vpcLink.vpcLinkId, IntegrationTarget: this.loadBalancer.loadBalancerArn };
    const resource = method.node.defaultChild as apigateway.CfnMethod;
    resource.addPropertyOverride('Integration', { ConnectionType: 'VPC_LINK', ...connection });
    method.api.latestDeployment?.addToLogicalId({ ...connection, subnets: this.subnetIds });
  }
}

function forwarded(route: ApiRoute): { [name: string]: string } {
  const paths = pathParameters(route.path).map((name) => [
    `integration.request.path.${name}`,
    `method.request.path.${name}`,
  ]);
  return Object.fromEntries(paths) as { [name: string]: string };
}
