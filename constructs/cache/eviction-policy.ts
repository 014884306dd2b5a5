/**
 * Which keys give way when the memory is full.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
 */
export enum EvictionPolicy {
  /** None: writes fail. For data that is stored nowhere else. */
  NO_EVICTION = 'noeviction',
  /** Least recently used of all keys. For a pure cache. */
  ALL_KEYS_LRU = 'allkeys-lru',
  /** Least frequently used of all keys. */
  ALL_KEYS_LFU = 'allkeys-lfu',
  /** Any of all keys. */
  ALL_KEYS_RANDOM = 'allkeys-random',
  /** Least recently used of the keys that expire; the others are never evicted. */
  VOLATILE_LRU = 'volatile-lru',
  /** Least frequently used of the keys that expire. */
  VOLATILE_LFU = 'volatile-lfu',
  /** Any of the keys that expire. */
  VOLATILE_RANDOM = 'volatile-random',
  /** Those of the keys that expire which expire first. */
  VOLATILE_TTL = 'volatile-ttl',
}
