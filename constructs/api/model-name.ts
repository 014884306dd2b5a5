import type { ApiRoute } from './api-route';

/** Name of the model of a route's body, for which API Gateway takes letters and digits only: `PutProductsId`. */
export function modelName({ method, path }: ApiRoute): string {
  const words = `${method} ${path}`.match(/[A-Za-z0-9]+/g) ?? [];
  return words.map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase()).join('');
}
