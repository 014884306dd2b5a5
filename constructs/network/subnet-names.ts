import { CfnElement, Stack, Tags } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * Names everything that belongs to a subnet after its tier and its zone's letter. The VPC numbers its subnets instead,
 * so that a zone put in the middle would shift, and thereby replace, all that follow.
 */
export function nameSubnetsByZone(vpc: ec2.Vpc): void {
  const prefix = Stack.of(vpc).getLogicalId(vpc.node.defaultChild as CfnElement);
  for (const subnet of [...vpc.publicSubnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets]) {
    const tier = subnet.node.id.replace(/Subnet\d+$/, '');
    const letter = subnet.availabilityZone.slice(-1);
    Tags.of(subnet).add('Name', `${vpc.node.path}/${tier}-${letter}`);
    renameElements(subnet, `${prefix}${capitalize(tier)}${letter.toUpperCase()}`);
  }
}

function renameElements(subnet: ec2.ISubnet, prefix: string): void {
  for (const element of subnet.node.findAll().filter((child) => CfnElement.isCfnElement(child))) {
    const suffix = element.node.path.slice(subnet.node.path.length);
    element.overrideLogicalId(alphanumeric(`${prefix}${suffix}`));
  }
}

function alphanumeric(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
