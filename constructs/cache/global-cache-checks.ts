import type { Check } from '../core/errors';
import { CacheDurability } from './cache-durability';
import { isOlder, isVersion } from './cache-engine';
import type { CacheSettings } from './cache-settings';
import type { GlobalCacheProps } from './global-cache';
import { GLOBAL_NODE_TYPES, isGlobal } from './node-types';
import { regionCheck } from './secondary-checks';

/** Everything that can be wrong with a datastore and its primary. */
export function globalCacheChecks(props: GlobalCacheProps, region: string): Check[] {
  const { _settings: settings } = props.primary;
  return [
    regionCheck(region),
    nameCheck(props.name),
    shardsCheck(props.shards),
    versionCheck(props.engineVersion, settings),
    ...nodeTypeChecks(props, settings),
    ...primaryChecks(settings),
  ];
}

function nameCheck(name?: string): Check {
  return {
    code: 'InvalidGlobalCacheName',
    property: 'name',
    when: name !== undefined && !/^[a-z0-9](-?[a-z0-9]){0,31}$/.test(name),
    value: name,
    allowed: 'lower-case letters, digits and single hyphens, at most 32 characters',
    action: 'Correct the name',
  };
}

function shardsCheck(shards?: number): Check {
  return {
    code: 'ShardsOutOfRange',
    property: 'shards',
    when: shards !== undefined && !(Number.isInteger(shards) && shards >= 1 && shards <= 500),
    value: shards,
    allowed: 'a whole number from 1 to 500',
    action: 'State the number of shards of every member',
  };
}

function versionCheck(version: string | undefined, { engine }: CacheSettings): Check {
  return {
    code: 'GlobalEngineDowngrade',
    property: 'engineVersion',
    when: version !== undefined && (!isVersion(version) || isOlder(version, engine.version)),
    value: version,
    allowed: `major.minor, ${engine.version} (which the primary was made with) or newer`,
    action: 'Only move to a newer version',
  };
}

function nodeTypeChecks(props: GlobalCacheProps, { mode }: CacheSettings): Check[] {
  const types = [props.nodeType, mode._nodes?.nodeType].filter((nodeType) => nodeType !== undefined);
  return types.map((nodeType) => ({
    code: 'GlobalNodeTypeUnsupported',
    property: 'nodeType',
    when: !isGlobal(nodeType),
    value: nodeType,
    allowed: GLOBAL_NODE_TYPES,
    action: 'Choose a node type that a Global Datastore takes',
  }));
}

function primaryChecks({ mode, durability, scaling }: CacheSettings): Check[] {
  return [
    {
      code: 'PrimaryIsSecondary',
      property: 'primary',
      when: mode._global !== undefined,
      value: 'CacheMode.secondaryOf()',
      allowed: 'a cache with CacheMode.nodes()',
      action: 'Pass the cache that takes the writes',
    },
    {
      code: 'DurabilityInGlobalCache',
      property: 'primary',
      when: durability !== CacheDurability.NONE,
      value: durability,
      allowed: 'CacheDurability.NONE',
      action: 'Choose durable writes in one region, or copies in several',
    },
    {
      code: 'ScalingInGlobalCache',
      property: 'primary',
      when: scaling.length > 0,
      value: `${scaling.length} scaling policies`,
      allowed: 'none: members change together',
      action: 'Remove `scaling` and change `shards` of the GlobalCache instead',
    },
  ];
}
