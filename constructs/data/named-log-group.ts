import { CfnDeletionPolicy } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DatabaseContext } from './topology-plan';

/**
 * A log group with the name that RDS writes to. It has to exist before RDS makes its own: an unencrypted one that never
 * expires. It goes when the stack that makes it is rolled back; kept, it would hold the name that the next attempt needs.
 */
export function namedLogGroup({ logVault }: DatabaseContext, scope: Construct, id: string, name: string) {
  const group = logVault.group(scope, id, name);
  const { cfnOptions } = group.node.defaultChild as logs.CfnLogGroup;
  const isRetained = cfnOptions.deletionPolicy === CfnDeletionPolicy.RETAIN;
  if (isRetained) cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  return group;
}
