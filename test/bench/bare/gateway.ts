import { Duration, Size } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { firewall, protect } from './firewall';
import type { AppStack } from './app-stack';
import { addMethods } from './gateway-methods';
import { allow, logGroup, role } from './pieces';
import { DOMAIN } from './settings';

const STAGE = 'v1';
const { ERROR } = apigateway.MethodLoggingLevel;

/** The REST API and its name. */
export interface Gateway {
  readonly api: apigateway.RestApi;
  readonly domain: apigateway.DomainName;
}

/** The regional REST API under its own name. */
export function createGateway(stack: AppStack): Gateway {
  const api = createApi(stack);
  addMethods(stack, api);
  addExecutionLogs(stack, api);
  const acl = firewall(stack, 'ApiFirewall', { scope: 'REGIONAL', key: stack.foundation.key });
  protect(stack, 'GatewayProtection', api.deploymentStage.stageArn, acl);
  const domain = new apigateway.DomainName(stack, 'GatewayDomain', {
    domainName: `api.${DOMAIN}`,
    certificate: stack.certificate,
    endpointType: apigateway.EndpointType.REGIONAL,
    securityPolicy: apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
    endpointAccessMode: apigateway.EndpointAccessMode.BASIC,
    mapping: api,
  });
  return { api, domain };
}

function createApi(stack: AppStack): apigateway.RestApi {
  const { attrClientCertificateId } = new apigateway.CfnClientCertificate(stack, 'ClientCertificate');
  const accessLogs = logGroup(stack, 'GatewayAccessLogs', stack.foundation.key);
  return new apigateway.RestApi(stack, 'Gateway', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    disableExecuteApiEndpoint: true,
    minCompressionSize: Size.kibibytes(1),
    cloudWatchRole: false,
    deployOptions: {
      stageName: STAGE,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      clientCertificateId: attrClientCertificateId,
      tracingEnabled: true,
      throttlingRateLimit: 1000,
      throttlingBurstLimit: 2000,
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      ...methodOptions(Duration.seconds(0)),
      methodOptions: {
        '/products/GET': methodOptions(Duration.minutes(1)),
        '/products/{id}/GET': methodOptions(Duration.minutes(1)),
      },
    },
  });
}

function methodOptions(cacheTtl: Duration): apigateway.MethodDeploymentOptions {
  const cache = { cachingEnabled: true, cacheDataEncrypted: true, cacheTtl };
  return { loggingLevel: ERROR, dataTraceEnabled: false, metricsEnabled: true, ...cache };
}

function addExecutionLogs(stack: AppStack, api: apigateway.RestApi): void {
  const { key } = stack.foundation;
  const name = `API-Gateway-Execution-Logs_${api.restApiId}/${STAGE}`;
  const cloudWatchRoleArn = role(stack, 'GatewayLogRole', 'apigateway', [allow(WRITE_LOGS, '*')]).roleArn;
  const account = new apigateway.CfnAccount(stack, 'GatewayAccount', { cloudWatchRoleArn });
  api.deploymentStage.node.addDependency(account, logGroup(stack, 'GatewayExecutionLogs', key, name));
}

const WRITE_LOGS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:PutLogEvents',
];
