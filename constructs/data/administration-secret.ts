import * as rds from 'aws-cdk-lib/aws-rds';
import { companionPolicy } from './removal';
import type { DatabaseContext } from './topology-plan';

/**
 * A secret of our own. RDS can manage one, but not for a database that has replicas or is a member of a global database,
 * and a database must not have to be replaced to get them.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export function administrationSecret(context: DatabaseContext): rds.DatabaseSecret {
  const { scope, administrator, key, secretReplicas, removalPolicy } = context;
  const secret = new rds.DatabaseSecret(scope, 'Secret', {
    username: administrator,
    encryptionKey: key,
    replicaRegions: secretReplicas,
  });
  secret.applyRemovalPolicy(companionPolicy(removalPolicy));
  return secret;
}
