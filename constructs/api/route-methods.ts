import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { ApiRoute } from './api-route';
import type { Authorization } from './authorization';
import { pathParameters } from './load-balancer-link';

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
      requestModels: route.body && { 'application/json': this.model(route, route.body) },
      requestParameters: requestParameters(route),
      methodResponses: ['200', '202', '400', '503'].map((statusCode) => ({ statusCode })),
    });
    finish?.(method);
    this.authorization._acknowledge(method);
  }

  private model(route: ApiRoute, schema: apigateway.JsonSchema): apigateway.Model {
    const words = `${route.method} ${route.path}`.match(/[A-Za-z0-9]+/g) ?? [];
    const modelName = words.map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase()).join('');
    return this.api.addModel(modelName, { modelName, contentType: 'application/json', schema });
  }
}

/** Parameters by their place; true means that a request without it is refused. */
function requestParameters(route: ApiRoute): { [name: string]: boolean } {
  const query = (names: string[] = [], required: boolean) =>
    names.map((name) => [`method.request.querystring.${name}`, required] as const);
  const caller = route.cacheFor ? [['method.request.header.Authorization', false] as const] : [];
  return Object.fromEntries([
    ...pathParameters(route.path).map((name) => [`method.request.path.${name}`, true] as const),
    ...query(route.requiredQuery, true),
    ...query(route.optionalQuery, false),
    ...caller,
  ]);
}
