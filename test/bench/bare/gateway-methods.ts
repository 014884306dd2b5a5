import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AppStack } from './app-stack';
import { sendStatements } from './orders';
import { role } from './pieces';
import { DOMAIN } from './settings';

const { OBJECT, STRING, INTEGER } = apigateway.JsonSchemaType;
const JSON_TYPE = 'application/json';
const ID = { 'method.request.path.id': true };
const CALLER = 'method.request.header.Authorization';
const PAGE = 'method.request.querystring.page';

type Schema = apigateway.JsonSchema;

const PRODUCT: Schema = {
  type: OBJECT,
  required: ['name', 'priceInCents'],
  additionalProperties: false,
  properties: {
    name: { type: STRING, minLength: 1, maxLength: 200 },
    priceInCents: { type: INTEGER, minimum: 0 },
  },
};

const ORDER: Schema = {
  type: OBJECT,
  required: ['idempotencyKey', 'productId', 'quantity'],
  additionalProperties: false,
  properties: {
    idempotencyKey: { type: STRING, minLength: 8, maxLength: 64 },
    productId: { type: STRING, minLength: 1, maxLength: 64 },
    quantity: { type: INTEGER, minimum: 1, maximum: 1000 },
  },
};

/** Five methods: four are answered by the load balancer, one puts its body into the queue. */
export function addMethods(stack: AppStack, api: apigateway.RestApi): void {
  const proxy = proxyTo(stack);
  const all = methodOptions(api);
  const products = api.root.addResource('products');
  const product = products.addResource('{id}');
  const orders = api.root.addResource('orders');
  const order = orders.addResource('{id}');
  const listing = { requestParameters: { [PAGE]: false, [CALLER]: false } };
  const reading = { requestParameters: { ...ID, [CALLER]: false } };
  proxy(products, 'GET', { ...all, ...listing }, [CALLER, PAGE]);
  proxy(product, 'GET', { ...all, ...reading }, [CALLER, 'method.request.path.id']);
  proxy(product, 'PUT', { ...all, requestParameters: ID, requestModels: model(api, 'PutProduct', PRODUCT) });
  proxy(order, 'GET', { ...all, requestParameters: ID });
  orders.addMethod('POST', toQueue(stack), { ...all, requestModels: model(api, 'PostOrder', ORDER) });
}

function methodOptions(api: apigateway.RestApi): apigateway.MethodOptions {
  return {
    authorizationType: apigateway.AuthorizationType.IAM,
    requestValidator: api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    }),
    methodResponses: ['200', '202', '400', '503'].map((statusCode) => ({ statusCode })),
  };
}

function model(api: apigateway.RestApi, modelName: string, schema: Schema) {
  return { [JSON_TYPE]: api.addModel(modelName, { modelName, contentType: JSON_TYPE, schema }) };
}

/** Methods whose requests go through the VPC link to the load balancer of the API. */
function proxyTo(stack: AppStack) {
  const { vpc, app } = stack.foundation;
  const securityGroups = [
    new ec2.SecurityGroup(stack, 'LinkGroup', { vpc, description: 'API Gateway inside the VPC' }),
  ];
  const link = new apigatewayv2.VpcLink(stack, 'Link', { vpc, subnets: app, securityGroups });
  return (
    resource: apigateway.Resource,
    verb: string,
    options: apigateway.MethodOptions,
    cacheKeyParameters?: string[],
  ) => {
    const id = { 'integration.request.path.id': 'method.request.path.id' };
    const requestParameters = resource.path.includes('{id}') ? id : undefined;
    const integration = new apigateway.Integration({
      type: apigateway.IntegrationType.HTTP_PROXY,
      integrationHttpMethod: verb,
      uri: `https://api.${DOMAIN}:443/v1${resource.path}`,
      options: { timeout: Duration.seconds(29), requestParameters, cacheKeyParameters },
    });
    const method = resource.addMethod(verb, integration, options).node.defaultChild as apigateway.CfnMethod;
    method.addPropertyOverride('Integration.ConnectionType', 'VPC_LINK');
    method.addPropertyOverride('Integration.ConnectionId', link.vpcLinkId);
    method.addPropertyOverride('Integration.IntegrationTarget', stack.api.loadBalancer.loadBalancerArn);
  };
}

function toQueue(stack: AppStack): apigateway.AwsIntegration {
  return new apigateway.AwsIntegration({
    service: 'sqs',
    path: `${stack.account}/${stack.orders.queueName}`,
    integrationHttpMethod: 'POST',
    options: {
      credentialsRole: role(stack, 'Sender', 'apigateway', sendStatements(stack)),
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { [JSON_TYPE]: 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      integrationResponses: [
        { statusCode: '202', responseTemplates: { [JSON_TYPE]: '{"accepted":true}' } },
        { statusCode: '503', selectionPattern: '[45]\\d{2}', responseTemplates: { [JSON_TYPE]: '{"accepted":false}' } },
      ],
    },
  });
}
