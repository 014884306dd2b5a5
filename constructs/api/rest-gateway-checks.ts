import type { Check } from '../core/errors';
import { type ApiRoute, HttpMethod, type Throttle } from './api-route';
import type { RestGatewayProps } from './rest-gateway';

const WITHOUT_BODY = [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE];

/** Everything that can be wrong with a gateway. */
export function restGatewayChecks(props: RestGatewayProps): Check[] {
  const plans = props.usagePlans ?? [];
  return [
    ...routesChecks(props.routes),
    ...props.routes.flatMap(routeChecks),
    ...throttleChecks('throttle', props.throttle),
    ...plans.flatMap((plan) => throttleChecks(`usagePlans.${plan.name}`, plan.throttle)),
    {
      code: 'DuplicateUsagePlan',
      property: 'usagePlans',
      when: new Set(plans.map((plan) => plan.name)).size < plans.length,
      value: plans.map((plan) => plan.name),
      allowed: 'different names',
      action: 'Give every plan a name of its own',
    },
    {
      code: 'InvalidStageName',
      property: 'stageName',
      when: props.stageName !== undefined && !/^[A-Za-z0-9_-]{1,128}$/.test(props.stageName),
      value: props.stageName,
      allowed: '1 to 128 letters, digits, hyphens and underscores',
      action: 'Rename the stage',
    },
  ];
}

function routesChecks(routes: ApiRoute[]): Check[] {
  const names = routes.map((route) => `${route.method} ${route.path}`);
  return [
    {
      code: 'NoRoutes',
      property: 'routes',
      when: routes.length === 0,
      value: routes,
      allowed: 'at least one route',
      action: 'Say what the API answers',
    },
    {
      code: 'DuplicateRoute',
      property: 'routes',
      when: new Set(names).size < names.length,
      value: names.filter((name, index) => names.indexOf(name) !== index),
      allowed: 'each method and path once',
      action: 'Remove the repetition',
    },
  ];
}

function routeChecks(route: ApiRoute): Check[] {
  const name = `${route.method} ${route.path}`;
  const seconds = route.cacheFor?.toSeconds();
  return [
    {
      code: 'InvalidPath',
      property: name,
      when: !/^(\/([A-Za-z0-9._~:-]+|\{[A-Za-z0-9_]+\+?\}))+$/.test(route.path),
      value: route.path,
      allowed: 'segments of letters, digits and ._~:-, or parameters in braces, for example /orders/{id}',
      action: 'Correct the path',
    },
    {
      code: 'BodyNotAllowed',
      property: `${name}.body`,
      when: route.body !== undefined && WITHOUT_BODY.includes(route.method),
      value: route.method,
      allowed: 'POST, PUT or PATCH',
      action: 'Remove the body or choose another method',
    },
    {
      code: 'CacheNotAllowed',
      property: `${name}.cacheFor`,
      when: seconds !== undefined && (route.method !== HttpMethod.GET || seconds < 1 || seconds > 3600),
      value: seconds,
      allowed: '1 to 3600 seconds, on GET only',
      action: 'Remove `cacheFor` or correct it',
    },
    ...throttleChecks(`${name}.throttle`, route.throttle),
  ];
}

function throttleChecks(property: string, throttle?: Throttle): Check[] {
  return [
    {
      code: 'ThrottleNotPositive',
      property,
      when: throttle !== undefined && !(throttle.requestsPerSecond > 0 && throttle.burst > 0),
      value: throttle,
      allowed: 'a rate and a burst of more than 0',
      action: 'Remove a route instead of closing it with a throttle',
    },
    {
      code: 'BurstBelowRate',
      property,
      when: throttle !== undefined && throttle.burst < throttle.requestsPerSecond,
      value: throttle?.burst,
      allowed: `at least the rate of ${throttle?.requestsPerSecond} requests per second`,
      action: 'Raise the burst: below the rate, the rate is never reached',
    },
  ];
}
