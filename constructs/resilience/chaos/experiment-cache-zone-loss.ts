import { zoneChecks } from './experiment-checks';
import { FailureDomain } from './experiment-failure';
import { cutCaches } from './experiment-fault-storage';
import type { TaggedExperimentProps } from './experiment-props';
import { durationOf, type ExperimentSpec, tagOf, wholeOf } from './experiment-spec';

/** The loss of the cache nodes of a zone. */
export interface CacheZoneLossProps extends TaggedExperimentProps {
  /** Name of the zone, for example `eu-west-1a`. */
  readonly zone: string;
}

/** The nodes of the tagged caches in one zone lose power; replicas in other zones take over. */
export function cacheZoneLoss(props: CacheZoneLossProps): ExperimentSpec {
  const { zone } = props;
  const share = wholeOf(props);
  return {
    name: props.name ?? `CacheZoneLoss-${zone}`,
    props,
    zone,
    share,
    injects: [FailureDomain.ZONE, FailureDomain.INSTANCE],
    checks: (context) => zoneChecks(zone, context),
    plan: (context) => cutCaches(tagOf(props, context), share, zone, durationOf(props)),
  };
}
