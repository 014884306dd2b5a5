import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A cache that is kept needs what it refers to, and AWS does not delete groups that it is in. */
export function keepSurroundings(cache: IConstruct, policy: RemovalPolicy): void {
  if (policy !== RemovalPolicy.RETAIN) return;
  const resources = cache.node.findAll().filter((each) => CfnResource.isCfnResource(each));
  resources.forEach((resource) => resource.applyRemovalPolicy(policy));
}
