import type { Check } from '../core/errors';
import { type ApiRoute, HttpMethod, type Throttle } from './api-route';
import { modelName } from './model-name';
import { rivalParameters } from './route-path';

const WITHOUT_BODY = [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE];

/** Everything that can be wrong with the routes together. */
export function routesChecks(routes: ApiRoute[]): Check[] {
  const names = routes.map((route) => `${route.method} ${route.path}`);
  const different = routes.filter((_, index) => names.indexOf(names[index]) === index);
  const models = different.filter((route) => route.body).map(modelName);
  const rivals = rivalParameters(routes.map((route) => route.path));
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
    {
      code: 'RivalPathParameters',
      property: 'routes',
      when: rivals.length > 0,
      value: rivals,
      allowed: 'one name for the parameter in one place of the paths',
      action: 'Name the parameter alike in all routes that share the path before it',
    },
    {
      code: 'BodiesNamedAlike',
      property: 'routes',
      when: new Set(models).size < models.length,
      value: models.filter((name, index) => models.indexOf(name) !== index),
      allowed: 'paths that differ in more than capitals and punctuation, where both have a body',
      action: 'Rename one of the paths',
    },
  ];
}

/** Everything that can be wrong with one route. */
export function routeChecks(route: ApiRoute): Check[] {
  const name = `${route.method} ${route.path}`;
  const seconds = route.cacheFor?.toSeconds({ integral: false });
  return [
    {
      code: 'InvalidPath',
      property: name,
      when: !/^(\/([A-Za-z0-9._~:-]+|\{[A-Za-z0-9_]+\}))*(\/([A-Za-z0-9._~:-]+|\{[A-Za-z0-9_]+\+?\}))$/.test(
        route.path,
      ),
      value: route.path,
      allowed:
        'segments of letters, digits and ._~:-, or parameters in braces, for example /orders/{id}; one with + only at the end',
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
      when: seconds !== undefined && (route.method !== HttpMethod.GET || !isCacheTime(seconds)),
      value: seconds,
      allowed: '1 to 3600 whole seconds, on GET only',
      action: 'Remove `cacheFor` or correct it',
    },
    ...throttleChecks(`${name}.throttle`, route.throttle),
  ];
}

/** Everything that can be wrong with a throttle. */
export function throttleChecks(property: string, throttle?: Throttle): Check[] {
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

function isCacheTime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600;
}
