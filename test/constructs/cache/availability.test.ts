import * as fc from 'fast-check';
import { CacheMode, ReplicatedCache } from '../../../constructs/cache';
import { codesOf } from '../../_helpers/errors';
import { surroundings } from '../../_helpers/stacks';
import { testApp } from '../../_helpers/synthesis';

const { stack, network, platformKey, logVault } = surroundings(testApp());
let count = 0;

function cacheOf(shards: number, replicasPerShard: number): ReplicatedCache {
  const mode = CacheMode.nodes({ shards, replicasPerShard });
  return new ReplicatedCache(stack, `Cache${count++}`, { network, key: platformKey.key, logVault, mode });
}

const replicas = fc.integer({ min: 0, max: 5 });
const size = replicas.chain((copies) =>
  fc.tuple(fc.integer({ min: 1, max: Math.floor(500 / (1 + copies)) }), fc.constant(copies)),
);

test('every size that is allowed spans zones exactly when a shard has a replica, and never without automatic failover', () => {
  fc.assert(
    fc.property(size, ([shards, copies]) => {
      const { replicationGroup } = cacheOf(shards, copies);
      expect(replicationGroup.multiAzEnabled).toBe(copies >= 1);
      // CloudFormation refuses cluster mode without it, replicas or not.
      expect(replicationGroup.automaticFailoverEnabled).toBe(true);
      expect(replicationGroup.numNodeGroups).toBe(shards);
      expect(replicationGroup.replicasPerNodeGroup).toBe(copies);
    }),
    { numRuns: 40 },
  );
});

test('fails with a code for every size that is not allowed', () => {
  const bad = fc
    .tuple(fc.integer({ min: -5, max: 600 }), fc.integer({ min: -2, max: 9 }))
    .filter(([shards, copies]) => shards < 1 || copies < 0 || copies > 5 || shards * (1 + copies) > 500);
  fc.assert(
    fc.property(bad, ([shards, copies]) => {
      const codes = codesOf(() => cacheOf(shards, copies));
      const known = ['ShardsOutOfRange', 'ReplicasOutOfRange', 'TooManyCacheNodes'];
      expect(codes.length).toBeGreaterThan(0);
      expect(codes.filter((code) => !known.includes(code))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
