/**
 * What a failure may take from a cache. It is fixed when the cache is created: only the two durable kinds can be
 * exchanged later.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Durability.Limitations.html
 */
export enum CacheDurability {
  /** Writes that have not reached a replica are lost when their primary fails. */
  NONE = 'disabled',
  /** At most the last ten seconds of writes are lost; latency stays in microseconds. */
  ASYNCHRONOUS = 'async',
  /** No acknowledged write is lost; a write takes milliseconds, because it is logged in two zones first. */
  SYNCHRONOUS = 'sync',
}
