import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { ApiRoute } from './api-route';
import type { Authorization } from './authorization';
import { modelName } from './model-name';
import { pathParameters } from './route-path';

const CALLER = 'method.request.header.Authorization';

/** Turns routes into methods of an API. */
export class RouteMethods {
  private readonly validator: apigateway.RequestValidator;
  private readonly access: apigateway.MethodOptions;

  constructor(
    private readonly api: apigateway.RestApi,
    private readonly stageName: string,
    private readonly authorization: Authorization,
    private readonly keysByDefault: boolean,
  ) {
    this.access = authorization._bind(api);
    this.validator = api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
  }

  /** Adds the method of a route. */
  public add(route: ApiRoute): void {
    const resource = this.api.root.resourceForPath(route.path);
    const { integration, finish } = route.target._bind(resource, route, this.stageName);
    const method = resource.addMethod(route.method, integration, {
      ...this.access,
      apiKeyRequired: route.apiKeyRequired ?? this.keysByDefault,
      requestValidator: this.validator,
      requestModels: route.body && this.models(route, route.body),
      requestParameters: requestParameters(route),
      methodResponses: ['200', '202', '400', '503'].map((statusCode) => ({ statusCode })),
    });
    finish?.(method);
    tellApart(method, route);
    this.authorization._acknowledge(method);
  }

  /** For every type of content: a body of a type without a model would not be checked at all. */
  private models(route: ApiRoute, schema: apigateway.JsonSchema): { [contentType: string]: apigateway.IModel } {
    const name = modelName(route);
    const model = this.api.addModel(name, { modelName: name, contentType: 'application/json', schema });
    return { 'application/json': model, $default: model };
  }
}

/** Parameters by their place; true means that a request without it is refused. */
function requestParameters(route: ApiRoute): { [name: string]: boolean } {
  const query = (names: string[] = [], required: boolean) =>
    names.map((name) => [`method.request.querystring.${name}`, required] as const);
  return Object.fromEntries([
    ...pathParameters(route.path).map((name) => [`method.request.path.${name}`, true] as const),
    ...query(route.requiredQuery, true),
    ...query(route.optionalQuery, false),
    ...(isPrivate(route) ? [[CALLER, false] as const] : []),
  ]);
}

/** Cached answers differ by all that the method knows, whatever the target; without it by the resource alone. */
function tellApart(method: apigateway.Method, route: ApiRoute): void {
  if (!route.cacheFor) return;
  const resource = method.node.defaultChild as apigateway.CfnMethod;
  resource.addPropertyOverride('Integration.CacheKeyParameters', Object.keys(requestParameters(route)));
}

/** Whether one caller must not read what is cached for another. */
function isPrivate(route: ApiRoute): boolean {
  return route.cacheFor !== undefined && !route.cacheSharedByCallers;
}
