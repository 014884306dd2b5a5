import { type App, Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CacheProfile,
  EdgeDistribution,
  type EdgeDistributionProps,
  type EdgeLoadBalancer,
  GeoAccess,
  FirewallScope,
  OriginFailover,
  WebFirewall,
} from '../../../constructs/edge';
import type { IConstruct } from 'constructs';
import { LogVault, PlatformKey } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { regionalStack } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';
import { internalLoadBalancer } from './load-balancer-stub';

const LOG_BUCKET_RULES = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].flatMap((pack) => [
  `${pack}-S3BucketReplicationEnabled`,
  `${pack}-S3DefaultEncryptionKMS`,
]);
/** Without the flag that makes references weak. */
const FEW_FLAGS = { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true };
const READS = ['GET', 'HEAD', 'OPTIONS'];

function vaultIn(stack: Stack): LogVault {
  return new LogVault(stack, 'Vault', { key: new PlatformKey(stack, 'Key').key });
}

function zoneIn(stack: Stack): route53.IHostedZone {
  const attributes = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
  return route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', attributes);
}

/** The application of a region: a load balancer behind a regional firewall. */
function regionOf(app: App, region: string, paths?: string[]): EdgeLoadBalancer {
  const stack = regionalStack(app, `App-${region}`, region);
  const loadBalancer = internalLoadBalancer(stack);
  const firewall = new WebFirewall(stack, 'Firewall', { scope: FirewallScope.REGIONAL, logVault: vaultIn(stack) });
  firewall.protect(stack, 'Protection', loadBalancer.loadBalancerArn);
  return { region, loadBalancer, paths };
}

function distribution(stack: Stack, props: Partial<EdgeDistributionProps> = {}): EdgeDistribution {
  const usual = { domainNames: ['www.example.com'], geo: GeoAccess.deny('KP') };
  return new EdgeDistribution(stack, 'Edge', { zone: zoneIn(stack), logVault: vaultIn(stack), ...usual, ...props });
}

/** What a distribution in a stack of its own throws. */
function mistakes(props: Partial<EdgeDistributionProps>): string[] {
  return codesOf(() => distribution(regionalStack(testApp()), props));
}

/** A load balancer that exists already. */
function named(region: string, paths?: string[]): EdgeLoadBalancer {
  const stack = regionalStack(testApp(), 'Other');
  const loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Reference', {
    loadBalancerArn: `arn:aws:elasticloadbalancing:${region}:111122223333:loadbalancer/app/mine/1`,
    loadBalancerDnsName: `internal-mine.${region}.elb.amazonaws.com`,
    securityGroupId: 'sg-11111111',
  });
  return { region, loadBalancer, paths };
}

function warningsOf(construct: IConstruct): unknown[] {
  return construct.node.metadata.filter((entry) => entry.type === 'aws:cdk:warning').map((entry) => entry.data);
}

interface Config {
  readonly CacheBehaviors: { PathPattern: string; TargetOriginId: string; AllowedMethods: string[] }[];
  readonly Origins: { Id: string }[];
}

function configOf(template: Template): Config {
  const [found] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
  return (found.Properties as { DistributionConfig: Config }).DistributionConfig;
}

describe('static files only', () => {
  let edge: Stack;
  let template: Template;
  let synthesis: Synthesis;

  beforeAll(() => {
    synthesis = new Synthesis((app) => {
      edge = regionalStack(app, 'Edge');
      distribution(edge);
    });
    template = synthesis.template(edge);
  });

  test('pass all gates', () => {
    expect(synthesis.fatal).toEqual([]);
    expect(synthesis.acknowledged).toEqual(LOG_BUCKET_RULES);
  });

  test('are served over the newest protocols, compressed, behind a firewall', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: 'TLSv1.2_2025' }),
        WebACLId: { 'Fn::GetAtt': [Match.stringLikeRegexp('FirewallWebAcl'), 'Arn'] },
        DefaultCacheBehavior: Match.objectLike({ Compress: true, ViewerProtocolPolicy: 'redirect-to-https' }),
        CacheBehaviors: Match.absent(),
        OriginGroups: Match.absent(),
      }),
    });
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: Match.objectLike({
        DefaultTTL: 86400,
        ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
          EnableAcceptEncodingBrotli: true,
          EnableAcceptEncodingGzip: true,
        }),
      }),
    });
  });

  test('are read by this distribution alone, also through the key', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:GetObject',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Condition: {
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('EdgeDistribution') }])],
                },
              },
            },
          }),
        ]),
      }),
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudfront.amazonaws.com' } })]),
      }),
    });
  });

  test.each(['A', 'AAAA'])('have a record of type %s', (type) => {
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'www.example.com.',
      Type: type,
      AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('EdgeDistribution'), 'DomainName'] } },
    });
  });

  test('have a certificate that validates itself', () => {
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'www.example.com',
      DomainValidationOptions: [{ DomainName: 'www.example.com', HostedZoneId: 'Z0123456789ABCDEFGHIJ' }],
    });
  });
});

describe('three regions, an API and a replica of the files', () => {
  let edge: Stack;
  let replica: Stack;
  let template: Template;
  let synthesis: Synthesis;

  beforeAll(() => {
    synthesis = new Synthesis((app) => {
      edge = regionalStack(app, 'Edge');
      replica = regionalStack(app, 'Files-eu-west-1', 'eu-west-1');
      const vault = vaultIn(replica);
      distribution(edge, {
        domainNames: ['example.com', 'www.example.com'],
        staticReplica: { bucket: vault.bucket(replica, 'Copy'), key: vault.key },
        immutablePaths: ['/assets/*'],
        loadBalancers: [
          regionOf(app, 'us-east-1', ['/app/save/*']),
          regionOf(app, 'eu-west-1'),
          regionOf(app, 'ap-southeast-1', ['/asia/*']),
        ],
        originHostName: 'app.example.com',
        apiDomainName: 'api.example.com',
        originShieldRegion: 'us-east-1',
        contentSecurityPolicy: "default-src 'self'",
        errorPages: [{ status: 503, path: '/errors/503.html', ttl: Duration.seconds(5) }],
        geo: GeoAccess.allow('DE', 'SG', 'US'),
      });
    });
    template = synthesis.template(edge);
  });

  test('pass all gates', () => {
    expect(synthesis.fatal).toEqual([]);
    // Beside the log buckets: the rights to copy the objects of one bucket to the other.
    const output = 'PublishOutputFnGetAttCopy1ED8A51EArn20B90576';
    const copy = { 'Fn::GetStackOutput': { StackName: 'Files-eu-west-1', Region: 'eu-west-1', OutputName: output } };
    expect(synthesis.acknowledged).toEqual([
      'AwsSolutions-IAM5[Resource::<EdgeStatic4732CBE1.Arn>/*]',
      `AwsSolutions-IAM5[Resource::${JSON.stringify(copy)}/*]`,
      ...LOG_BUCKET_RULES,
    ]);
  });

  test('reads of the application go to the second region when the first fails', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        OriginGroups: Match.objectLike({
          Items: Match.arrayWith([
            Match.objectLike({
              FailoverCriteria: { StatusCodes: { Items: [500, 502, 503, 504], Quantity: 4 } },
              Members: { Items: [{ OriginId: 'us-east-1' }, { OriginId: 'eu-west-1' }], Quantity: 2 },
            }),
          ]),
        }),
        Origins: Match.arrayWith([
          Match.objectLike({
            Id: 'us-east-1',
            DomainName: 'app.example.com',
            ConnectionAttempts: 2,
            ConnectionTimeout: 3,
            VpcOriginConfig: Match.objectLike({ OriginReadTimeout: 10 }),
          }),
        ]),
      }),
    });
  });

  test('paths are tried from the special to the general, and only direct ones take writes', () => {
    const taken = configOf(template).CacheBehaviors.map(({ PathPattern, TargetOriginId, AllowedMethods }) => {
      return [PathPattern, TargetOriginId, AllowedMethods.length > READS.length];
    });
    expect(taken).toEqual([
      ['/app/save/*', 'us-east-1-direct', true],
      ['/asia/*', 'ap-southeast-1-direct', true],
      ['/app/*', expect.stringContaining('OriginGroup'), false],
      ['/api/*', 'api', true],
      ['/assets/*', expect.stringContaining('OriginGroup'), false],
    ]);
  });

  test('load balancers of all regions are VPC origins of the edge stack, over TLS', () => {
    template.resourceCountIs('AWS::CloudFront::VpcOrigin', 3);
    template.hasResourceProperties('AWS::CloudFront::VpcOrigin', {
      VpcOriginEndpointConfig: Match.objectLike({
        Arn: { 'Fn::GetStackOutput': Match.objectLike({ StackName: 'App-ap-southeast-1', Region: 'ap-southeast-1' }) },
        OriginProtocolPolicy: 'https-only',
        OriginSSLProtocols: ['TLSv1.2'],
      }),
    });
  });

  test('neither the API nor a write is cached', () => {
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    for (const PathPattern of ['/api/*', '/app/save/*']) {
      template.hasResourceProperties('AWS::CloudFront::Distribution', {
        DistributionConfig: Match.objectLike({
          CacheBehaviors: Match.arrayWith([Match.objectLike({ PathPattern, CachePolicyId: cachingDisabled })]),
        }),
      });
    }
  });

  test('the replica lets CloudFront in without waiting for the distribution', () => {
    synthesis.template(replica).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:GetObject',
            Condition: {
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': ['', ['arn:aws:cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/*']],
                },
              },
            },
          }),
        ]),
      }),
    });
  });
});

test('a single region that says so takes all methods; its certificates cover the names of clients', () => {
  const stack = regionalStack(testApp(), 'Edge');
  const loadBalancers = [{ region: 'us-east-1', loadBalancer: internalLoadBalancer(stack) }];
  distribution(stack, { loadBalancers, failover: OriginFailover.none(), appCache: CacheProfile.none() });
  const template = Template.fromStack(stack);
  const [application] = configOf(template).CacheBehaviors;
  const allViewerHeaders = '216adef6-5c7f-47e4-b989-5492eafa07d3';
  expect(application).toMatchObject({ TargetOriginId: 'us-east-1', OriginRequestPolicyId: allViewerHeaders });
  expect(application.AllowedMethods).toHaveLength(7);
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: Match.objectLike({ OriginGroups: Match.absent() }),
  });
});

test('without feature flags regions are still referred to weakly', () => {
  const app = testApp({ flags: FEW_FLAGS });
  const edge = regionalStack(app, 'Edge');
  distribution(edge, { loadBalancers: [regionOf(app, 'eu-west-1'), regionOf(app, 'ap-southeast-1')] });
  const template = Template.fromStack(edge);
  expect(template.findResources('Custom::CrossRegionExportReader')).toEqual({});
  template.hasResourceProperties('AWS::CloudFront::VpcOrigin', {
    VpcOriginEndpointConfig: Match.objectLike({ Arn: { 'Fn::GetStackOutput': Match.anyValue() } }),
  });
});

test('your own bucket, certificate and firewall are used; a policy that cannot be changed is warned of', () => {
  const stack = regionalStack(testApp());
  const staticBucket = s3.Bucket.fromBucketName(stack, 'Mine', 'my-files');
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn);
  const firewall = WebFirewall.fromWebAclArn('arn:aws:wafv2:us-east-1:111122223333:global/webacl/mine/1');
  const built = distribution(stack, { staticBucket, certificate, firewall });
  expect([built.staticBucket, built.certificate, built.firewall]).toEqual([staticBucket, certificate, firewall]);
  expect(built.node.tryFindChild('Firewall')).toBeUndefined();
  expect(warningsOf(built.distribution)).toEqual([
    expect.stringMatching(/^The policy is not managed here: .*StaticBucketPolicy/),
  ]);
});

test('a third region without a path of its own is warned of', () => {
  const built = distribution(regionalStack(testApp()), {
    loadBalancers: ['us-east-1', 'eu-west-1', 'ap-southeast-1'].map((region) => named(region)),
  });
  expect(warningsOf(built)).toEqual([expect.stringMatching(/^No request reaches ap-southeast-1: .*IdleOrigin/)]);
});

test('fails outside us-east-1', () => {
  expect(errorOf(() => distribution(regionalStack(testApp(), 'Test', 'eu-west-1'))).message).toBe(
    "Test/Edge: [DistributionOutsideUsEast1] stack is 'eu-west-1'; allowed: a stack whose region is the literal " +
      'us-east-1. Move it to a stack of us-east-1.',
  );
});

test('fails without a name, and on names that are not of the zone', () => {
  expect(mistakes({ domainNames: [] })).toEqual(['DomainNamesMissing']);
  expect(mistakes({ domainNames: ['example.com', 'badexample.com'] })).toEqual(['DomainNameOutsideZone']);
});

test('fails on a certificate of another region and on a regional firewall', () => {
  const stack = regionalStack(testApp());
  const arn = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
  const firewall = WebFirewall.fromWebAclArn('arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/mine/1');
  const codes = codesOf(() => distribution(stack, { certificate, firewall }));
  expect(codes).toEqual(['CertificateOutsideUsEast1', 'FirewallNotForEdge']);
});

test('fails on failover without a second region, and on regions that repeat or lie', () => {
  const first = named('us-east-1');
  expect(mistakes({ loadBalancers: [first] })).toEqual(['FailoverNeedsTwoOrigins']);
  expect(mistakes({ loadBalancers: [first, first] })).toEqual(['DuplicateOriginRegion']);
  const lie = { ...named('eu-west-1'), region: 'eu-west-2' };
  expect(mistakes({ loadBalancers: [first, lie] })).toEqual(['OriginRegionMismatch']);
});

test('fails on more origins than the quota', () => {
  const one = named('us-east-1');
  const codes = mistakes({ loadBalancers: Array.from({ length: 26 }, () => one) });
  expect(codes).toContain('TooManyOrigins');
});

test('fails on timeouts, attempts, error pages and an API that is the distribution itself', () => {
  const codes = mistakes({
    apiDomainName: 'www.example.com',
    errorPages: [{ status: 418, path: '/teapot.html' }],
    connectionTimeout: Duration.seconds(11),
    responseTimeout: Duration.minutes(3),
    connectionAttempts: 4,
  });
  expect(codes).toEqual([
    'ApiIsDistribution',
    'ErrorPageInvalid',
    'OriginTimeoutOutOfRange',
    'OriginTimeoutOutOfRange',
    'ConnectionAttemptsOutOfRange',
  ]);
});

test('fails on paths that are odd, taken twice or too many', () => {
  const many = Array.from({ length: 76 }, (_, index) => `/${index}`);
  expect(mistakes({ immutablePaths: ['assets/*'] })).toEqual(['PathPatternInvalid']);
  expect(mistakes({ apiDomainName: 'api.example.com', immutablePaths: ['/api/*'] })).toEqual(['DuplicatePath']);
  expect(mistakes({ immutablePaths: many })).toEqual(['TooManyPaths']);
});
