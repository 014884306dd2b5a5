import { RemovalPolicy } from 'aws-cdk-lib';

/** What happens to things that have no snapshot of their own: kept with the database, else deleted with it. */
export function companionPolicy(policy: RemovalPolicy): RemovalPolicy {
  return policy === RemovalPolicy.SNAPSHOT ? RemovalPolicy.DESTROY : policy;
}

/**
 * The same for things with literal names. They are empty when the stack that makes them is rolled back; kept, they would
 * hold the names that the next attempt needs.
 */
export function namedCompanionPolicy(policy: RemovalPolicy): RemovalPolicy {
  const companion = companionPolicy(policy);
  return companion === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : companion;
}
