import { Aws, Duration } from 'aws-cdk-lib';
import { regionalArn } from './runbook-arns';
import type { RunbookProcedureProps } from './runbook-procedure-props';
import { RunbookStep } from './runbook-step';

/** A shard of which a replica is to take over. */
export interface CacheFailoverOptions {
  /** Identifier of the replication group: `ReplicatedCache.cacheName`. */
  readonly cacheName: string;
}

/** A member of a Global Datastore that is to take the writes. */
export interface CachePromotionOptions {
  /** Identifier of the replication group in this region: `ReplicatedCache.cacheName`. */
  readonly cacheName: string;
  /** Identifier of the datastore with its prefix: `GlobalCache.globalReplicationGroupId`. */
  readonly globalCacheId: string;
}

const MEMBERS =
  'ElastiCache names the members after the group when it makes them; the role reaches those of this group.';

/** Lets a replica take over the primary of one shard. */
export function cacheFailover({ cacheName }: CacheFailoverOptions): RunbookProcedureProps {
  const service = 'elasticache';
  const group = regionalArn('elasticache', `replicationgroup:${cacheName}`);
  const inputs = { ReplicationGroupId: cacheName };
  const describe = { service, api: 'DescribeReplicationGroups', inputs, resources: [group] };
  const member = (name: string) => `$.ReplicationGroups[0].${name}`;
  const available = { ...describe, selector: member('Status'), desired: ['available'] };
  return {
    description: `Lets a replica take over a shard of ${cacheName}. The last writes may be lost, unless they are durable.`,
    parameters: [
      {
        name: 'Shard',
        description: 'The shard, from 0001',
        defaultValue: '0001',
        allowedPattern: '^[0-9]{4}$',
      },
    ],
    preconditions: [
      RunbookStep.require('RequireAvailable', available),
      RunbookStep.require('RequireFailover', {
        ...describe,
        selector: member('AutomaticFailover'),
        desired: ['enabled'],
      }),
      RunbookStep.require('RequireZones', { ...describe, selector: member('MultiAZ'), desired: ['enabled'] }),
    ],
    steps: [
      RunbookStep.change('FailOver', {
        description: `Let a replica take over shard {{Shard}} of ${cacheName}`,
        service,
        api: 'TestFailover',
        inputs: { ...inputs, NodeGroupId: '{{Shard}}' },
        resources: [group, regionalArn('elasticache', `cluster:${cacheName}-*`)],
        wildcardReason: MEMBERS,
      }),
      RunbookStep.sleep('LetItBegin', Duration.seconds(60)),
      RunbookStep.waitFor('WaitUntilAvailable', { ...available, timeout: Duration.minutes(30) }),
    ],
  };
}

/** Makes the member in this region the one that takes the writes. */
export function cachePromotion({ cacheName, globalCacheId }: CachePromotionOptions): RunbookProcedureProps {
  const service = 'elasticache';
  const group = regionalArn(service, `replicationgroup:${cacheName}`);
  const datastore = `arn:${Aws.PARTITION}:elasticache::${Aws.ACCOUNT_ID}:globalreplicationgroup:${globalCacheId}`;
  const inputs = { ReplicationGroupId: cacheName };
  const describe = { service, api: 'DescribeReplicationGroups', inputs, resources: [group] };
  const available = { ...describe, selector: '$.ReplicationGroups[0].Status', desired: ['available'] };
  const role = '$.ReplicationGroups[0].GlobalReplicationGroupInfo.GlobalReplicationGroupMemberRole';
  return {
    description: `Lets ${cacheName} take the writes of ${globalCacheId}. The last writes of the other region may be lost.`,
    preconditions: [
      RunbookStep.require('RequireAvailable', available),
      RunbookStep.require('RequireSecondary', { ...describe, selector: role, desired: ['SECONDARY'] }),
    ],
    steps: [
      RunbookStep.change('Promote', {
        description: `Make ${cacheName} the primary of ${globalCacheId}`,
        service,
        api: 'FailoverGlobalReplicationGroup',
        inputs: {
          GlobalReplicationGroupId: globalCacheId,
          PrimaryRegion: Aws.REGION,
          PrimaryReplicationGroupId: cacheName,
        },
        resources: [datastore, group],
      }),
      RunbookStep.waitFor('WaitForPromotion', { ...describe, selector: role, desired: ['PRIMARY'] }),
      RunbookStep.waitFor('WaitUntilAvailable', { ...available, timeout: Duration.minutes(30) }),
    ],
  };
}
