import { RemovalPolicy } from 'aws-cdk-lib';

/** What happens to things that have no snapshot of their own: kept with the database, else deleted with it. */
export function companionPolicy(policy: RemovalPolicy): RemovalPolicy {
  return policy === RemovalPolicy.SNAPSHOT ? RemovalPolicy.DESTROY : policy;
}
