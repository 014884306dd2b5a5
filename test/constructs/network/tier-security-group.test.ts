import { Match, Template } from 'aws-cdk-lib/assertions';
import { Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import { TierSecurityGroup } from '../../../constructs/network';
import { codesOf } from '../../_helpers/errors';
import { surroundings } from '../../_helpers/stacks';
import { testApp } from '../../_helpers/synthesis';

function tiers(allowAllOutbound: boolean) {
  const { stack, network } = surroundings(testApp());
  const group = (id: string) =>
    new TierSecurityGroup(stack, id, { vpc: network.vpc, description: id, allowAllOutbound });
  return { stack, client: group('App'), server: group('Database') };
}

test('a link opens one numeric port from tier to tier', () => {
  const { stack, client, server } = tiers(true);
  TierSecurityGroup.link(stack, 'AppToDatabase', { client, server, port: 5433 });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5433, ToPort: 5433, IpProtocol: 'tcp' });
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
});

test('a link from a closed tier opens its way out too', () => {
  const { stack, client, server } = tiers(false);
  TierSecurityGroup.link(stack, 'AppToDatabase', { client, server, port: 5433 });
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5433, ToPort: 5433 });
});

test('other constructs cannot add rules through the reference', () => {
  const { stack, server } = tiers(true);
  server.reference.connections.allowFromAnyIpv4(Port.tcp(22));
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  Template.fromStack(stack).resourcePropertiesCountIs(
    'AWS::EC2::SecurityGroup',
    { SecurityGroupIngress: Match.anyValue() },
    0,
  );
});

test.each([0, 65536, 1.5, NaN])('fails on port %p', (port) => {
  const { stack, client, server } = tiers(true);
  expect(codesOf(() => TierSecurityGroup.link(stack, 'Link', { client, server, port }))).toEqual(['PortOutOfRange']);
});

test('fails on texts that EC2 does not take', () => {
  const { stack, server } = tiers(true);
  const vpc = Vpc.fromVpcAttributes(stack, 'Other', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] });
  expect(codesOf(() => new TierSecurityGroup(stack, 'Bad', { vpc, description: 'Größe' }))).toEqual([
    'InvalidDescription',
  ]);
  expect(codesOf(() => server.allowFromCidr('10.0.0.1/16', 443, "it's"))).toEqual([
    'InvalidDescription',
    'InvalidCidr',
  ]);
});
