import { Duration } from 'aws-cdk-lib';
import { runningServers } from './experiment-fault-servers';
import { durationOf, type ExperimentContext, type ExperimentPlan, onlyTagged, shareOf, tagOf } from './experiment-spec';
import type { TaggedExperimentProps } from './experiment-props';

/** Installing what the document needs takes time, during which an alarm must still be able to end the experiment. */
const SLACK = Duration.minutes(2);

/** A document that AWS publishes, and what it is told beside the duration. */
export interface FaultCommand {
  readonly action: string;
  readonly document: string;
  readonly parameters: Record<string, string>;
}

/**
 * Servers run one of the documents that FIS publishes. They need the SSM agent and a role that lets it work.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/actions-ssm-agent.html#fis-ssm-docs
 */
export function runOnServers(
  context: ExperimentContext,
  props: TaggedExperimentProps,
  { action, document, parameters }: FaultCommand,
): ExperimentPlan {
  const tag = tagOf(props, context);
  const seconds = durationOf(props).toSeconds();
  const documentArn = context.publicDocument(document);
  const command = {
    actionId: 'aws:ssm:send-command',
    parameters: {
      documentArn,
      documentParameters: JSON.stringify({ DurationSeconds: `${seconds}`, InstallDependencies: 'True', ...parameters }),
      duration: Duration.seconds(seconds + SLACK.toSeconds()).toIsoString(),
    },
    targets: { Instances: 'Servers' },
  };
  const servers = context.arn('ec2', 'instance', '*');
  return {
    targets: { Servers: runningServers(tag, shareOf(props)) },
    actions: { [action]: command },
    permissions: [
      { actions: ['ssm:SendCommand'], resources: [documentArn] },
      { actions: ['ssm:SendCommand'], resources: [servers], conditions: onlyTagged(tag) },
      { actions: ['ssm:CancelCommand', 'ssm:ListCommands'], resources: ['*'] },
      { actions: ['ec2:DescribeInstances', 'ec2:DescribeSubnets'], resources: ['*'] },
    ],
  };
}
