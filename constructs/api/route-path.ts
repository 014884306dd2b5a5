const PARAMETER = /\{([A-Za-z0-9_]+)\+?\}/g;

/** Names of the parameters of a path: `id` of `/orders/{id}`. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(PARAMETER)].map(([, name]) => name);
}

/** A path as integrations spell it: they know no greedy parameters, so `{file+}` is `{file}`. */
export function integrationPath(path: string): string {
  return path.replace(PARAMETER, '{$1}');
}

/**
 * Segments that differ only in the name of their parameter, such as `{id}` and `{order}` below `/orders`. API Gateway
 * takes one of them.
 */
export function rivalParameters(paths: string[]): string[] {
  const places = new Map<string, string>();
  for (const [parent, segment] of paths.flatMap(steps).filter(([, name]) => name.startsWith('{'))) {
    if (!places.has(parent)) places.set(parent, segment);
  }
  const rivals = paths.flatMap(steps).filter(([parent, segment]) => {
    return segment.startsWith('{') && places.get(parent) !== segment;
  });
  return [...new Set(rivals.map(([parent, segment]) => `${parent}/${segment}`))];
}

/** Every segment of a path with what is before it. */
function steps(path: string): [string, string][] {
  const segments = path.split('/').slice(1);
  return segments.map((segment, index) => [['', ...segments.slice(0, index)].join('/'), segment]);
}
