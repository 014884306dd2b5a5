import { type App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { RegionalStack } from '../../../constructs/core';
import { Egress, EndpointProfile, TieredVpc, type TieredVpcProps } from '../../../constructs/network';
import { LogVault, PlatformKey } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { Synthesis, testApp } from '../../_helpers/synthesis';

/** A VPC over zones given by their letters. */
function vpcStack(letters: string, props: Partial<TieredVpcProps> = {}, app: App = testApp()): RegionalStack {
  const zones = [...letters].map((letter) => `us-east-1${letter}`);
  const stack = new RegionalStack(app, 'Net', { region: 'us-east-1', zones });
  const logVault = new LogVault(stack, 'Logs', { key: new PlatformKey(stack, 'Key').key });
  new TieredVpc(stack, 'Network', { cidr: '10.0.0.0/16', logVault, ...props });
  return stack;
}

const resources = (stack: RegionalStack, type: string) => Template.fromStack(stack).findResources(type);
const count = (stack: RegionalStack, type: string) => Object.keys(resources(stack, type)).length;

/** Everything that a change would replace if it were to change: subnets and what hangs on them. */
const placed = (stack: RegionalStack) => ({
  ...resources(stack, 'AWS::EC2::Subnet'),
  ...resources(stack, 'AWS::EC2::RouteTable'),
  ...resources(stack, 'AWS::EC2::SubnetRouteTableAssociation'),
  ...resources(stack, 'AWS::EC2::NatGateway'),
  ...resources(stack, 'AWS::EC2::EIP'),
});

describe('the default', () => {
  const stack = vpcStack('abc');

  test('spreads app and data over three zones and has no public subnet', () => {
    const subnets = Object.values(resources(stack, 'AWS::EC2::Subnet')).map((subnet) => subnet.Properties);
    expect(subnets.map((subnet) => [subnet.AvailabilityZone, subnet.CidrBlock, subnet.MapPublicIpOnLaunch])).toEqual([
      ['us-east-1a', '10.0.0.0/20', false],
      ['us-east-1b', '10.0.16.0/20', false],
      ['us-east-1c', '10.0.32.0/20', false],
      ['us-east-1a', '10.0.128.0/22', false],
      ['us-east-1b', '10.0.132.0/22', false],
      ['us-east-1c', '10.0.136.0/22', false],
    ]);
  });

  test('reaches the internet through one regional NAT gateway, from the app tier only', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::NatGateway', {
      AvailabilityMode: 'regional',
      SubnetId: Match.absent(),
    });
    const [attachment] = Object.keys(resources(stack, 'AWS::EC2::VPCGatewayAttachment'));
    Template.fromStack(stack).hasResource('AWS::EC2::NatGateway', { DependsOn: Match.arrayWith([attachment]) });
    expect(Object.keys(resources(stack, 'AWS::EC2::Route'))).toEqual(
      expect.arrayContaining([expect.stringContaining('App')]),
    );
    expect(Object.keys(resources(stack, 'AWS::EC2::Route')).filter((id) => !id.includes('App'))).toEqual([]);
  });

  test('logs all flows with the key, and closes the default security group', () => {
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', MaxAggregationInterval: 60 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue(), RetentionInDays: 365 });
    template.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  test('has gateway endpoints and no interface endpoint', () => {
    const types = Object.values(resources(stack, 'AWS::EC2::VPCEndpoint')).map(
      (endpoint) => endpoint.Properties.VpcEndpointType,
    );
    expect(types).toEqual(['Gateway', 'Gateway']);
  });
});

describe('passes all gates', () => {
  test.each([
    ['minimal', 'abc', {}],
    ['maximal', 'abcdef', { endpoints: EndpointProfile.awsApis(), extraTiers: ['cache', 'search'] }],
  ])('%s', (_, letters, props) => {
    expect(new Synthesis((app) => vpcStack(letters, props, app)).fatal).toEqual([]);
  });
});

describe('growth never replaces a subnet', () => {
  test.each([
    ['a zone at the end', 'abc', 'abcd', {}],
    ['a zone in the middle', 'abd', 'abcd', {}],
    ['a zone at the front', 'bcd', 'abcd', {}],
    ['a tier', 'abc', 'abc', { extraTiers: ['cache'] }],
    ['a second tier', 'abc', 'abc', { extraTiers: ['cache', 'search'] }],
  ])('%s', (_, before, after, props) => {
    const egress = Egress.natPerZone();
    const old = placed(vpcStack(before, { egress }));
    expect(placed(vpcStack(after, { egress, ...props }))).toMatchObject(old);
  });
});

describe('egress', () => {
  test.each([
    ['per zone', Egress.natPerZone(), 3, 3],
    ['single', Egress.singleNat(), 1, 3],
    ['none', Egress.none(), 0, 0],
  ])('%s', (_, egress, gateways, publicSubnets) => {
    const stack = vpcStack('abc', { egress });
    expect(count(stack, 'AWS::EC2::NatGateway')).toBe(gateways);
    expect(count(stack, 'AWS::EC2::Subnet')).toBe(6 + publicSubnets);
  });

  test('a single NAT gateway warns, naming the zone that all depend on', () => {
    const stack = vpcStack('abc', { egress: Egress.singleNat() });
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('All 3 zones .* one NAT gateway in us-east-1a'),
    );
  });
});

describe('your own VPC', () => {
  const own = (maxAzs: number) => {
    const stack = new RegionalStack(testApp(), 'Own', {
      region: 'us-east-1',
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    });
    return { stack, vpc: new Vpc(stack, 'Vpc', { maxAzs }) };
  };
  const app = { subnetGroupName: 'Private' };

  test('is taken as it is', () => {
    const { stack, vpc } = own(3);
    const network = TieredVpc.fromVpc(stack, 'Network', { vpc, cidr: '10.0.0.0/16', app, data: app });
    expect(network.zones).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
  });

  test('fails without the needed subnets', () => {
    const { stack, vpc } = own(2);
    const props = { vpc, cidr: '10.0.0.0/16', app, data: { subnetGroupName: 'Isolated' } };
    expect(errorOf(() => TieredVpc.fromVpc(stack, 'Network', props)).message).toBe(
      'Own/Network: [MissingSubnets] app is ["us-east-1a","us-east-1b"]; allowed: subnets in at least 3 zones. ' +
        'Select subnets of the app tier, or say with `minimumZones` that fewer zones are enough.\n' +
        'Own/Network: [MissingSubnets] data is []; allowed: subnets in at least 3 zones. ' +
        'Select subnets of the data tier, or say with `minimumZones` that fewer zones are enough.',
    );
  });
});

test('fails on an endpoint with the name of a gateway endpoint', () => {
  const services = { S3: InterfaceVpcEndpointAwsService.S3 };
  expect(codesOf(() => EndpointProfile.custom(services))).toEqual(['EndpointNameTaken']);
});

test('fails below three zones unless fewer are said to be enough', () => {
  expect(codesOf(() => vpcStack('ab'))).toEqual(['TooFewZones']);
  expect(count(vpcStack('ab', { minimumZones: 2 }), 'AWS::EC2::Subnet')).toBe(4);
});

test.each([
  ['a block of the wrong size', { cidr: '10.0.0.0/24' }, ['InvalidCidr']],
  ['local zones', { zones: ['us-east-1a', 'us-east-1b', 'us-east-1-bos-1a'] }, ['UnsupportedZone', 'ZoneOutsideStack']],
  ['a zone that the stack does not know', { zones: ['us-east-1a', 'us-east-1b', 'us-east-1f'] }, ['ZoneOutsideStack']],
  ['no zones at all', { zones: [], minimumZones: 0 }, ['TooFewZones']],
  ['a tier named like a built-in one', { extraTiers: ['data'] }, ['InvalidExtraTiers']],
  ['tiers whose logical ids would be one', { extraTiers: ['a-b', 'Ab'] }, ['InvalidExtraTiers']],
])('fails on %s', (_, props, codes) => {
  expect(codesOf(() => vpcStack('abc', props))).toEqual(codes);
});

test('fails in a stack with an account whose zones would have to be looked up', () => {
  const stack = new Stack(testApp(), 'Net', { env: { account: '123456789012', region: 'us-east-1' } });
  const logVault = new LogVault(stack, 'Logs', { key: new PlatformKey(stack, 'Key').key });
  const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
  const error = errorOf(() => new TieredVpc(stack, 'Network', { cidr: '10.0.0.0/16', logVault, zones }));
  expect(error.codes).toEqual(['ZonesNeedLookup']);
  expect(error.message).toContain('availability-zones:account=123456789012:region=us-east-1');
});
