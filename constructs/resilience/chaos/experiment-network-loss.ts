import { zoneChecks } from './experiment-checks';
import { FailureDomain } from './experiment-failure';
import { cutSubnets } from './experiment-fault-network';
import type { TaggedExperimentProps } from './experiment-props';
import { durationOf, type ExperimentSpec, tagOf, wholeOf } from './experiment-spec';

/** Which traffic of a zone's subnets is lost. */
export enum LostTraffic {
  /** All that enters or leaves a subnet. */
  ALL = 'all',
  /** What goes to and comes from the VPC's subnets in other zones: the zone is cut off, but runs. */
  BETWEEN_ZONES = 'availability-zone',
  /** What enters or leaves the VPC. */
  OUTSIDE_VPC = 'vpc',
}

/** The loss of a zone's network. */
export interface NetworkLossProps extends TaggedExperimentProps {
  /** Name of the zone, for example `eu-west-1a`. */
  readonly zone: string;
  /**
   * Which traffic is lost.
   * @default LostTraffic.ALL
   */
  readonly traffic?: LostTraffic;
}

/** The tagged subnets of a zone are cut off, while everything in them goes on running. */
export function networkLoss(props: NetworkLossProps): ExperimentSpec {
  const { zone, traffic = LostTraffic.ALL } = props;
  const [share, duration] = [wholeOf(props), durationOf(props)];
  return {
    name: props.name ?? `NetworkLoss-${zone}`,
    props,
    zone,
    share,
    injects: [FailureDomain.ZONE],
    checks: (context) => zoneChecks(zone, context),
    plan: (context) => cutSubnets(context, tagOf(props, context), share, { scope: traffic, duration, zone }),
  };
}
