import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { ApiRoute, Throttle } from './api-route';
import type { RestGatewayProps } from './rest-gateway';

const DEFAULT_THROTTLE: Throttle = { requestsPerSecond: 1000, burst: 2000 };

/** Settings of the stage, and of the routes that differ from it. */
export function stageOptions(
  props: RestGatewayProps,
  accessLogs: logs.ILogGroup,
  clientCertificateId: string,
): apigateway.StageOptions {
  const usual = props.throttle ?? DEFAULT_THROTTLE;
  return {
    stageName: props.stageName,
    accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
    accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
    loggingLevel: apigateway.MethodLoggingLevel.ERROR,
    dataTraceEnabled: false,
    metricsEnabled: true,
    tracingEnabled: true,
    clientCertificateId,
    throttlingRateLimit: usual.requestsPerSecond,
    throttlingBurstLimit: usual.burst,
    // The cache is on and encrypted for all methods as the policies ask, and keeps nothing but what a route asks for.
    cacheClusterEnabled: true,
    cacheClusterSize: props.cacheSize ?? '0.5',
    cachingEnabled: true,
    cacheDataEncrypted: true,
    cacheTtl: Duration.seconds(0),
    methodOptions: Object.fromEntries(props.routes.filter(differs).map((route) => routeOptions(route, usual))),
  };
}

function differs(route: ApiRoute): boolean {
  return route.throttle !== undefined || route.cacheFor !== undefined;
}

/** A route's settings replace those of the stage as a whole, so the safe ones are repeated. */
function routeOptions(route: ApiRoute, usual: Throttle): [string, apigateway.MethodDeploymentOptions] {
  const { method, path, throttle = usual, cacheFor } = route;
  const options = {
    loggingLevel: apigateway.MethodLoggingLevel.ERROR,
    dataTraceEnabled: false,
    metricsEnabled: true,
    throttlingRateLimit: throttle.requestsPerSecond,
    throttlingBurstLimit: throttle.burst,
    cachingEnabled: true,
    cacheDataEncrypted: true,
    cacheTtl: cacheFor ?? Duration.seconds(0),
  };
  return [`${path}/${method}`, options];
}
