import type { Check } from '../core/errors';

/** Oldest versions with users, TLS in cluster mode and both logs. */
const OLDEST = { valkey: '7.2', redis: '6.2' };

/** Which engine a cache runs. */
export class CacheEngine {
  /**
   * Valkey: open source, and cheaper per node than Redis OSS. An engine can be upgraded in place, never downgraded.
   * @param version - `major.minor`, 7.2 or newer
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
   */
  public static valkey(version: string = '8.2'): CacheEngine {
    return new CacheEngine('valkey', version);
  }

  /**
   * Redis OSS: for clients that need exactly this. It can be upgraded to Valkey in place.
   * @param version - `major.minor`, 6.2 or newer
   */
  public static redis(version: string = '7.1'): CacheEngine {
    return new CacheEngine('redis', version);
  }

  private constructor(
    /** `valkey` or `redis`. */
    public readonly name: string,
    /** `major.minor`. */
    public readonly version: string,
  ) {}

  /**
   * Family of its parameter groups.
   * @internal
   */
  public get _parameterFamily(): string {
    const major = this.version.split('.')[0];
    return this.name === 'redis' && major === '6' ? 'redis6.x' : `${this.name}${major}`;
  }

  /**
   * Whether it is Valkey of a version or newer.
   * @internal
   */
  public _isValkeySince(version: string): boolean {
    return this.name === 'valkey' && !isOlder(this.version, version);
  }
}

/** Whether it is spelled `major.minor`. */
export function isVersion(version: string): boolean {
  return /^\d+\.\d+$/.test(version);
}

/** Whether one version came before another. */
export function isOlder(version: string, than: string): boolean {
  const [[major, minor], [otherMajor, otherMinor]] = [version, than].map((text) => text.split('.').map(Number));
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** Whether the version can be run. */
export function engineChecks(engine: CacheEngine): Check[] {
  const oldest = engine.name === 'valkey' ? OLDEST.valkey : OLDEST.redis;
  return [
    {
      code: 'UnsupportedCacheEngine',
      property: 'engine',
      when: !isVersion(engine.version) || isOlder(engine.version, oldest),
      value: `${engine.name} ${engine.version}`,
      allowed: `major.minor, ${engine.name} ${oldest} or newer`,
      action: 'Choose a version that knows users and delivers both logs',
    },
  ];
}
