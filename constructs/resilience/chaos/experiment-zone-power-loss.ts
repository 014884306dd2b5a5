import type { IKey } from 'aws-cdk-lib/aws-kms';
import { zoneChecks } from './experiment-checks';
import { FailureDomain } from './experiment-failure';
import { failOverClustersIn, failOverInstancesIn } from './experiment-fault-databases';
import { cutSubnets } from './experiment-fault-network';
import { refuseLaunches, stopServers } from './experiment-fault-servers';
import { cutCaches, pauseVolumes } from './experiment-fault-storage';
import { stopTasks } from './experiment-fault-tasks';
import type { TaggedExperimentProps } from './experiment-props';
import {
  durationOf,
  type ExperimentContext,
  type ExperimentPlan,
  type ExperimentSpec,
  tagOf,
  together,
  watched,
  wholeOf,
} from './experiment-spec';

/** What of yours a zone contains. */
export enum ZonePart {
  /** Running servers stop, and come back afterwards unless their group has replaced them. */
  SERVERS = 'servers',
  /** Auto Scaling groups cannot launch servers in the zone. They need launch templates. */
  LAUNCHES = 'launches',
  /** Container tasks stop. They may be started in the zone again: leave the network out of the zone with `NETWORK`. */
  TASKS = 'tasks',
  /** Subnets neither send nor receive, except within themselves. */
  NETWORK = 'network',
  /** Aurora and Multi-AZ clusters whose writer is in the zone fail over. */
  DATABASE_CLUSTERS = 'database-clusters',
  /** Multi-AZ instances whose primary is in the zone fail over. */
  DATABASE_INSTANCES = 'database-instances',
  /** Nodes of node-based caches lose power and are not replaced. */
  CACHES = 'caches',
  /** Volumes do not answer; with `SERVERS`, after these are back, as when power returns. */
  VOLUMES = 'volumes',
}

/** The loss of a zone. */
export interface ZonePowerLossProps extends TaggedExperimentProps {
  /** Name of the zone, for example `eu-west-1a`. */
  readonly zone: string;
  /**
   * What of yours the zone contains: only you know. A part for which no tagged resource is found fails the experiment,
   * as does a database whose writer is in another zone, unless `emptyTargets` says that it is skipped.
   */
  readonly parts: ZonePart[];
  /**
   * Keys of encrypted volumes, without which stopped servers cannot start again. Groups replace theirs anyway.
   * @default - none
   */
  readonly volumeKeys?: IKey[];
}

/** Everything tagged in one zone goes dark at the same time. */
export function zonePowerLoss(props: ZonePowerLossProps): ExperimentSpec {
  const { zone } = props;
  return {
    name: props.name ?? `ZonePowerLoss-${zone}`,
    props,
    zone,
    share: wholeOf(props),
    injects: [FailureDomain.ZONE, FailureDomain.INSTANCE],
    checks: (context) => [...zoneChecks(zone, context), noParts(props)],
    plan: (context) => watchIfShort(props, together(...props.parts.map((part) => failureOf(part, props, context)))),
  };
}

function failureOf(part: ZonePart, props: ZonePowerLossProps, context: ExperimentContext): ExperimentPlan {
  const { zone, parts, volumeKeys = [] } = props;
  const [tag, share, duration] = [tagOf(props, context), wholeOf(props), durationOf(props)];
  switch (part) {
    case ZonePart.SERVERS:
      return stopServers(context, tag, share, { zone, duration, volumeKeys });
    case ZonePart.LAUNCHES:
      return refuseLaunches(tag, share, zone, duration);
    case ZonePart.TASKS:
      return stopTasks(context, tag, share, zone);
    case ZonePart.NETWORK:
      return cutSubnets(context, tag, share, { scope: 'all', duration, zone });
    case ZonePart.DATABASE_CLUSTERS:
      return failOverClustersIn(context, tag, share, zone);
    case ZonePart.DATABASE_INSTANCES:
      return failOverInstancesIn(context, tag, share, zone);
    case ZonePart.CACHES:
      return cutCaches(tag, share, zone, duration);
    case ZonePart.VOLUMES: {
      const startAfter = parts.includes(ZonePart.SERVERS) ? ['StopServers'] : undefined;
      return pauseVolumes(tag, share, { zone, duration, startAfter });
    }
  }
}

const MOMENTARY = [ZonePart.TASKS, ZonePart.DATABASE_CLUSTERS, ZonePart.DATABASE_INSTANCES];

/** Failures of a moment alone would end the experiment before anything can be seen. */
function watchIfShort(props: ZonePowerLossProps, plan: ExperimentPlan): ExperimentPlan {
  const isShort = props.parts.every((part) => MOMENTARY.includes(part));
  return isShort ? watched(plan, durationOf(props)) : plan;
}

function noParts({ parts }: ZonePowerLossProps) {
  return {
    code: 'ExperimentWithoutParts',
    property: 'parts',
    when: parts.length === 0,
    value: parts,
    allowed: 'at least one part of the zone',
    action: 'Say what the zone contains, for example ZonePart.SERVERS and ZonePart.LAUNCHES',
  };
}
