import { Validations } from 'aws-cdk-lib';
import type * as elasticache from 'aws-cdk-lib/aws-elasticache';

/** Says why two rules do not see what protects a cache. */
export function acknowledgeCache(group: elasticache.CfnReplicationGroup): void {
  if (group.userGroupIds) {
    acknowledge(
      group,
      'AEC6',
      'The rule only knows the AUTH token. A user group excludes it and does more: users with access control lists, a ' +
        'disabled default user, and TLS for every connection.',
    );
  }
  if (group.globalReplicationGroupId) {
    acknowledge(
      group,
      'AEC3',
      'A secondary of a Global Datastore inherits encryption at rest and in transit and may not state it; the primary ' +
        'has both.',
    );
  }
}

function acknowledge(group: elasticache.CfnReplicationGroup, rule: string, reason: string): void {
  Validations.of(group).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}
