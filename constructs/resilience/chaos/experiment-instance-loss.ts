import { FailureDomain } from './experiment-failure';
import { terminateServers } from './experiment-fault-servers';
import { stopTasks } from './experiment-fault-tasks';
import type { TaggedExperimentProps } from './experiment-props';
import { durationOf, type ExperimentSpec, shareOf, tagOf, watched } from './experiment-spec';

/** What is lost when an instance is lost. */
export enum InstanceKind {
  /** A server, terminated. */
  SERVER = 'server',
  /** A container task, stopped. */
  TASK = 'task',
}

/** The loss of single servers or tasks. */
export interface InstanceLossProps extends TaggedExperimentProps {
  /**
   * What is lost.
   * @default InstanceKind.SERVER
   */
  readonly kind?: InstanceKind;
}

/** Servers are terminated or tasks stopped; then the experiment watches how they are replaced. */
export function instanceLoss(props: InstanceLossProps): ExperimentSpec {
  const share = shareOf(props);
  const lose = props.kind === InstanceKind.TASK ? stopTasks : terminateServers;
  return {
    name: props.name ?? 'InstanceLoss',
    props,
    share,
    injects: [FailureDomain.INSTANCE],
    plan: (context) => watched(lose(context, tagOf(props, context), share), durationOf(props)),
  };
}
