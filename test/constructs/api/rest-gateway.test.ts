import { type App, Duration, Size } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Subnet } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  AccountLogging,
  type ApiRoute,
  Authorization,
  HttpMethod,
  LoadBalancerLink,
  QuotaPeriod,
  RestGateway,
  type RestGatewayProps,
  RouteTarget,
} from '../../../constructs/api';
import { WebFirewall } from '../../../constructs/edge';
import { codesOf, errorOf } from '../../_helpers/errors';
import { type Surroundings, surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

const schema: apigateway.JsonSchema = {
  type: apigateway.JsonSchemaType.OBJECT,
  required: ['product'],
  properties: { product: { type: apigateway.JsonSchemaType.STRING } },
};

/** A gateway with one route to a queue, and what a test adds. */
function gateway(around: Surroundings, props: Partial<RestGatewayProps> = {}): RestGateway {
  const { stack, logVault } = around;
  return new RestGateway(stack, 'Gateway', {
    routes: props.routes ?? [order(around)],
    authorization: Authorization.iam(),
    firewall: WebFirewall.fromWebAclArn('arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acl/1'),
    logVault,
    ...props,
  });
}

function order({ stack, platformKey }: Surroundings): ApiRoute {
  const queue = new Queue(stack, 'Orders', { encryptionMasterKey: platformKey.key, enforceSSL: true });
  return { method: HttpMethod.POST, path: '/orders', body: schema, target: RouteTarget.queue(queue) };
}

function product({ stack, network }: Surroundings): ApiRoute {
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc: network.vpc, vpcSubnets: network.app });
  const link = new LoadBalancerLink(stack, 'Link', { network, loadBalancer, serverName: 'web.example.com' });
  return {
    method: HttpMethod.GET,
    path: '/products/{id}',
    target: RouteTarget.loadBalancer(link),
    cacheFor: Duration.minutes(1),
    optionalQuery: ['language'],
    throttle: { requestsPerSecond: 500, burst: 800 },
  };
}

function maximal(app: App): Surroundings {
  const around = surroundings(app);
  const { stack } = around;
  const certificate = Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:us-east-1:123456789012:certificate/1');
  const pool = UserPool.fromUserPoolArn(
    stack,
    'Pool',
    'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc',
  );
  gateway(around, {
    routes: [order(around), product(around)],
    authorization: Authorization.cognito([pool]),
    domain: { name: 'api.example.com', certificate },
    usagePlans: [
      { name: 'partners', throttle: { requestsPerSecond: 100, burst: 200 }, quota: 1_000_000, period: QuotaPeriod.DAY },
    ],
  });
  return around;
}

/** Findings of the load balancer and queue that stand in for the library's own. */
const foreign = /\/(Balancer|Orders)\//;

describe('passes all gates', () => {
  test('minimal', () => {
    const synthesis = new Synthesis((app) => gateway(surroundings(app)));
    expect(synthesis.fatal.filter(({ path }) => !foreign.test(path))).toEqual([]);
    expect(synthesis.acknowledged.filter((rule) => /COG4|IAM5/.test(rule))).toEqual([
      'AwsSolutions-COG4',
      'AwsSolutions-IAM5[Resource::*]',
    ]);
  });

  test('maximal', () => {
    const synthesis = new Synthesis(maximal);
    expect(synthesis.fatal.filter(({ path }) => !foreign.test(path))).toEqual([]);
    expect(synthesis.acknowledged).not.toContain('AwsSolutions-COG4');
  });
});

describe('a request', () => {
  const template = Template.fromStack(maximal(testApp()).stack);
  const expectMethod = (httpMethod: string, properties: object) =>
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: httpMethod, ...properties });

  test('with a body that the schema does not allow is refused', () => {
    template.hasResourceProperties('AWS::ApiGateway::Model', { Schema: Match.objectLike({ required: ['product'] }) });
    template.hasResourceProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    });
    expectMethod('POST', {
      RequestModels: { 'application/json': Match.anyValue(), $default: Match.anyValue() },
      RequestValidatorId: Match.anyValue(),
    });
  });

  test('to the queue becomes a message, by a role that may send there and nowhere else', () => {
    expectMethod('POST', { Integration: Match.objectLike({ Type: 'AWS', PassthroughBehavior: 'NEVER' }) });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('Orders'), 'Arn'] },
          }),
        ]),
      }),
    });
  });

  test('to the load balancer goes through the VPC link over HTTPS', () => {
    expectMethod('GET', {
      Integration: Match.objectLike({
        ConnectionType: 'VPC_LINK',
        ConnectionId: { Ref: Match.stringLikeRegexp('Link') },
        IntegrationTarget: { Ref: Match.stringLikeRegexp('Balancer') },
        Uri: 'https://web.example.com:443/v1/products/{id}',
        RequestParameters: { 'integration.request.path.id': 'method.request.path.id' },
      }),
    });
  });

  test('needs a token and, with usage plans, a key', () => {
    expectMethod('POST', { AuthorizationType: 'COGNITO_USER_POOLS', ApiKeyRequired: true });
  });

  test('is cached only where a route asks for it, and never shared between callers', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({
          ResourcePath: '/~1products~1{id}',
          HttpMethod: 'GET',
          CacheTtlInSeconds: 60,
          CacheDataEncrypted: true,
        }),
      ]),
    });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ ResourcePath: '/*', HttpMethod: '*', CacheTtlInSeconds: 0, CacheDataEncrypted: true }),
      ]),
    });
    expectMethod('GET', {
      Integration: Match.objectLike({
        CacheKeyParameters: [
          'method.request.path.id',
          'method.request.querystring.language',
          'method.request.header.Authorization',
        ],
      }),
    });
  });

  test('cannot go around the domain name', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      DisableExecuteApiEndpoint: true,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'BASIC',
    });
    template.hasResourceProperties('AWS::ApiGateway::DomainName', { DomainName: 'api.example.com' });
  });

  test('is throttled, counted by plan, logged and traced', () => {
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      Quota: { Limit: 1_000_000, Period: 'DAY' },
      Throttle: { RateLimit: 100, BurstLimit: 200 },
    });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      TracingEnabled: true,
      AccessLogSetting: Match.anyValue(),
      ClientCertificateId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', Match.anyValue(), '/v1']] },
    });
  });
});

describe('the stage', () => {
  /** Id of the deployment that the stage of a gateway behind a link shows. */
  const deployment = (letters: string, balancer = 'Balancer') => {
    const around = surroundings(testApp());
    const { stack, network } = around;
    const subnets = [...letters].map((letter) => Subnet.fromSubnetId(stack, letter, `subnet-${letter}`));
    const within = { ...network, app: { subnets } };
    const loadBalancer = new ApplicationLoadBalancer(stack, balancer, { vpc: network.vpc, vpcSubnets: network.app });
    const link = new LoadBalancerLink(stack, 'Link', { network: within, loadBalancer, serverName: 'web.example.com' });
    gateway(around, {
      routes: [{ method: HttpMethod.GET, path: '/{file+}', target: RouteTarget.loadBalancer(link) }],
    });
    return Template.fromStack(stack);
  };
  const idOf = (template: Template) => Object.keys(template.findResources('AWS::ApiGateway::Deployment'));

  test('is made anew when its way to the load balancer is another one, and only then', () => {
    expect(idOf(deployment('abc'))).toEqual(idOf(deployment('abc')));
    expect(idOf(deployment('abcd'))).not.toEqual(idOf(deployment('abc')));
    expect(idOf(deployment('abc', 'Other'))).not.toEqual(idOf(deployment('abc')));
  });

  test('passes on all that a greedy parameter takes', () => {
    deployment('abc').hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: Match.objectLike({
        Uri: 'https://web.example.com:443/v1/{file}',
        RequestParameters: { 'integration.request.path.file': 'method.request.path.file' },
      }),
    });
  });
});

describe('a route', () => {
  const own = () => RouteTarget.integration(new apigateway.HttpIntegration('https://example.com'));
  const cached = { method: HttpMethod.GET, path: '/products/{id}', cacheFor: Duration.minutes(1) };
  const templateOf = (...routes: ApiRoute[]) => {
    const around = surroundings(testApp());
    gateway(around, { routes, throttle: { requestsPerSecond: 10, burst: 20 } });
    return Template.fromStack(around.stack);
  };

  test('with a cache and no throttle of its own keeps the throttle of the gateway', () => {
    templateOf({ ...cached, target: own() }).hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: Match.arrayWith([
        Match.objectLike({ CacheTtlInSeconds: 60, ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 }),
      ]),
    });
  });

  test.each([
    [false, ['method.request.path.id', 'method.request.header.Authorization']],
    [true, ['method.request.path.id']],
  ])('with an integration of its own and a cache shared by callers: %p', (cacheSharedByCallers, keys) => {
    templateOf({ ...cached, target: own(), cacheSharedByCallers }).hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: Match.objectLike({ CacheKeyParameters: keys }),
    });
  });

  test('warns of a cache in which signed requests never find anything', () => {
    const around = surroundings(testApp());
    gateway(around, { routes: [{ ...cached, target: own() }] });
    Annotations.fromStack(around.stack).hasWarning('*', Match.stringLikeRegexp('GET /products/{id}.*CacheNeverHits'));
  });

  test('leads to the same queue as another method of its path', () => {
    const around = surroundings(testApp());
    const post = order(around);
    gateway(around, { routes: [post, { ...post, method: HttpMethod.PUT }] });
    Template.fromStack(around.stack).resourceCountIs('AWS::ApiGateway::Method', 2);
  });

  test('needs no API key when there are no usage plans', () => {
    const around = surroundings(testApp());
    gateway(around, { usagePlans: [] });
    Template.fromStack(around.stack).hasResourceProperties('AWS::ApiGateway::Method', { ApiKeyRequired: false });
  });

  test('fails to lead to a FIFO queue', () => {
    const { stack } = surroundings(testApp());
    const queue = new Queue(stack, 'Orders', { fifo: true });
    expect(codesOf(() => RouteTarget.queue(queue))).toEqual(['QueueIsFifo']);
  });

  test.each([
    ['a greedy parameter in the middle', ['/{all+}/rest'], ['InvalidPath']],
    ['two names for one parameter', ['/orders/{id}', '/orders/{order}/items'], ['RivalPathParameters']],
  ])('fails on %s', (_, paths, codes) => {
    const routes = paths.map((path) => ({ method: HttpMethod.GET, path, target: own() }));
    expect(codesOf(() => templateOf(...routes))).toEqual(codes);
  });

  test('fails on bodies that would have one name', () => {
    const routes = ['/a/b', '/a-b'].map((path) => ({ method: HttpMethod.POST, path, target: own(), body: schema }));
    expect(codesOf(() => templateOf(...routes))).toEqual(['BodiesNamedAlike']);
  });
});

test('the log role of the account outlives the gateway that made it', () => {
  const around = surroundings(testApp());
  gateway(around);
  Template.fromStack(around.stack).hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
});

test('fails on a domain, stage and cache that AWS does not take', () => {
  const around = surroundings(testApp());
  const certificate = Certificate.fromCertificateArn(around.stack, 'Cert', 'arn:aws:acm:us-east-1:1:certificate/1');
  const domain = { name: 'https://API.example.com', certificate, basePath: 'a/b' };
  const props = { domain, cacheSize: '1', minimumCompressionSize: Size.mebibytes(11) };
  expect(codesOf(() => gateway(around, props))).toEqual([
    'CacheSizeNotOffered',
    'CompressionSizeOutOfRange',
    'InvalidDomainName',
    'InvalidBasePath',
  ]);
});

test('a gateway of an account that logs already does not touch the account', () => {
  const around = surroundings(testApp());
  gateway(around, { accountLogging: AccountLogging.existing() });
  Template.fromStack(around.stack).resourceCountIs('AWS::ApiGateway::Account', 0);
});

test('fails to be a target of DNS records without a domain', () => {
  expect(codesOf(() => gateway(surroundings(testApp())).recordTarget())).toEqual(['GatewayWithoutDomain']);
});

test('fails with every problem at once', () => {
  const around = surroundings(testApp());
  const route = order(around);
  const bad: ApiRoute[] = [
    route,
    route,
    { ...route, path: 'items' },
    { ...route, method: HttpMethod.DELETE, path: '/a', throttle: { requestsPerSecond: 0, burst: 1 } },
    { ...route, path: '/b', cacheFor: Duration.minutes(1), throttle: { requestsPerSecond: 10, burst: 5 } },
  ];
  const plan = { name: 'a', throttle: { requestsPerSecond: 1, burst: 1 } };
  const error = errorOf(() => gateway(around, { routes: bad, usagePlans: [plan, plan], stageName: 'a b' }));
  expect(error.codes).toEqual([
    'DuplicateRoute',
    'InvalidPath',
    'BodyNotAllowed',
    'ThrottleNotPositive',
    'CacheNotAllowed',
    'BurstBelowRate',
    'DuplicateUsagePlan',
    'InvalidStageName',
  ]);
});

test('fails to let in the users of no pool', () => {
  expect(codesOf(() => Authorization.cognito([]))).toEqual(['NoUserPools']);
});

test('fails without routes', () => {
  expect(codesOf(() => gateway(surroundings(testApp()), { routes: [] }))).toEqual(['NoRoutes']);
});
