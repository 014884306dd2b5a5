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
export function apiRouting({ name }: RegionSpec, regions: RegionSet): RoutingPolicy {
  const { isActiveActive } = regions;
  const all = placesIn(regions);
  const region = all.find((place) => place.name === name)!;
  const within = isActiveActive ? RoutingPolicy.latency() : failover(region);
  if (all.some(({ continents }) => continents.length > 0)) {
    return RoutingPolicy.composed([byContinent(region, all, isActiveActive), within]);
  }
  const active = all.filter(({ role }) => role !== RegionRole.STANDBY).map(({ name }) => name);
  if (isActiveActive || active.length === 1) return within;
  const byLatency = region.role === RegionRole.STANDBY ? RoutingPolicy.standbyFor(active) : RoutingPolicy.latency();
  return RoutingPolicy.composed([byLatency, within]);
}

/**
 * The region that the plan of recovery can take out of the answers. The other one of the pair keeps answering for itself:
 * it has to be there when the first one goes without anybody starting the plan.
 */
export function steeredRegion({ isActiveActive, home, primary }: RegionSet): RegionSpec {
  return isActiveActive ? primary : home;
}

/**
 * The regions as they were before the first failover. Route 53 has one record per role and location, and no deployment can
 * take it from one stack and give it to another at once: so the records stay where they are when roles are exchanged, and
 * health checks alone say who answers.
 */
function placesIn({ all, home, primary, isActiveActive }: RegionSet): RegionSpec[] {
  if (home === primary) return all;
  // Users of the pair are the same whichever of the two has them at present; two that both serve have users of their own.
  const users = [...home.continents, ...primary.continents];
  const places = new Map([
    [home, { ...home, role: RegionRole.PRIMARY, continents: isActiveActive ? home.continents : users }],
    [primary, { ...primary, role: home.role, continents: isActiveActive ? primary.continents : [] }],
  ]);
  return all.map((region) => places.get(region) ?? region);
}

/** The primary holds the default location; a standby stands behind every location, a serving region behind its own. */
function byContinent({ role, continents }: RegionSpec, all: RegionSpec[], isActiveActive: boolean): RoutingPolicy {
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
