import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CacheAuth } from './cache-auth';
import { CacheDurability } from './cache-durability';
import { CacheEngine } from './cache-engine';
import { CacheMode } from './cache-mode';
import type { CacheScaling } from './cache-scaling';
import { EvictionPolicy } from './eviction-policy';
import type { ReplicatedCacheProps } from './replicated-cache-props';

/** The choices of a cache with every default filled in. */
export interface CacheSettings {
  readonly mode: CacheMode;
  readonly engine: CacheEngine;
  readonly durability: CacheDurability;
  readonly authentication: CacheAuth;
  readonly eviction: EvictionPolicy;
  readonly scaling: CacheScaling[];
  readonly port: number;
  readonly snapshotRetention: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/** Fills in the defaults. */
export function cacheSettings(props: ReplicatedCacheProps): CacheSettings {
  const durability = props.durability ?? CacheDurability.NONE;
  return {
    mode: props.mode ?? CacheMode.nodes(),
    durability,
    ...durabilityDefaults(durability, props),
    authentication: props.authentication ?? CacheAuth.iam(),
    scaling: props.scaling ?? [],
    port: props.port ?? 6380,
    snapshotRetention: props.snapshotRetention ?? Duration.days(35),
    removalPolicy: props.removalPolicy ?? RemovalPolicy.SNAPSHOT,
  };
}

/** Durable writes need an engine that has them, and make no sense for keys that may be evicted. */
function durabilityDefaults(durability: CacheDurability, { engine, eviction }: ReplicatedCacheProps) {
  const isDurable = durability !== CacheDurability.NONE;
  return {
    engine: engine ?? (isDurable ? CacheEngine.valkey('9.0') : CacheEngine.valkey()),
    eviction: eviction ?? (isDurable ? EvictionPolicy.NO_EVICTION : EvictionPolicy.VOLATILE_LRU),
  };
}
