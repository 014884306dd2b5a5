import { Token } from 'aws-cdk-lib';
import type { Check } from '../core/errors';
import { type IGlobalCache, joinChecks } from './global-members';
import type { ReplicatedCacheProps } from './replicated-cache-props';

const INHERITED = ['engine', 'durability', 'eviction', 'parameters', 'scaling'] as const;

/** Everything that can be wrong with a secondary of a Global Datastore. */
export function secondaryChecks(props: ReplicatedCacheProps, region: string, global?: IGlobalCache): Check[] {
  if (!global) return [];
  return [inheritedCheck(props), tokenCheck(props), regionCheck(region), ...joinChecks(global, region)];
}

function inheritedCheck(props: ReplicatedCacheProps): Check {
  const stated = INHERITED.filter((name) => props[name] !== undefined);
  return {
    code: 'InheritedByGlobalCache',
    property: stated.join(', '),
    when: stated.length > 0,
    value: stated,
    allowed: 'nothing: the primary decides for all members, and members do not scale by themselves',
    action: 'State it on the primary, or remove it',
  };
}

function tokenCheck({ authentication }: ReplicatedCacheProps): Check {
  return {
    code: 'TokenInGlobalCache',
    property: 'authentication',
    when: authentication?._spec.kind === 'token',
    value: 'CacheAuth.token()',
    allowed: 'CacheAuth.iam() or CacheAuth.userGroup()',
    action: 'Give every region users of its own',
  };
}

export function regionCheck(region: string): Check {
  return {
    code: 'RegionUnknown',
    property: 'mode',
    when: Token.isUnresolved(region),
    value: 'unknown at synthesis',
    allowed: 'a literal region',
    action: 'Put every member of a Global Datastore into a RegionalStack',
  };
}
