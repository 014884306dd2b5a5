import type { LostRegion } from './experiment-fault-region';
import type { TargetTag } from './experiment-props';
import type { TargetShare } from './experiment-share';
import { type ExperimentContext, type ExperimentPlan, SEARCH_TAGS, tagged } from './experiment-spec';

/**
 * Global tables stop replicating; what was under way may arrive for another 5 minutes.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#global-table-pause-replication
 */
export function pauseTables(
  context: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  { duration }: LostRegion,
): ExperimentPlan {
  const pause = {
    actionId: 'aws:dynamodb:global-table-pause-replication',
    parameters: { duration },
    targets: { Tables: 'Tables' },
  };
  const policies = ['Delete', 'Get', 'Put'].map((verb) => `dynamodb:${verb}ResourcePolicy`);
  return {
    targets: { Tables: tagged('aws:dynamodb:global-table', tag, share) },
    actions: { PauseTables: pause },
    permissions: [
      { actions: ['dynamodb:DescribeTable', ...policies], resources: [context.arn('dynamodb', 'table', '*')] },
      // Strongly consistent tables are paused by the service itself.
      { actions: ['dynamodb:InjectError'], resources: ['*'] },
      SEARCH_TAGS,
    ],
  };
}

/**
 * Buckets stop replicating into the other region; what was under way may arrive for another hour.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#bucket-pause-replication
 */
export function pauseBuckets(
  { stack }: ExperimentContext,
  tag: TargetTag,
  share: TargetShare,
  { region, duration }: LostRegion,
): ExperimentPlan {
  const pause = {
    actionId: 'aws:s3:bucket-pause-replication',
    parameters: { region, duration },
    targets: { Buckets: 'Buckets' },
  };
  const buckets = stack.formatArn({ service: 's3', region: '', account: '', resource: '*' });
  const ours = { 'aws:ResourceAccount': stack.account };
  const configuration = ['s3:GetReplicationConfiguration', 's3:PutReplicationConfiguration'];
  return {
    targets: { Buckets: tagged('aws:s3:bucket', tag, share) },
    actions: { PauseBuckets: pause },
    permissions: [
      {
        actions: ['s3:PauseReplication'],
        resources: [buckets],
        conditions: { StringEquals: { ...ours, 's3:DestinationRegion': region } },
      },
      {
        actions: configuration,
        resources: [buckets],
        conditions: { StringEquals: ours, BoolIfExists: { 's3:isReplicationPauseRequest': 'true' } },
      },
      { actions: ['s3:ListAllMyBuckets'], resources: ['*'] },
      SEARCH_TAGS,
    ],
  };
}
