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
 * Where the users of the API go. Continents that name a region go there, all others to the primary; when their region is
 * lost, a standby takes over if there is one, else whichever region answers fastest.
 */
export function apiRouting(region: RegionSpec, { all, isActiveActive }: RegionSet): RoutingPolicy {
  const within = isActiveActive ? RoutingPolicy.latency() : failover(region);
  const continents = all.flatMap((other) => other.continents);
  if (continents.length === 0) return within;
  const own = region.continents.map(location);
  const isPrimary = region.role === RegionRole.PRIMARY;
  const geolocation = RoutingPolicy.geolocation({
    locations: isPrimary ? [...own, GeoLocation.default()] : own,
    ...(region.role === RegionRole.STANDBY && { alsoServes: [...continents.map(location), GeoLocation.default()] }),
    ...(region.role === RegionRole.SERVING && !isActiveActive && { alsoServes: [] }),
  });
  return RoutingPolicy.composed([geolocation, within]);
}

function failover({ role }: RegionSpec): RoutingPolicy {
  return RoutingPolicy.failover(role === RegionRole.STANDBY ? Failover.SECONDARY : Failover.PRIMARY);
}

function location(continent: string): GeoLocation {
  return GeoLocation.continent(CONTINENTS[continent]);
}
