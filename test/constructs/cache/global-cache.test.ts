import { Match, Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  CacheAuth,
  CacheDurability,
  CacheEngine,
  CacheMode,
  CacheScaling,
  EvictionPolicy,
  GlobalCache,
  type GlobalCacheProps,
  type IGlobalCache,
  ReplicatedCache,
  type ReplicatedCacheProps,
} from '../../../constructs/cache';
import { codesOf } from '../../_helpers/errors';
import { type Surroundings, surroundings } from '../../_helpers/stacks';
import { Synthesis, testApp } from '../../_helpers/synthesis';

type Options = Partial<ReplicatedCacheProps>;

function cacheIn({ stack, network, platformKey, logVault }: Surroundings, props: Options = {}, id = 'Cache') {
  return new ReplicatedCache(stack, id, { network, key: platformKey.key, logVault, ...props });
}

function secondaryIn(place: Surroundings, global: IGlobalCache, props: Options = {}) {
  return cacheIn(place, { mode: CacheMode.secondaryOf(global, { replicasPerShard: 2 }), ...props }, 'Secondary');
}

/** A primary in Virginia and a copy in Ireland. */
function twoRegions(app = testApp()) {
  const virginia = surroundings(app, 'Virginia', 'us-east-1');
  const ireland = surroundings(app, 'Ireland', 'eu-west-1');
  const global = new GlobalCache(virginia.stack, 'Global', { primary: cacheIn(virginia), name: 'shop' });
  const secondary = secondaryIn(ireland, global);
  return { virginia, ireland, global, secondary };
}

describe('two regions', () => {
  let regions: ReturnType<typeof twoRegions>;
  let synthesis: Synthesis;
  beforeAll(() => {
    const context = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
    synthesis = new Synthesis((app) => void (regions = twoRegions(app)), { context });
  });

  test('pass all packs and the schema; the secondary cannot state what it inherits', () => {
    expect(synthesis.fatal).toEqual([]);
    const acknowledged = (id: string) =>
      synthesis.findings
        .filter(({ acknowledgedBecause, path }) => acknowledgedBecause !== undefined && path.includes(id))
        .map(({ rule }) => rule)
        .sort();
    expect(acknowledged('Virginia/Cache/')).toEqual(['AwsSolutions-AEC6']);
    expect(acknowledged('Ireland/Secondary/')).toEqual(['AwsSolutions-AEC3', 'AwsSolutions-AEC6']);
  });

  test('the primary region makes the datastore, and knows nothing of the other', () => {
    const template = Template.fromStack(regions.virginia.stack);
    template.hasResourceProperties('AWS::ElastiCache::GlobalReplicationGroup', {
      GlobalReplicationGroupIdSuffix: 'shop',
      Members: [
        {
          Role: 'PRIMARY',
          ReplicationGroupId: { Ref: Match.stringLikeRegexp('CacheGroup') },
          ReplicationGroupRegion: 'us-east-1',
        },
      ],
      CacheNodeType: Match.absent(),
      EngineVersion: Match.absent(),
      GlobalNodeGroupCount: Match.absent(),
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('eu-west-1');
  });

  test('the secondary joins by a weak reference, even where others are strong, and states only what is its own', () => {
    const template = Template.fromStack(regions.ireland.stack);
    template.hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
      GlobalReplicationGroupId: {
        'Fn::GetStackOutput': Match.objectLike({ StackName: 'Virginia', Region: 'us-east-1' }),
      },
      ReplicasPerNodeGroup: 2,
      MultiAZEnabled: true,
      AutomaticFailoverEnabled: true,
      UserGroupIds: Match.anyValue(),
      KmsKeyId: Match.anyValue(),
      ...Object.fromEntries(INHERITED.map((name) => [name, Match.absent()])),
    });
    template.resourceCountIs('AWS::ElastiCache::ParameterGroup', 0);
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => type.startsWith('Custom::'))).toEqual(['Custom::VpcRestrictDefaultSG']);
  });

  test('the primary region is deployed first', () => {
    const { virginia, ireland } = regions;
    expect(ireland.stack.dependencies).toContain(virginia.stack);
    expect(virginia.stack.dependencies).toEqual([]);
  });
});

const INHERITED = [
  'Engine',
  'EngineVersion',
  'CacheNodeType',
  'NumNodeGroups',
  'CacheParameterGroupName',
  'AtRestEncryptionEnabled',
  'TransitEncryptionEnabled',
  'TransitEncryptionMode',
  'ClusterMode',
  'Durability',
];

test('later changes of all members are those of the datastore', () => {
  const virginia = surroundings(testApp(), 'Virginia');
  const change = { nodeType: 'cache.r7g.xlarge', shards: 6, engineVersion: '8.3' };
  new GlobalCache(virginia.stack, 'Global', { primary: cacheIn(virginia), ...change });
  Template.fromStack(virginia.stack).hasResourceProperties('AWS::ElastiCache::GlobalReplicationGroup', {
    CacheNodeType: 'cache.r7g.xlarge',
    GlobalNodeGroupCount: 6,
    EngineVersion: '8.3',
  });
});

test('a datastore that exists takes secondaries', () => {
  const ireland = surroundings(testApp(), 'Ireland', 'eu-west-1');
  secondaryIn(ireland, GlobalCache.fromGlobalReplicationGroupId(ireland.stack, 'Global', 'ldgnf-shop'));
  Template.fromStack(ireland.stack).hasResourceProperties('AWS::ElastiCache::ReplicationGroup', {
    GlobalReplicationGroupId: 'ldgnf-shop',
  });
});

describe('bad input', () => {
  const virginia = surroundings(testApp(), 'Virginia');
  let count = 0;
  const failing = (cache: Options, global: Partial<GlobalCacheProps> = {}) => {
    const primary = cacheIn(virginia, cache, `Cache${count++}`);
    return codesOf(() => new GlobalCache(virginia.stack, `Global${count}`, { primary, ...global }));
  };
  const nodes = (nodeType: string) => ({ mode: CacheMode.nodes({ nodeType }) });
  const scaling = [CacheScaling.shards({ minimum: 3, maximum: 9 })];

  test.each<[string, Options, Partial<GlobalCacheProps>]>([
    ['GlobalNodeTypeUnsupported', nodes('cache.t4g.medium'), {}],
    ['GlobalNodeTypeUnsupported', nodes('cache.r8g.large'), {}],
    ['GlobalNodeTypeUnsupported', nodes('cache.r7g.medium'), {}],
    ['GlobalNodeTypeUnsupported', {}, { nodeType: 'cache.m4.large' }],
    ['DurabilityInGlobalCache', { durability: CacheDurability.ASYNCHRONOUS }, {}],
    ['ScalingInGlobalCache', { scaling }, {}],
    ['InvalidGlobalCacheName', {}, { name: 'Shop' }],
    ['ShardsOutOfRange', {}, { shards: 0 }],
    ['GlobalEngineDowngrade', {}, { engineVersion: '8.1' }],
    ['GlobalEngineDowngrade', {}, { engineVersion: 'newest' }],
  ])('fails with %s (%#)', (code, cache, global) => {
    expect(failing(cache, global)).toEqual([code]);
  });

  test('fails when a secondary states what the primary decides', () => {
    const { global, ireland } = twoRegions();
    const place = {
      ...ireland,
      stack: surroundings(ireland.stack.node.root as never, 'Tokyo', 'ap-northeast-1').stack,
    };
    const stated = { engine: CacheEngine.valkey(), eviction: EvictionPolicy.ALL_KEYS_LRU, scaling: [] };
    expect(codesOf(() => secondaryIn(place, global, stated))).toEqual(['InheritedByGlobalCache']);
  });

  test('fails with a token in a secondary', () => {
    const ireland = surroundings(testApp(), 'Ireland', 'eu-west-1');
    const secret = secretsmanager.Secret.fromSecretNameV2(ireland.stack, 'Token', 'token');
    const global = GlobalCache.fromGlobalReplicationGroupId(ireland.stack, 'Global', 'ldgnf-shop');
    const authentication = CacheAuth.token(secret);
    expect(codesOf(() => secondaryIn(ireland, global, { authentication }))).toEqual(['TokenInGlobalCache']);
  });

  test('fails with two members in one region, also in that of the primary', () => {
    const { global, virginia: place } = twoRegions();
    expect(codesOf(() => secondaryIn(place, global))).toEqual(['DuplicateGlobalRegion']);
  });

  test('fails with a fourth region', () => {
    const { global, virginia: place } = twoRegions();
    const in_ = (id: string, region: string) => surroundings(place.stack.node.root as never, id, region);
    secondaryIn(in_('Tokyo', 'ap-northeast-1'), global);
    expect(codesOf(() => secondaryIn(in_('Sydney', 'ap-southeast-2'), global))).toEqual(['TooManyGlobalRegions']);
  });

  test('fails with a copy of a copy', () => {
    const { secondary, ireland } = twoRegions();
    expect(codesOf(() => new GlobalCache(ireland.stack, 'Again', { primary: secondary }))).toEqual([
      'PrimaryIsSecondary',
    ]);
  });

  test('fails where the region is unknown', () => {
    const { network, platformKey, logVault } = virginia;
    const anywhere = new Stack(testApp(), 'Anywhere');
    const primary = new ReplicatedCache(anywhere, 'Cache', { network, key: platformKey.key, logVault });
    expect(codesOf(() => new GlobalCache(anywhere, 'Global', { primary }))).toEqual(['RegionUnknown']);
  });
});
