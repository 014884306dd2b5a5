import { Stack } from 'aws-cdk-lib';
import type * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ManagedPolicyRole } from '../security';
import type { DeliveryBuckets } from './delivery-buckets';

/** Name of the action that takes the assembly. */
export const SOURCE_ACTION = 'Assembly';

/** An upload starts an execution with exactly that version, whatever is uploaded while it waits. */
export function startOnUpload(
  scope: Construct,
  pipeline: codepipeline.Pipeline,
  { assemblies, assemblyKey }: DeliveryBuckets,
  deadLetters: sqs.Queue,
): events.Rule {
  const role = new ManagedPolicyRole(scope, 'StartRole', {
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
    statements: [
      new iam.PolicyStatement({ actions: ['codepipeline:StartPipelineExecution'], resources: [pipeline.pipelineArn] }),
    ],
  });
  const rule = new events.Rule(scope, 'Start', {
    description: `Starts ${scope.node.path} when an assembly arrives`,
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [assemblies.bucketName] }, object: { key: [assemblyKey] } },
    },
  });
  const target = { arn: pipeline.pipelineArn, role, input: uploadedVersion(), ...deadLetter(rule, deadLetters) };
  rule.addTarget({ bind: () => target });
  return rule;
}

function uploadedVersion(): events.RuleTargetInput {
  return events.RuleTargetInput.fromObject({
    sourceRevisions: [
      {
        actionName: SOURCE_ACTION,
        revisionType: 'S3_OBJECT_VERSION_ID',
        revisionValue: events.EventField.fromPath('$.detail.object.version-id'),
      },
    ],
  });
}

/** What the L2 targets do for their dead letters. */
function deadLetter(rule: events.Rule, queue: sqs.Queue): { deadLetterConfig: { arn: string } } {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'Uploads',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
  return { deadLetterConfig: { arn: queue.queueArn } };
}

/** Tells people that a wave was stopped or failed, and that one waits for them. */
export function tellPeople(
  scope: Construct,
  pipeline: codepipeline.Pipeline,
  topic: sns.ITopic,
  deadLetterQueue: sqs.Queue,
): void {
  const name = pipeline.pipelineName;
  const tell = (id: string, detailType: string, detail: { [field: string]: unknown }, text: string) => {
    const message = events.RuleTargetInput.fromText(`${text} ${consoleLink(scope, name)}`);
    new events.Rule(scope, id, {
      description: `Tells people about ${scope.node.path}`,
      eventPattern: { source: ['aws.codepipeline'], detailType: [detailType], detail: { pipeline: [name], ...detail } },
      targets: [new SnsTopic(topic, { message, deadLetterQueue })],
    });
  };
  const state = events.EventField.fromPath('$.detail.state');
  const stage = events.EventField.fromPath('$.detail.stage');
  tell(
    'Stopped',
    'CodePipeline Pipeline Execution State Change',
    { state: ['FAILED', 'STOPPED'] },
    `Deployment ${name} is ${state}: a deployment failed or an alarm rang, and no later wave begins.`,
  );
  tell(
    'Waiting',
    'CodePipeline Action Execution State Change',
    { state: ['STARTED'], type: { category: ['Approval'] } },
    `Deployment ${name} waits at ${stage} for somebody's approval.`,
  );
}

function consoleLink(scope: Construct, name: string): string {
  const { region } = Stack.of(scope);
  return `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${name}/view`;
}
