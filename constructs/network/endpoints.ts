import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { EndpointProfile } from './endpoint-profile';
import { TierSecurityGroup } from './tier-security-group';
import type { ITieredVpc } from './tiered-vpc';

const HTTPS = 443;

/** Adds the endpoints of a profile to the app tier. */
export function addEndpoints(scope: Construct, network: ITieredVpc, profile: EndpointProfile): void {
  if (profile.hasGateways) addGateways(scope, network);
  const services = Object.entries(profile._interfaces);
  if (services.length === 0) return;
  const group = endpointGroup(scope, network);
  for (const [id, service] of services) {
    new ec2.InterfaceVpcEndpoint(scope, `${id}Endpoint`, {
      vpc: network.vpc,
      subnets: network.app,
      service,
      securityGroups: [group.reference],
      open: false,
    });
  }
}

function addGateways(scope: Construct, network: ITieredVpc): void {
  const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;
  const subnets = [network.app, network.data];
  new ec2.GatewayVpcEndpoint(scope, 'S3Endpoint', { vpc: network.vpc, service: S3, subnets });
  new ec2.GatewayVpcEndpoint(scope, 'DynamoDbEndpoint', { vpc: network.vpc, service: DYNAMODB, subnets });
}

function endpointGroup(scope: Construct, network: ITieredVpc): TierSecurityGroup {
  const group = new TierSecurityGroup(scope, 'Endpoints', {
    vpc: network.vpc,
    description: 'AWS services inside the VPC',
    allowAllOutbound: false,
  });
  group.allowFromCidr(network.cidr, HTTPS, 'HTTPS from the VPC');
  return group;
}
