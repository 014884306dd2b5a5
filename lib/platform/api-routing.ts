import { Continent, Failover, GeoLocation } from 'aws-cdk-lib/aws-route53';
import { type RegionSet, RegionRole, type RegionSpec } from '../../constructs/core';
import { RoutingPolicy } from '../../constructs/dns';

const CONTINENTS: Record<string, Continent> = {
  AF: Continent.AFRICA,
  AN: Continent.ANTARCTICA,
  AS: Continent.ASIA,
  EU: Continent.EUROPE,
  NA: Continent.NORTH_AMERICA,
  OC: Continent.OCEANIA,
  SA: Continent.SOUTH_AMERICA,
};

/**
 * Where the users of the API go. Continents that name a region go there, all others to the primary; without continents
 * the region with the lowest latency answers. When a region is lost, the standby answers in its place if there is one,
 * else whichever region answers fastest.
 */
export function apiRouting(region: RegionSpec, regions: RegionSet): RoutingPolicy {
  const { all, isActiveActive } = regions;
  const within = isActiveActive ? RoutingPolicy.latency() : failover(region);
  if (all.some(({ continents }) => continents.length > 0)) {
    return RoutingPolicy.composed([byContinent(region, regions), within]);
  }
  const active = all.filter(({ role }) => role !== RegionRole.STANDBY).map(({ name }) => name);
  if (isActiveActive || active.length === 1) return within;
  const byLatency = region.role === RegionRole.STANDBY ? RoutingPolicy.standbyFor(active) : RoutingPolicy.latency();
  return RoutingPolicy.composed([byLatency, within]);
}

/** The primary holds the default location; a standby stands behind every location, a serving region behind its own. */
function byContinent({ role, continents }: RegionSpec, { all, isActiveActive }: RegionSet): RoutingPolicy {
  const own = continents.map(location);
  const everywhere = [...all.flatMap((other) => other.continents).map(location), GeoLocation.default()];
  if (role === RegionRole.STANDBY) return RoutingPolicy.geolocation({ locations: [], alsoServes: everywhere });
  if (role === RegionRole.PRIMARY) return RoutingPolicy.geolocation({ locations: [...own, GeoLocation.default()] });
  return RoutingPolicy.geolocation({ locations: own, alsoServes: isActiveActive ? undefined : [] });
}

function failover({ role }: RegionSpec): RoutingPolicy {
  return RoutingPolicy.failover(role === RegionRole.STANDBY ? Failover.SECONDARY : Failover.PRIMARY);
}

function location(continent: string): GeoLocation {
  return GeoLocation.continent(CONTINENTS[continent]);
}
