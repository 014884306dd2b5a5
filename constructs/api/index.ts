export * from './account-logging';
export * from './api-route';
export * from './authorization';
export { LoadBalancerLink, LoadBalancerLinkProps } from './load-balancer-link';
export * from './rest-gateway';
export { RouteTarget } from './route-target';
export * from './usage-plan';
