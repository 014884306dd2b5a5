import type { IConstruct } from 'constructs';
import { FailureDomain, type RedundancyClaim, type RegionSwitch } from '../../../constructs/resilience';
import type { AppStack } from '../app-stack';
import type { EdgeStack } from '../edge-stack';
import type { ServingRegion } from '../platform-region';

/** What a region claims to survive, by what is lost. */
export interface ClaimNames {
  readonly servers: string;
  readonly serverZones: string;
  readonly tasks: string;
  readonly taskZones: string;
  readonly database: string;
  readonly databaseZones: string;
  readonly cache: string;
  readonly cacheZones: string;
  readonly networkZones: string;
  readonly regions: string;
}

/** Names of the claims of a region, to which its experiments refer. */
export function claimNames(region: string): ClaimNames {
  return {
    servers: `A web server of ${region}`,
    serverZones: `A zone of the web servers of ${region}`,
    tasks: `A container of the API of ${region}`,
    taskZones: `A zone of the API of ${region}`,
    database: `A database instance of ${region}`,
    databaseZones: `A zone of the database of ${region}`,
    cache: `A cache node of ${region}`,
    cacheZones: `A zone of the cache of ${region}`,
    networkZones: `A zone of the network of ${region}`,
    regions: `The other regions, seen from ${region}`,
  };
}

/** What of a region claims something. */
export type ClaimingStacks = Pick<ServingRegion, 'foundation' | 'data' | 'app'>;

/** Every redundancy that a region relies on. */
export function regionClaims({ foundation, data, app }: ClaimingStacks, hasOthers: boolean): RedundancyClaim[] {
  const name = claimNames(app.region);
  const { INSTANCE, ZONE, REGION } = FailureDomain;
  const claim = (text: string, survives: FailureDomain, construct: IConstruct) => ({ name: text, survives, construct });
  return [
    claim(name.servers, INSTANCE, app.web.fleet),
    claim(name.serverZones, ZONE, app.web.fleet),
    claim(name.tasks, INSTANCE, app.api.service),
    claim(name.taskZones, ZONE, app.api.service),
    claim(name.database, INSTANCE, data.database),
    claim(name.databaseZones, ZONE, data.database),
    claim(name.cache, INSTANCE, data.cache),
    claim(name.cacheZones, ZONE, data.cache),
    claim(name.networkZones, ZONE, foundation.network),
    ...(hasOthers ? [claim(name.regions, REGION, data.sessions)] : []),
    ...managed(app),
  ];
}

/** What all regions together rely on. */
export function globalClaims({ edge }: EdgeStack, plan: RegionSwitch): RedundancyClaim[] {
  const notTestedBecause =
    'FIS cannot take a whole region away; the game day of the README executes the plan gracefully and watches who answers';
  const claim = (name: string, construct: IConstruct) => ({
    ...{ name, construct, survives: FailureDomain.REGION, notTestedBecause },
  });
  return [claim('The region that answers behind CloudFront', edge), claim('The home region', plan)];
}

/** What AWS makes redundant, and lets nobody break. */
function managed({ orders, gateway, region }: AppStack): RedundancyClaim[] {
  return [
    {
      name: `A zone of the queue of ${region}`,
      survives: FailureDomain.ZONE,
      construct: orders,
      notTestedBecause: 'SQS spreads messages over zones by itself, and FIS has no action on it',
    },
    {
      name: `A zone of the gateway of ${region}`,
      survives: FailureDomain.ZONE,
      construct: gateway,
      notTestedBecause: 'API Gateway is a service of the region, and FIS has no action on its zones',
    },
  ];
}
