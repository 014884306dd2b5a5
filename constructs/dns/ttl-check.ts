import type { Duration } from 'aws-cdk-lib';
import type { Check } from '../core/errors';

/** What can be wrong with the time that resolvers keep an answer. */
export function ttlCheck(ttl?: Duration): Check {
  return {
    code: 'TtlNotWhole',
    property: 'ttl',
    when: ttl !== undefined && !Number.isInteger(ttl.toSeconds({ integral: false })),
    value: ttl?.toString(),
    allowed: 'whole seconds',
    action: 'Use Duration.seconds(...)',
  };
}
