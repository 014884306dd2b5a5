import type { Check } from '../../core/errors';
import { FailureDomain } from './experiment-failure';
import { cutRoutes, cutTransitGateways } from './experiment-fault-region';
import { pauseBuckets, pauseTables } from './experiment-fault-replication';
import type { TaggedExperimentProps } from './experiment-props';
import { durationOf, type ExperimentContext, type ExperimentSpec, tagOf, together, wholeOf } from './experiment-spec';

/** What connects two regions. */
export enum RegionLink {
  /** Routes of subnets to the addresses of the other region. */
  ROUTES = 'routes',
  /** Peerings of transit gateways. */
  TRANSIT_GATEWAYS = 'transit-gateways',
  /** Replication of global tables. */
  TABLES = 'tables',
  /** Replication of buckets. */
  BUCKETS = 'buckets',
}

/** The loss of the way to another region. */
export interface CrossRegionDisruptionProps extends TaggedExperimentProps {
  /** The region that cannot be reached, for example `eu-central-1`. */
  readonly region: string;
  /** What connects the regions: only you know. A link for which no tagged resource is found fails the experiment. */
  readonly links: RegionLink[];
}

const CUT = {
  [RegionLink.ROUTES]: cutRoutes,
  [RegionLink.TRANSIT_GATEWAYS]: cutTransitGateways,
  [RegionLink.TABLES]: pauseTables,
  [RegionLink.BUCKETS]: pauseBuckets,
};

/** From this region, the other one looks lost: traffic and replication stop, and nothing in the other one breaks. */
export function crossRegionDisruption(props: CrossRegionDisruptionProps): ExperimentSpec {
  const { region, links } = props;
  const share = wholeOf(props);
  const lost = { region, duration: durationOf(props).toIsoString() };
  return {
    name: props.name ?? `CrossRegionDisruption-${region}`,
    props,
    share,
    injects: [FailureDomain.REGION],
    checks: (context) => checks(props, context),
    plan: (context) => together(...links.map((link) => CUT[link](context, tagOf(props, context), share, lost))),
  };
}

function checks({ region, links }: CrossRegionDisruptionProps, { stack }: ExperimentContext): Check[] {
  return [
    {
      code: 'ExperimentOnOwnRegion',
      property: 'region',
      when: region === stack.region,
      value: region,
      allowed: 'another region than that of the suite',
      action: 'Name the region that is to be out of reach',
    },
    {
      code: 'ExperimentWithoutLinks',
      property: 'links',
      when: links.length === 0,
      value: links,
      allowed: 'at least one link',
      action: 'Say what connects the regions, for example RegionLink.ROUTES',
    },
  ];
}
