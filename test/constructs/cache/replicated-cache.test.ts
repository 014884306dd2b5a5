import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  CacheAuth,
  CacheDurability,
  CacheEngine,
  CacheMode,
  CacheScaling,
  EvictionPolicy,
  type CacheNodesOptions,
  ReplicatedCache,
  type ReplicatedCacheProps,
} from '../../../constructs/cache';
import { TierSecurityGroup } from '../../../constructs/network';
import { ManagedPolicyRole } from '../../../constructs/security';
import { codesOf, errorOf } from '../../_helpers/errors';
import { type Surroundings, surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

type Options = Partial<ReplicatedCacheProps>;

function cacheIn({ stack, network, platformKey, logVault }: Surroundings, id: string, props: Options = {}) {
  return new ReplicatedCache(stack, id, { network, key: platformKey.key, logVault, ...props });
}

const nodes = (options: CacheNodesOptions) => ({ mode: CacheMode.nodes(options) });
const durable = (props: Options) => ({ durability: CacheDurability.SYNCHRONOUS, ...props });
const secretIn = ({ stack }: Surroundings) => secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'cache/token');
const roleIn = ({ stack }: Surroundings) =>
  new ManagedPolicyRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

/** One stack for all that is looked at and none of which fails: it is synthesized once. */
const place = surroundings(testApp());
const caches = {
  plain: cacheIn(place, 'Plain'),
  users: cacheIn(place, 'Users', {
    authentication: CacheAuth.iam({ userName: 'shop', accessString: 'on ~shop:* +@read' }),
  }),
  token: cacheIn(place, 'Token', { authentication: CacheAuth.token(secretIn(place)) }),
  group: cacheIn(place, 'Own', { authentication: CacheAuth.userGroup('mine') }),
  kept: cacheIn(place, 'Kept', { removalPolicy: RemovalPolicy.RETAIN }),
  durable: cacheIn(place, 'Durable', durable({})),
  single: cacheIn(place, 'Single', nodes({ shards: 1, replicasPerShard: 2 })),
  redis: cacheIn(place, 'Redis', { engine: CacheEngine.redis('6.2') }),
  tiered: cacheIn(place, 'Tiered', {
    ...nodes({ nodeType: 'cache.r6gd.xlarge' }),
    scaling: [CacheScaling.shards({ minimum: 3, maximum: 6 })],
  }),
};
const client = new TierSecurityGroup(place.stack, 'Client', { vpc: place.network.vpc, description: 'Client' });
caches.plain.connectFrom(place.stack, 'ClientToPlain', client);
caches.users.grantConnect(roleIn(place));
const template = Template.fromStack(place.stack);

/** The resources of a type that belong to a cache. */
function resourcesOf(cache: ReplicatedCache, type: string): { [key: string]: unknown }[] {
  const resources = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(cache.node.id));
  return resources.map(([, resource]) => resource);
}

/** Their properties. */
function partsOf(cache: ReplicatedCache, type: string): Record<string, unknown>[] {
  return resourcesOf(cache, type).map(({ Properties }) => Properties as Record<string, unknown>);
}

const groupOf = (cache: ReplicatedCache) => partsOf(cache, 'AWS::ElastiCache::ReplicationGroup')[0];
const parametersOf = (cache: ReplicatedCache) => partsOf(cache, 'AWS::ElastiCache::ParameterGroup')[0];
const usersOf = (cache: ReplicatedCache) => partsOf(cache, 'AWS::ElastiCache::User');

describe('every cache, and what the default is', () => {
  test('is three shards with a replica each, that fail over to another zone by themselves', () => {
    expect(groupOf(caches.plain)).toMatchObject({
      Engine: 'valkey',
      NumNodeGroups: 3,
      ReplicasPerNodeGroup: 1,
      MultiAZEnabled: true,
      AutomaticFailoverEnabled: true,
    });
    expect(parametersOf(caches.plain)).toMatchObject({
      CacheParameterGroupFamily: 'valkey8',
      Properties: { 'cluster-enabled': 'yes', 'maxmemory-policy': 'volatile-lru' },
    });
  });

  test('changes shards in place and leaves a snapshot when it goes', () => {
    const [group] = resourcesOf(caches.plain, 'AWS::ElastiCache::ReplicationGroup');
    expect(group).toMatchObject({
      UpdatePolicy: { UseOnlineResharding: true },
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    });
    // Zones that are pinned per shard would have to be stated anew for every shard that is added.
    expect(Object.keys(groupOf(caches.plain))).not.toContain('NodeGroupConfiguration');
  });

  test('keeps what it needs if it is kept itself', () => {
    const types = ['ReplicationGroup', 'SubnetGroup', 'ParameterGroup', 'UserGroup', 'User'];
    const around = types.flatMap((type) => resourcesOf(caches.kept, `AWS::ElastiCache::${type}`));
    const all = [...around, ...resourcesOf(caches.kept, 'AWS::EC2::SecurityGroup')];
    expect(all.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(Array(7).fill('Retain'));
  });

  test('spans the data tier of every zone', () => {
    const [subnets] = partsOf(caches.plain, 'AWS::ElastiCache::SubnetGroup').map((group) => JSON.stringify(group));
    expect(['DataA', 'DataB', 'DataC'].every((subnet) => subnets.includes(subnet))).toBe(true);
  });

  test.each(Object.values(caches))(
    'is encrypted at rest with the key and in transit without exception: $node.id',
    (cache) => {
      expect(groupOf(cache)).toMatchObject({
        AtRestEncryptionEnabled: true,
        KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
        TransitEncryptionEnabled: true,
        TransitEncryptionMode: 'required',
      });
    },
  );

  test('knows one user of IAM and nobody else', () => {
    const [user, nobody] = usersOf(caches.plain);
    expect(user).toMatchObject({
      AuthenticationMode: { Type: 'iam' },
      AccessString: expect.stringContaining('-@dangerous') as string,
    });
    expect(user.UserId).toBe(user.UserName);
    expect(nobody).toMatchObject({ UserName: 'default', AccessString: 'off -@all' });
    const members = JSON.stringify(partsOf(caches.plain, 'AWS::ElastiCache::UserGroup')[0].UserIds);
    expect(members).toMatch(/^\[\{"Ref":"PlainDefaultUser\w+"\},\{"Ref":"PlainUser\w+"\}\]$/);
    expect(groupOf(caches.plain)).not.toHaveProperty('AuthToken');
  });

  test('delivers both logs as JSON to encrypted groups', () => {
    const log = (LogType: string) => ({ LogType, LogFormat: 'json', DestinationType: 'cloudwatch-logs' });
    expect(groupOf(caches.plain).LogDeliveryConfigurations).toMatchObject([log('slow-log'), log('engine-log')]);
    const groups = partsOf(caches.plain, 'AWS::Logs::LogGroup');
    expect(groups.map((group) => group.KmsKeyId !== undefined)).toEqual([true, true]);
  });

  test('warns of nothing', () => {
    expect(warningsOf(caches.plain)).toEqual([]);
  });
});

describe('access', () => {
  test('a client tier gets in on the port of the cache, by a rule in its own scope', () => {
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 6380,
      ToPort: 6380,
      IpProtocol: 'tcp',
    });
  });

  test('a role connects to this cache as this user, and to nothing else', () => {
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'elasticache:Connect',
            Resource: [
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^UsersUser'), 'Arn'] },
              { 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('^UsersGroup') }])] },
            ],
          },
        ],
      },
    });
    expect(caches.users.userName).toBe('shop');
    expect(usersOf(caches.users)[0]).toMatchObject({ UserId: 'shop', AccessString: 'on ~shop:* +@read' });
  });

  test('a token excludes users', () => {
    expect(JSON.stringify(groupOf(caches.token).AuthToken)).toContain('resolve:secretsmanager');
    expect(groupOf(caches.token)).not.toHaveProperty('UserGroupIds');
    expect(usersOf(caches.token)).toEqual([]);
  });

  test('a user group of your own is used as it is', () => {
    expect(groupOf(caches.group).UserGroupIds).toEqual(['mine']);
    expect(usersOf(caches.group)).toEqual([]);
  });
});

describe('choices', () => {
  test('durable writes bring the engine that has them, and evict nothing', () => {
    expect(groupOf(caches.durable)).toMatchObject({ Durability: 'sync', EngineVersion: '9.0' });
    expect(parametersOf(caches.durable)).toMatchObject({
      CacheParameterGroupFamily: 'valkey9',
      Properties: { 'maxmemory-policy': 'noeviction' },
    });
  });

  test('three nodes in the literal sense are one shard with two replicas', () => {
    expect(groupOf(caches.single)).toMatchObject({ NumNodeGroups: 1, ReplicasPerNodeGroup: 2, MultiAZEnabled: true });
  });

  test('Redis 6.2 has a parameter family with a name of its own', () => {
    expect(parametersOf(caches.redis)).toMatchObject({ CacheParameterGroupFamily: 'redis6.x' });
  });

  test('shards follow memory and processors, on tiered nodes capacity instead of memory', () => {
    expect(partsOf(caches.tiered, 'AWS::ApplicationAutoScaling::ScalableTarget')).toMatchObject([
      { ScalableDimension: 'elasticache:replication-group:NodeGroups', MinCapacity: 3, MaxCapacity: 6 },
    ]);
    const policies = JSON.stringify(partsOf(caches.tiered, 'AWS::ApplicationAutoScaling::ScalingPolicy'));
    expect(policies).toContain('ElastiCachePrimaryEngineCPUUtilization');
    expect(policies).toContain('ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage');
    expect(policies).not.toContain('ElastiCacheDatabaseMemoryUsage');
  });

  test('metrics name the cache', () => {
    const { metricStat } = caches.plain.metricPrimaryProcessor().toMetricConfig();
    expect(metricStat?.dimensions).toContainEqual({ name: 'Role', value: 'Primary' });
    expect(caches.plain.metricMemory().toMetricConfig().metricStat?.metricName).toMatch(/CountedForEvict/);
  });

  test('the hit rate searches for all nodes whose id begins with that of the cache', () => {
    const { mathExpression } = caches.plain.metricHitRate().toMetricConfig();
    const search = (name: string) =>
      `SUM(SEARCH('{AWS/ElastiCache,CacheClusterId} MetricName="${name}" AND <id>', 'Sum', 60))`;
    const [hits, misses] = ['CacheHits', 'CacheMisses'].map(search);
    expect(mathExpression?.expression.replaceAll(caches.plain.cacheName, '<id>')).toBe(
      `100 * ${hits} / (${hits} + ${misses})`,
    );
  });
});

describe('warnings', () => {
  test('tell what a cache without replicas loses, which is not spread over zones', () => {
    const lone = cacheIn(around, 'Lone', nodes({ replicasPerShard: 0 }));
    expect(warningsOf(lone)).toEqual([expect.stringContaining('one of 3 parts of the keys')]);
    expect(lone.replicationGroup.multiAzEnabled).toBe(false);
  });

  test('tell when nodes of a shard have to share zones', () => {
    const crowded = cacheIn(around, 'Crowded', nodes({ replicasPerShard: 3 }));
    expect(warningsOf(crowded)).toEqual([expect.stringContaining('The 4 nodes of a shard share 3 zones')]);
  });

  test('tell when the default quota is too small', () => {
    const many = cacheIn(around, 'Many', nodes({ shards: 46 }));
    expect(warningsOf(many)).toEqual([expect.stringContaining('92 nodes are more than the 90')]);
  });
});

function warningsOf({ node }: ReplicatedCache): string[] {
  return node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));
}

/** A stack that is never synthesized. */
const around = surroundings(testApp());

describe('bad input', () => {
  let count = 0;
  const encryptedTopic = new sns.Topic(around.stack, 'Topic', { masterKey: around.platformKey.key });
  const failing = (props: Options) => codesOf(() => cacheIn(around, `Failing${count++}`, props));

  test('fails with a message that names the value, the allowed ones and the action', () => {
    const { message } = errorOf(() => cacheIn(around, 'Bad', nodes({ shards: 0 })));
    expect(message).toBe(
      'Test/Bad: [ShardsOutOfRange] shards is 0; allowed: a whole number from 1 to 500. ' +
        'State over how many shards the keys are spread.',
    );
  });

  test('fails with everything at once', () => {
    expect(
      failing({ ...nodes({ replicasPerShard: 6, nodeType: 'r7g' }), port: 0, engine: CacheEngine.valkey('7.1') }),
    ).toEqual(['PortOutOfRange', 'ReplicasOutOfRange', 'UnsupportedCacheEngine', 'InvalidNodeType']);
  });

  test.each<[string, Options]>([
    ['ShardsOutOfRange', nodes({ shards: 501, replicasPerShard: 0 })],
    ['ShardsOutOfRange', nodes({ shards: 1.5 })],
    ['TooManyCacheNodes', nodes({ shards: 251 })],
    ['ReplicasOutOfRange', nodes({ replicasPerShard: -1 })],
    ['PortOutOfRange', { port: 65536 }],
    ['SnapshotRetentionOutOfRange', { snapshotRetention: Duration.days(36) }],
    ['SnapshotRetentionOutOfRange', { snapshotRetention: Duration.hours(36) }],
    ['InvalidCacheUserName', { authentication: CacheAuth.iam({ userName: 'Shop--1' }) }],
    ['UnsupportedCacheEngine', { engine: CacheEngine.redis('5.0') }],
    ['UnsupportedCacheEngine', { engine: CacheEngine.valkey('latest') }],
    ['DurabilityNeedsValkey9', durable({ engine: CacheEngine.valkey('8.10') })],
    ['DurabilityNeedsReplicas', durable(nodes({ replicasPerShard: 0 }))],
    ['DurabilityNodeType', durable(nodes({ nodeType: 'cache.r6gd.xlarge' }))],
    [
      'NodeTypeNotScalable',
      { ...nodes({ nodeType: 'cache.t4g.medium' }), scaling: [CacheScaling.shards({ minimum: 1, maximum: 9 })] },
    ],
    ['ScalingRange', { scaling: [CacheScaling.replicas({ minimum: 1, maximum: 6 })] }],
    ['ScalingTargetOutOfRange', { scaling: [CacheScaling.shards({ minimum: 1, maximum: 9, memoryPercent: 80 })] }],
    ['ScalingStartOutsideRange', { scaling: [CacheScaling.shards({ minimum: 4, maximum: 9 })] }],
    ['ScalingRepeated', { scaling: [1, 2].map(() => CacheScaling.shards({ minimum: 1, maximum: 9 })) }],
    ['NotificationsEncrypted', { notifications: encryptedTopic }],
  ])('fails with %s (%#)', (code, props) => {
    expect(failing(props)).toEqual([code]);
  });

  test('fails in a single zone, because nothing could fail over', () => {
    const { vpc, cidr, zones, app, data } = around.network;
    expect(
      failing({ network: { vpc, cidr, zones, app, data: { ...data, availabilityZones: ['us-east-1a'] } } }),
    ).toEqual(['TooFewZones']);
  });

  test('fails to grant what only users of IAM can have', () => {
    expect(codesOf(() => caches.token.grantConnect(new iam.AccountRootPrincipal()))).toEqual(['GrantNeedsIam']);
  });
});

test('all packs and the schema accept everything that can be set', () => {
  const synthesis = new Synthesis((app) => {
    const surrounding = surroundings(app);
    const cache = cacheIn(surrounding, 'Cache', {
      mode: CacheMode.nodes({ nodeType: 'cache.m7g.xlarge', shards: 4, replicasPerShard: 2 }),
      durability: CacheDurability.ASYNCHRONOUS,
      engine: CacheEngine.valkey('9.1'),
      eviction: EvictionPolicy.VOLATILE_TTL,
      parameters: { 'notify-keyspace-events': 'Ex' },
      scaling: [CacheScaling.shards({ minimum: 4, maximum: 20 }), CacheScaling.replicas({ minimum: 1, maximum: 2 })],
      port: 6390,
      snapshotRetention: Duration.days(20),
      snapshotWindow: '03:00-04:00',
      maintenanceWindow: 'sun:04:00-sun:05:00',
      notifications: sns.Topic.fromTopicArn(surrounding.stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:cache'),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    cache.grantConnect(roleIn(surrounding));
  });
  expect(synthesis.fatal).toEqual([]);
  const ours = synthesis.findings.filter(({ path }) => path.startsWith('Test/Cache/') || path.startsWith('Test/Role'));
  expect(ours.filter(({ acknowledgedBecause }) => acknowledgedBecause).map(({ rule }) => rule)).toEqual([
    'AwsSolutions-AEC6',
  ]);
});
